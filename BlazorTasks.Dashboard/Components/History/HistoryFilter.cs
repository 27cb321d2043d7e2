using BlazorTasks.Dashboard.Components.Filters;
using BlazorTasks.Dashboard.Components.Formatting;
using BlazorTasks.Storage;

namespace BlazorTasks.Dashboard.Components.History;

/// <summary>Which finished tasks to show, in which order, from where. Nothing set means all of them, newest first.</summary>
public sealed record HistoryFilter
{
    /// <summary>How many tasks a page may hold.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [10, 25, 50, 100, TaskQuery.MaxLimit];

    /// <summary>The states in which a task can end.</summary>
    public static IReadOnlyList<TaskState> FinalStates { get; } = [.. Enum.GetValues<TaskState>().Where(state => state.IsFinal())];

    /// <summary>The times that have a word of their own in the address, and what people read.</summary>
    public static IReadOnlyList<ChipOption> Times { get; } =
        [new("hour", "Last hour"), new("today", "Today"), new("day", "Last 24 hours"), new("week", "Last 7 days"), new("month", "Last 30 days")];

    /// <summary>What to search for.</summary>
    public string? Text { get; init; }

    /// <summary>Only these states; empty means any.</summary>
    public IReadOnlyList<TaskState> States { get; init; } = [];

    /// <summary>Only this definition.</summary>
    public string? Definition { get; init; }

    /// <summary>Only this owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Only tasks with this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Only tasks that ended with this error; see <see cref="TaskQuery.Error"/>.</summary>
    public string? Error { get; init; }

    /// <summary>Only tasks that this one has started.</summary>
    public TaskId? Parent { get; init; }

    /// <summary>A time that moves with the clock: one of <see cref="Times"/>.</summary>
    public string? Time { get; init; }

    /// <summary>Only tasks that ended at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only tasks that ended before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only tasks that took at least this long.</summary>
    public TimeSpan? Min { get; init; }

    /// <summary>Only tasks that took at most this long.</summary>
    public TimeSpan? Max { get; init; }

    /// <summary>The order.</summary>
    public TaskSort Sort { get; init; }

    /// <summary>Whether the smallest comes first.</summary>
    public bool Ascending { get; init; }

    /// <summary>How many tasks a page holds.</summary>
    public int Size { get; init; } = 50;

    /// <summary>Where the page begins; null for the first one.</summary>
    public string? Cursor { get; init; }

    /// <summary>The number of the first task of the page, from 1.</summary>
    public int First { get; init; } = 1;

    /// <summary>Whether every finished task matches.</summary>
    public bool IsOff => Parts(TimeZoneInfo.Utc).Count == 0;

    /// <summary>The same for a store.</summary>
    public TaskQuery ToQuery(DateTimeOffset now, TimeZoneInfo zone) => new()
    {
        Text = Text,
        States = States,
        Definition = Definition,
        Owner = Owner,
        Tag = Tag,
        Error = Error,
        Parent = Parent,
        From = Begin(now, zone),
        To = To,
        MinDuration = Min,
        MaxDuration = Max,
        Sort = Sort,
        Ascending = Ascending,
        Limit = Size,
        Cursor = Cursor,
    };

    /// <summary>The filters that are on: how the address calls each, what people read, and everything but this one.</summary>
    /// <param name="zone">The person's time zone.</param>
    /// <param name="titleOf">The title of a definition; without it its name is shown.</param>
    public IReadOnlyList<HistoryFilterPart> Parts(TimeZoneInfo zone, Func<string, string>? titleOf = null) => [.. new[]
    {
        Text is null ? null : new HistoryFilterPart(["q"], "Search", $"“{Text}”", this with { Text = null }),
        States.Count == 0 ? null : new(["state"], "State", string.Join(" or ", States.Select(TaskText.Word)), this with { States = [] }),
        Definition is null ? null : new(["definition"], "Definition", titleOf?.Invoke(Definition) ?? Definition, this with { Definition = null }),
        Owner is null ? null : new(["owner"], "Owner", TaskText.OwnerName(Owner), this with { Owner = null }),
        Tag is null ? null : new(["tag"], "Tag", Tag, this with { Tag = null }),
        Error is null ? null : new(["error"], "Error", Error, this with { Error = null }),
        Parent is not { } parent ? null : new(["parent"], "Started by", parent.Short, this with { Parent = null }),
        TimeWords(zone) is not { } time ? null : new(["time", "from", "to"], "Finished", time, this with { Time = null, From = null, To = null }),
        Min is null && Max is null ? null : new(["min", "max"], "Took", DurationText.Range(Min, Max), this with { Min = null, Max = null }),
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

    private string? TimeWords(TimeZoneInfo zone) => (Time, From, To) switch
    {
        ({ } time, _, _) => Times.First(known => known.Value == time).Text,
        (_, null, null) => null,
        (_, { } from, null) => $"since {Say(from, zone)}",
        (_, null, { } to) => $"until {Say(LastMoment(to, zone), zone)}",
        (_, { } from, { } to) => Say(from, zone) == Say(LastMoment(to, zone), zone) ? Say(from, zone) : $"{Say(from, zone)} – {Say(LastMoment(to, zone), zone)}",
    };

    /// <summary>A time that ends at midnight ends, for people, with the day before.</summary>
    private static DateTimeOffset LastMoment(DateTimeOffset to, TimeZoneInfo zone) => to == Midnight(to, zone) ? to.AddTicks(-1) : to;

    private static string Say(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var isDay = local.TimeOfDay == TimeSpan.Zero || local.AddTicks(1).TimeOfDay == TimeSpan.Zero;
        return local.ToString(isDay ? "d MMM yyyy" : "d MMM yyyy, HH:mm", System.Globalization.CultureInfo.CurrentCulture);
    }

    /// <summary>When the day began, for people of a time zone.</summary>
    internal static DateTimeOffset Midnight(DateTimeOffset at, TimeZoneInfo zone) => HistoryAddress.InZone(TimeZoneInfo.ConvertTime(at, zone).Date, zone);
}

/// <summary>One filter that is on.</summary>
/// <param name="Names">How the address calls it.</param>
/// <param name="Name">What is filtered.</param>
/// <param name="Value">What it is set to, in words.</param>
/// <param name="Without">All other filters.</param>
public sealed record HistoryFilterPart(IReadOnlyList<string> Names, string Name, string Value, HistoryFilter Without);
