using BlazorTasks.Dashboard.Components.Filters;

namespace BlazorTasks.Dashboard.Components.History;

/// <summary>Search and filters of the history.</summary>
public sealed partial class HistoryFilters
{
    private const string Other = "other";

    private static readonly IReadOnlyList<ChipOption> TimeOptions = [.. HistoryFilter.Times, new(Other, "Custom range…")];

    private static readonly IReadOnlyList<ChipOption> StateOptions =
        [.. HistoryFilter.FinalStates.Select(state => new ChipOption(TaskText.Key(state), TaskText.Word(state), TaskText.Key(state)))];

    private static readonly IReadOnlyList<ChipOption> LengthOptions =
        [new("-1s", "At most 1 s"), new("1s-", "At least 1 s"), new("1min-", "At least 1 min"), new("10min-", "At least 10 min"),
            new("1h-", "At least 1 h"), new(Other, "Custom duration…")];

    /// <summary>The filter.</summary>
    [Parameter, EditorRequired]
    public HistoryFilter Filter { get; set; } = default!;

    /// <summary>The values to choose from.</summary>
    [Parameter, EditorRequired]
    public HistoryValues Values { get; set; } = default!;

    /// <summary>The number of matching tasks, as text.</summary>
    [Parameter]
    public string? Total { get; set; }

    /// <summary>Called with changes of the query string.</summary>
    [Parameter]
    public EventCallback<IReadOnlyDictionary<string, object?>> OnChange { get; set; }

    private string LengthValue => $"{Length(Filter.MinDuration)}-{Length(Filter.MaxDuration)}";

    private string? ValueOf(string name) => Filter.Parts(Viewer.TimeZone, Viewer.Person.Name)
        .FirstOrDefault(part => part.Name == name)?.Value;

    private Task Set(string name, string? value) => Change((name, value));

    private Task Change(params (string Name, string? Value)[] changes) => OnChange.InvokeAsync(
        changes.ToDictionary(change => change.Name, change => (object?)(string.IsNullOrWhiteSpace(change.Value) ? null : change.Value)));

    private Task ToggleState(string key)
    {
        var states = Filter.States.Select(TaskText.Key).ToList();
        if (!states.Remove(key))
        {
            states.Add(key);
        }

        return Set("state", string.Join(',', states));
    }

    private async Task ChooseTimeAsync(string value)
    {
        if (value != Other)
        {
            await Change(("time", value), ("from", null), ("to", null));
        }
        else if (await RangeDialog.AskAsync(Dialogs, RangeRequest.Days(Day(Filter.From), Day(Filter.To?.AddTicks(-1)))) is { } days)
        {
            await Change(("time", null), ("from", days.From), ("to", days.To));
        }
    }

    private async Task ChooseLengthAsync(string value)
    {
        if (value != Other)
        {
            var ends = value.Split('-');
            await Change(("min", ends[0]), ("max", ends[1]));
        }
        else if (await RangeDialog.AskAsync(Dialogs,
            RangeRequest.Lengths(Length(Filter.MinDuration), Length(Filter.MaxDuration))) is { } lengths)
        {
            await Change(("min", lengths.From), ("max", lengths.To));
        }
    }

    private static string? Length(TimeSpan? length) => length is { } known ? DurationFilter.Write(known) : null;

    private string? Day(DateTimeOffset? at) =>
        at is { } known ? TimeZoneInfo.ConvertTime(known, Viewer.TimeZone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
