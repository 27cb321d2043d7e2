using System.Globalization;
using System.Security.Cryptography;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>A place in the stream of all tasks: which process, and the number of the event there. Clients see "3f9a1c07-1042".</summary>
/// <param name="Process">Tells this process from those before it and beside it.</param>
/// <param name="Number">The number of the event.</param>
internal sealed record LiveCursor(string Process, long Number)
{
    /// <summary>A name for a process.</summary>
    public static string NewProcess() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    /// <summary>Reads a cursor, or gives null if it is none.</summary>
    public static LiveCursor? Read(string text) =>
        text.Split('-') is [{ Length: 8 } process, var digits] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new LiveCursor(process, number)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Process}-{Number}");
}
