namespace BlazorTasks.Dashboard.Components.Timelines;

/// <summary>The attempts and steps of a task on a time axis. Built from milestones alone, so live and past tasks look the same.</summary>
/// <param name="From">The start of the first attempt and of the axis.</param>
/// <param name="Until">Now, or the end of the task.</param>
/// <param name="IsOver">Whether the task has ended.</param>
/// <param name="Attempts">The attempts, in order.</param>
internal sealed record Timeline(DateTimeOffset From, DateTimeOffset Until, bool IsOver, IReadOnlyList<TimelineAttempt> Attempts)
{
    private const int MaxTicks = 5;

    private static readonly TimeSpan[] Units =
    [
        .. new[] { 1, 2, 5, 10, 20, 50, 100, 200, 500 }.Select(ms => TimeSpan.FromMilliseconds(ms)),
        .. new[] { 1, 2, 5, 10, 15, 30 }.Select(s => TimeSpan.FromSeconds(s)),
        .. new[] { 1, 2, 5, 10, 15, 30 }.Select(min => TimeSpan.FromMinutes(min)),
        .. new[] { 1, 2, 3, 6, 12 }.Select(h => TimeSpan.FromHours(h)),
        .. new[] { 1, 2, 7, 14, 30, 90, 180, 365 }.Select(d => TimeSpan.FromDays(d)),
    ];

    /// <summary>The total duration.</summary>
    public TimeSpan Total => Until - From;

    /// <summary>The time spent waiting for people.</summary>
    public TimeSpan Waiting => Sum(row => row.Kind == TimelineKind.Waiting);

    /// <summary>The time between attempts.</summary>
    public TimeSpan Between => Sum(row => row.Kind == TimelineKind.Between);

    /// <summary>The time spent working.</summary>
    public TimeSpan Working => Total - Waiting - Between;

    /// <summary>The number of rows, without headers.</summary>
    public int RowCount => Attempts.Sum(attempt => attempt.Rows.Count);

    /// <summary>The distance between two ticks.</summary>
    public TimeSpan Unit => Array.Find(Units, unit => unit * MaxTicks >= Total) is var unit && unit > TimeSpan.Zero ? unit : Total;

    /// <summary>The length of the axis in ticks.</summary>
    public int Ticks => Math.Max(1, (int)Math.Ceiling(Total / Unit));

    /// <summary>The position of a time on the axis, in percent.</summary>
    public double Place(DateTimeOffset at) => Math.Clamp(100 * (at - From) / (Unit * Ticks), 0, 100);

    /// <summary>The width of a row, in percent of the axis.</summary>
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
        var total = $"{Formats.Duration(Total)}{(IsOver ? " total" : " so far")}";
        return parts.Count == 1 ? $"{total}, all working" : $"{total}: {string.Join(", ", parts)}";
    }

    /// <summary>The timeline of a task, or null if it has not started.</summary>
    public static Timeline? Of(IReadOnlyList<TaskEvent> milestones, DateTimeOffset now, string? me) =>
        new TimelineBuilder(me).Build(milestones, now);

    private static void AddTo(List<string> parts, TimeSpan length, string what)
    {
        if (length > TimeSpan.Zero)
        {
            parts.Add($"{Formats.Duration(length)} {what}");
        }
    }

    private TimeSpan Sum(Func<TimelineRow, bool> counts) => Attempts.SelectMany(attempt => attempt.Rows).Where(counts)
        .Aggregate(TimeSpan.Zero, (sum, row) => sum + ((row.To ?? Until) - row.From));
}

/// <summary>One attempt.</summary>
/// <param name="Number">The number, from 1.</param>
/// <param name="State">The value of data-state.</param>
/// <param name="Node">The node.</param>
/// <param name="From">The start.</param>
/// <param name="To">The end, or null.</param>
/// <param name="Why">The reason it ended, or null.</param>
/// <param name="Rows">Its steps and waits, and the pause after it.</param>
internal sealed record TimelineAttempt(
    int Number,
    string State,
    string Node,
    DateTimeOffset From,
    DateTimeOffset? To,
    string? Why,
    IReadOnlyList<TimelineRow> Rows)
{
    /// <summary>The rows, and one for the attempt itself if it has no steps.</summary>
    public IReadOnlyList<TimelineRow> AllRows => Rows.Any(row => row.Kind is TimelineKind.Step or TimelineKind.Reused)
        ? Rows
        : [new TimelineRow("Run", TimelineKind.Step, State, From, To), .. Rows];
}

/// <summary>One row: a step, a wait for a person, or a pause between attempts.</summary>
/// <param name="Name">The display name.</param>
/// <param name="Kind">The kind of row.</param>
/// <param name="State">The value of data-state.</param>
/// <param name="From">The start.</param>
/// <param name="To">The end, or null while it is in progress.</param>
/// <param name="Why">A reason or note, or null.</param>
internal sealed record TimelineRow(
    string Name,
    TimelineKind Kind,
    string State,
    DateTimeOffset From,
    DateTimeOffset? To,
    string? Why = null);

/// <summary>The kind of a timeline row.</summary>
internal enum TimelineKind
{
    /// <summary>A step.</summary>
    Step,

    /// <summary>A step reused from an earlier attempt.</summary>
    Reused,

    /// <summary>Waiting for a person.</summary>
    Waiting,

    /// <summary>A pause between attempts.</summary>
    Between,
}
