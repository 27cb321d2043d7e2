using BlazorTasks.Dashboard.Components.Formatting;

namespace BlazorTasks.Dashboard.Components.History;

/// <summary>Asks for the two ends of a range; either may stay open.</summary>
/// <param name="IsDays">Whether it asks for days; otherwise for lengths.</param>
/// <param name="Title">What it asks for.</param>
/// <param name="FromLabel">The lower end.</param>
/// <param name="ToLabel">The upper end.</param>
/// <param name="From">The lower end as it is.</param>
/// <param name="To">The upper end as it is.</param>
public sealed record RangeRequest(bool IsDays, string Title, string FromLabel, string ToLabel, string? From, string? To)
{
    /// <summary>Asks for days.</summary>
    public static RangeRequest Days(string? from, string? to) => new(true, "Tasks that finished", "From", "Up to and including", from, to);

    /// <summary>Asks for lengths.</summary>
    public static RangeRequest Lengths(string? from, string? to) => new(false, "Tasks that took", "At least", "At most", from, to);

    /// <summary>What is wrong with an answer, or null.</summary>
    public string? Check(string? from, string? to)
    {
        if (string.IsNullOrWhiteSpace(from) && string.IsNullOrWhiteSpace(to))
        {
            return "Fill in at least one of the two.";
        }

        if (IsDays)
        {
            return !string.IsNullOrWhiteSpace(from) && !string.IsNullOrWhiteSpace(to) && string.CompareOrdinal(from, to) > 0 ? "The first day lies after the last." : null;
        }

        var ends = new[] { from, to }.Where(end => !string.IsNullOrWhiteSpace(end)).Select(end => (Text: end, Length: DurationText.Read(end!))).ToList();
        return ends.Find(end => end.Length is null).Text is { } wrong
            ? $"“{wrong}” is no length. Enter one such as 30s, 5min or 2h."
            : ends is [{ Length: { } low }, { Length: { } high }] && low > high ? "The shortest is longer than the longest." : null;
    }
}
