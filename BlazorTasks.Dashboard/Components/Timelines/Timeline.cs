using BlazorTasks.Dashboard.Components.Formatting;

namespace BlazorTasks.Dashboard.Components.Timelines;

/// <summary>What a task did when: its attempts and their steps on one axis. Made from its milestones alone, so history reads as live did.</summary>
/// <param name="From">When its first attempt began: the start of the axis.</param>
/// <param name="Until">Now, or when it ended.</param>
/// <param name="IsOver">Whether it has ended.</param>
/// <param name="Attempts">Its attempts, in order.</param>
internal sealed record Timeline(DateTimeOffset From, DateTimeOffset Until, bool IsOver, IReadOnlyList<TimelineAttempt> Attempts)
{
    private const int MostTicks = 5;

    private static readonly TimeSpan[] Units =
    [
        .. new[] { 1, 2, 5, 10, 20, 50, 100, 200, 500 }.Select(ms => TimeSpan.FromMilliseconds(ms)),
        .. new[] { 1, 2, 5, 10, 15, 30 }.Select(s => TimeSpan.FromSeconds(s)),
        .. new[] { 1, 2, 5, 10, 15, 30 }.Select(min => TimeSpan.FromMinutes(min)),
        .. new[] { 1, 2, 3, 6, 12 }.Select(h => TimeSpan.FromHours(h)),
        .. new[] { 1, 2, 7, 14, 30, 90, 180, 365 }.Select(d => TimeSpan.FromDays(d)),
    ];

    /// <summary>How long it has taken.</summary>
    public TimeSpan Total => Until - From;

    /// <summary>How much of that its attempts waited for a person.</summary>
    public TimeSpan Waiting => Sum(row => row.Kind == TimelineKind.Waiting);

    /// <summary>How much of that no attempt was under way.</summary>
    public TimeSpan Between => Sum(row => row.Kind == TimelineKind.Between);

    /// <summary>The rest: its code was at work.</summary>
    public TimeSpan Working => Total - Waiting - Between;

    /// <summary>How many rows there are, heads aside.</summary>
    public int RowCount => Attempts.Sum(attempt => attempt.Rows.Count);

    /// <summary>What lies between two marks of the axis.</summary>
    public TimeSpan Unit => Array.Find(Units, unit => unit * MostTicks >= Total) is var unit && unit > TimeSpan.Zero ? unit : Total;

    /// <summary>How many units the axis is long.</summary>
    public int Ticks => Math.Max(1, (int)Math.Ceiling(Total / Unit));

    /// <summary>Where a moment lies on the axis, in percent.</summary>
    public double Place(DateTimeOffset at) => Math.Clamp(100 * (at - From) / (Unit * Ticks), 0, 100);

    /// <summary>How long a row is, in percent of the axis.</summary>
    public double Width(TimelineRow row) => Place(row.To ?? Until) - Place(row.From);

    /// <summary>The parts of a bar of an attempt's code: it has a gap where the task waited for a person.</summary>
    public IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Parts(TimelineAttempt attempt, DateTimeOffset from, DateTimeOffset? to)
    {
        var (at, end) = (from, to ?? Until);
        foreach (var wait in attempt.Rows.Where(row => row.Kind == TimelineKind.Waiting && row.From < end && (row.To ?? Until) > from))
        {
            if (wait.From > at)
            {
                yield return (at, wait.From);
            }

            at = wait.To ?? Until;
        }

        if (at < end || at == from)
        {
            yield return (at, end);
        }
    }

    /// <summary>"4 min 22 s so far: 3 min 31 s working, 38 s waiting for people, 13 s between attempts".</summary>
    public string Say()
    {
        var parts = new List<string> { $"{Formats.Duration(Working)} working" };
        AddTo(parts, Waiting, "waiting for people");
        AddTo(parts, Between, "between attempts");
        var total = $"{Formats.Duration(Total)}{(IsOver ? " in all" : " so far")}";
        return parts.Count == 1 ? $"{total}, all of it working" : $"{total}: {string.Join(", ", parts)}";
    }

    /// <summary>The timeline of a task, or null while it has not begun.</summary>
    public static Timeline? Of(IReadOnlyList<TaskEvent> milestones, DateTimeOffset now) => new TimelineBuilder().Build(milestones, now);

    private static void AddTo(List<string> parts, TimeSpan length, string what)
    {
        if (length > TimeSpan.Zero)
        {
            parts.Add($"{Formats.Duration(length)} {what}");
        }
    }

    private TimeSpan Sum(Func<TimelineRow, bool> counts) =>
        Attempts.SelectMany(attempt => attempt.Rows).Where(counts).Aggregate(TimeSpan.Zero, (sum, row) => sum + ((row.To ?? Until) - row.From));
}

/// <summary>One attempt.</summary>
/// <param name="Number">From 1.</param>
/// <param name="State">How it ended, or that it runs: the value of data-state.</param>
/// <param name="Node">Where.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it ended, or null.</param>
/// <param name="Why">What ended it, or null.</param>
/// <param name="Rows">Its steps and waits, and the pause after it.</param>
internal sealed record TimelineAttempt(int Number, string State, string Node, DateTimeOffset From, DateTimeOffset? To, string? Why, IReadOnlyList<TimelineRow> Rows);

/// <summary>One bar: a step, a wait for a person, or a pause between two attempts.</summary>
/// <param name="Name">What people read.</param>
/// <param name="Kind">What it is.</param>
/// <param name="State">The value of data-state.</param>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end, or null while it goes on.</param>
/// <param name="Why">What ended it, if that was not success.</param>
internal sealed record TimelineRow(string Name, TimelineKind Kind, string State, DateTimeOffset From, DateTimeOffset? To, string? Why = null);

/// <summary>What a bar of the timeline stands for.</summary>
internal enum TimelineKind
{
    /// <summary>A named part of the work.</summary>
    Step,

    /// <summary>A part of the work that was not done again.</summary>
    Reused,

    /// <summary>The code waited for a person.</summary>
    Waiting,

    /// <summary>No attempt was under way.</summary>
    Between,
}
