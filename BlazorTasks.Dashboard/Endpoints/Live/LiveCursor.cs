using System.Security.Cryptography;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>
/// A position in the stream of all tasks: a process and the number of an event in it. With several nodes, also a position among the
/// changes of all nodes, which is a little earlier. Clients see "3f9a1c07-1042" or "3f9a1c07-1042-7712".
/// </summary>
/// <param name="Process">Identifies the process among earlier and concurrent ones.</param>
/// <param name="Number">The number of the event.</param>
/// <param name="Position">The position for other nodes, or null.</param>
internal sealed record LiveCursor(string Process, long Number, string? Position = null)
{
    /// <summary>Creates an identifier for this process.</summary>
    public static string NewProcess() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    /// <summary>Parses a cursor, or returns null if it is invalid.</summary>
    public static LiveCursor? Read(string text) =>
        text.Split('-') is [{ Length: 8 } process, var digits, .. var rest]
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && rest.Length <= 1
            && rest.All(position => ulong.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? new LiveCursor(process, number, rest.FirstOrDefault())
            : null;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Process}-{Number}{(Position is null ? "" : $"-{Position}")}");
}
