using BlazorTasks.Dashboard.Components.Filters;

namespace BlazorTasks.Dashboard.Components.History;

/// <summary>Search and filters of the history.</summary>
public sealed partial class HistoryFilters
{
    private const string Other = "other";

    private static readonly IReadOnlyList<ChipOption> Times = [.. HistoryFilter.Times, new(Other, "Custom range…")];

    private static readonly IReadOnlyList<ChipOption> States = [.. HistoryFilter.FinalStates.Select(ChipOption.Of)];

    private static readonly IReadOnlyList<ChipOption> Durations =
        [new("-1s", "At most 1 s"), new("1s-", "At least 1 s"), new("1min-", "At least 1 min"), new("10min-", "At least 10 min"),
            new("1h-", "At least 1 h"), new(Other, "Custom duration…")];

    /// <summary>The filter.</summary>
    [Parameter, EditorRequired]
    public HistoryFilter Filter { get; set; } = default!;

    /// <summary>The values to choose from.</summary>
    [Parameter, EditorRequired]
    public HistoryValues Values { get; set; } = default!;

    /// <summary>The number of matching tasks, or null before they are counted.</summary>
    [Parameter]
    public MatchCount? Total { get; set; }

    private string? Duration =>
        (Filter.MinDuration ?? Filter.MaxDuration) is null ? null : $"{Write(Filter.MinDuration)}-{Write(Filter.MaxDuration)}";

    private string? TextOf(string name) => Filter.Parts(Viewer.TimeZone, Viewer.Person.Name)
        .FirstOrDefault(part => part.Name == name)?.Value;

    private async Task ChooseTimeAsync(string? value)
    {
        if (value != Other)
        {
            Navigation.ChangeQuery(("time", value), ("from", null), ("to", null));
        }
        else if (await RangeDialog.AskAsync(Dialogs, RangeRequest.Days(Day(Filter.From), Day(Filter.To?.AddTicks(-1)))) is { } days)
        {
            Navigation.ChangeQuery(("time", null), ("from", days.From), ("to", days.To));
        }
    }

    private async Task ChooseDurationAsync(string? value)
    {
        if (value != Other)
        {
            var ends = value?.Split('-');
            Navigation.ChangeQuery(("min", ends?[0]), ("max", ends?[1]));
        }
        else if (await RangeDialog.AskAsync(
            Dialogs,
            RangeRequest.Lengths(Write(Filter.MinDuration), Write(Filter.MaxDuration))) is { } range)
        {
            Navigation.ChangeQuery(("min", range.From), ("max", range.To));
        }
    }

    private static string? Write(TimeSpan? duration) => duration is { } known ? DurationFilter.Write(known) : null;

    private string? Day(DateTimeOffset? at) =>
        at is { } known ? TimeZoneInfo.ConvertTime(known, Viewer.TimeZone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
