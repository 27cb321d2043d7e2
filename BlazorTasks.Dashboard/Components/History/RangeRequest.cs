namespace BlazorTasks.Dashboard.Components.History;

/// <summary>A range to edit; either end may be open.</summary>
/// <param name="IsDays">Whether it is a range of dates; otherwise of durations.</param>
/// <param name="Title">The title.</param>
/// <param name="FromLabel">The label of the lower end.</param>
/// <param name="ToLabel">The label of the upper end.</param>
/// <param name="From">The current lower end.</param>
/// <param name="To">The current upper end.</param>
public sealed record RangeRequest(bool IsDays, string Title, string FromLabel, string ToLabel, string? From, string? To)
{
    /// <summary>A range of dates.</summary>
    public static RangeRequest Days(string? from, string? to) => new(true, "Custom date range", "From", "To (inclusive)", from, to);

    /// <summary>A range of durations.</summary>
    public static RangeRequest Lengths(string? from, string? to) => new(false, "Custom duration", "At least", "At most", from, to);

    /// <summary>The validation error, or null.</summary>
    public string? Check(string? from, string? to)
    {
        if (string.IsNullOrWhiteSpace(from) && string.IsNullOrWhiteSpace(to))
        {
            return "Enter at least one value.";
        }

        if (IsDays)
        {
            var isReversed = !string.IsNullOrWhiteSpace(from) && !string.IsNullOrWhiteSpace(to) && string.CompareOrdinal(from, to) > 0;
            return isReversed ? "The start date must not be after the end date." : null;
        }

        var ends = new[] { from, to }.Where(end => !string.IsNullOrWhiteSpace(end))
            .Select(end => (Text: end, Length: DurationFilter.Read(end!))).ToList();
        return ends.Find(end => end.Length is null).Text is { } wrong
            ? $"“{wrong}” is not a valid duration. Enter a value such as 30s, 5min or 2h."
            : ends is [{ Length: { } low }, { Length: { } high }] && low > high ? "The minimum must not exceed the maximum." : null;
    }
}
