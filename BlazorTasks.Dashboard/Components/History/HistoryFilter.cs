using BlazorTasks.Dashboard.Components.Filters;

namespace BlazorTasks.Dashboard.Components.History;

/// <summary>Filter, sort order and page of the history. The default is all finished tasks, newest first.</summary>
public sealed record HistoryFilter : TaskFilter
{
    /// <summary>The page size without another in the URL.</summary>
    public const int DefaultSize = 50;

    /// <summary>The available page sizes.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [10, 25, 50, 100, TaskQuery.MaxLimit];

    /// <summary>The final states.</summary>
    public static IReadOnlyList<TaskState> FinalStates { get; } = [.. Enum.GetValues<TaskState>().Where(state => state.IsFinal())];

    /// <summary>The named time ranges: value in the URL and display text.</summary>
    public static IReadOnlyList<ChipOption> Times { get; } =
    [
        new("hour", "Last hour"),
        new("today", "Today"),
        new("day", "Last 24 hours"),
        new("week", "Last 7 days"),
        new("month", "Last 30 days"),
    ];

    /// <summary>A relative time range: one of <see cref="Times"/>.</summary>
    public string? Time { get; init; }

    /// <summary>The sort order.</summary>
    public TaskSort Sort { get; init; }

    /// <summary>Whether to sort ascending.</summary>
    public bool Ascending { get; init; }

    /// <summary>The page size.</summary>
    public int Size { get; init; } = DefaultSize;

    /// <summary>The cursor of the page; null for the first one.</summary>
    public string? Cursor { get; init; }

    /// <summary>The number of the first task of the page, from 1.</summary>
    public int First { get; init; } = 1;

    /// <inheritdoc />
    public override bool IsEmpty => Time is null && base.IsEmpty;

    /// <summary>The filter as a query of the store.</summary>
    public TaskQuery ToQuery(DateTimeOffset now, TimeZoneInfo zone) => new(this)
    {
        From = Begin(now, zone),
        Sort = Sort,
        Ascending = Ascending,
        Limit = Size,
        Cursor = Cursor,
    };

    /// <summary>The active filters: names in the URL, display text, and the filter without this part.</summary>
    /// <param name="zone">The viewer's time zone.</param>
    /// <param name="me">The viewer's name.</param>
    /// <param name="titleOf">Returns the title of a definition; without it, its name is shown.</param>
    public IReadOnlyList<HistoryFilterPart> Parts(TimeZoneInfo zone, string? me, Func<string, string>? titleOf = null) => [.. new[]
    {
        Text is null ? null : new HistoryFilterPart(["q"], "Search", $"“{Text}”", this with { Text = null }),
        States.Count == 0 ? null : new(["state"], "State", string.Join(" or ", States.Select(TaskText.Word)), this with { States = [] }),
        Definition is null ? null
            : new(["definition"], "Definition", titleOf?.Invoke(Definition) ?? Definition, this with { Definition = null }),
        Owner is null ? null : new(["owner"], "Owner", TaskText.Who(Owner, me), this with { Owner = null }),
        Tag is null ? null : new(["tag"], "Tag", Tag, this with { Tag = null }),
        Schedule is null ? null : new(["schedule"], "Schedule", Schedule, this with { Schedule = null }),
        Node is null ? null : new(["node"], "Node", Node, this with { Node = null }),
        Error is null ? null : new(["error"], "Error", Error, this with { Error = null }),
        Parent is not { } parent ? null : new(["parent"], "Started by", parent.Short, this with { Parent = null }),
        TimeTextOf(zone) is not { } time ? null
            : new(["time", "from", "to"], "Finished", time, this with { Time = null, From = null, To = null }),
        MinDuration is null && MaxDuration is null ? null
            : new(
                ["min", "max"],
                "Duration",
                DurationFilter.Range(MinDuration, MaxDuration),
                this with { MinDuration = null, MaxDuration = null }),
    }.OfType<HistoryFilterPart>()];

    private DateTimeOffset? Begin(DateTimeOffset now, TimeZoneInfo zone) => Time switch
    {
        "hour" => now.AddHours(-1),
        "today" => Midnight(now, zone),
        "day" => now.AddDays(-1),
        "week" => now.AddDays(-7),
        "month" => now.AddDays(-30),
        _ => From,
    };

    private string? TimeTextOf(TimeZoneInfo zone) => (Time, From, To) switch
    {
        ({ } time, _, _) => Times.First(known => known.Value == time).Text,
        (_, null, null) => null,
        (_, { } from, null) => $"since {Format(from, zone)}",
        (_, null, { } to) => $"until {Format(LastMoment(to, zone), zone)}",
        (_, { } from, { } to) => Range(Format(from, zone), Format(LastMoment(to, zone), zone)),
    };

    private static string Range(string from, string to) => from == to ? from : $"{from} – {to}";

    /// <summary>A range that ends at midnight is shown as ending on the day before.</summary>
    private static DateTimeOffset LastMoment(DateTimeOffset to, TimeZoneInfo zone) => to == Midnight(to, zone) ? to.AddTicks(-1) : to;

    private static string Format(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var isDay = local.TimeOfDay == TimeSpan.Zero || local.AddTicks(1).TimeOfDay == TimeSpan.Zero;
        return local.ToString(isDay ? "d MMM yyyy" : "d MMM yyyy, HH:mm", System.Globalization.CultureInfo.CurrentCulture);
    }

    /// <summary>The start of the day in a time zone.</summary>
    internal static DateTimeOffset Midnight(DateTimeOffset at, TimeZoneInfo zone) =>
        HistoryAddress.InZone(TimeZoneInfo.ConvertTime(at, zone).Date, zone);
}

/// <summary>One active filter.</summary>
/// <param name="Names">Its parameter names in the URL.</param>
/// <param name="Name">The display name.</param>
/// <param name="Value">The display text of its value.</param>
/// <param name="Without">The filter without this part.</param>
public sealed record HistoryFilterPart(IReadOnlyList<string> Names, string Name, string Value, HistoryFilter Without);
