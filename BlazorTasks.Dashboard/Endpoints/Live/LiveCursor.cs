using System.Security.Cryptography;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>
/// A position in the stream of all tasks: a process and the number of an event in it. Clients see "3f9a1c07-1042".
/// </summary>
/// <param name="Process">Identifies the process among earlier and concurrent ones.</param>
/// <param name="Number">The number of the event.</param>
internal sealed record LiveCursor(string Process, long Number)
{
    /// <summary>Creates an identifier for this process.</summary>
    public static string NewProcess() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    /// <summary>Parses a cursor, or returns null if it is invalid.</summary>
    public static LiveCursor? Read(string text) =>
        text.Split('-') is [{ Length: 8 } process, var digits]
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new LiveCursor(process, number)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Process}-{Number}");
}
