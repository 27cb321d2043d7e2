namespace BlazorTasks.Dashboard.Components.Schedules;

/// <summary>The runs of the next hours over all schedules, counted in steps of equal length. Pure.</summary>
/// <param name="From">The start.</param>
/// <param name="Step">The length of a step.</param>
/// <param name="Steps">The steps.</param>
/// <param name="Lanes">The schedules that run in this period, the earliest first.</param>
public sealed record UpcomingRuns(
    DateTimeOffset From,
    TimeSpan Step,
    IReadOnlyList<UpcomingStep> Steps,
    IReadOnlyList<UpcomingLane> Lanes)
{
    /// <summary>Runs that are closer together than this share of the period are drawn as one mark.</summary>
    private const double Apart = 1 / 150.0;

    /// <summary>The end.</summary>
    public DateTimeOffset To => From + (Step * Steps.Count);

    /// <summary>The number of runs.</summary>
    public int Total => Steps.Sum(step => step.Count);

    /// <summary>The step with the most schedules, or null if no two schedules are in the same step.</summary>
    public UpcomingStep? Peak => Steps.MaxBy(step => (step.Lanes, step.Count)) is { Lanes: > 1 } peak ? peak : null;

    /// <summary>Counts runs.</summary>
    /// <param name="times">The due times of the schedules. At most <see cref="ScheduleAccess.MaxOccurrences"/> each.</param>
    /// <param name="from">The start.</param>
    /// <param name="step">The length of a step.</param>
    /// <param name="count">The number of steps.</param>
    public static UpcomingRuns Of(IEnumerable<ScheduleTimes> times, DateTimeOffset from, TimeSpan step, int count)
    {
        ArgumentNullException.ThrowIfNull(times);
        var (counts, schedules, lanes) = (new int[count], new int[count], new List<UpcomingLane>());
        foreach (var one in times.Where(one => one.Times.Count > 0))
        {
            var own = CountsOf(one.Times, from, step, count);
            for (var i = 0; i < count; i++)
            {
                counts[i] += own[i];
                schedules[i] += own[i] > 0 ? 1 : 0;
            }

            lanes.Add(new UpcomingLane(one.Schedule, one.Times[0], own.Sum(), MarksOf(one.Times, from, step * count)));
        }

        return new UpcomingRuns(
            from,
            step,
            [.. counts.Select((runs, i) => new UpcomingStep(from + (step * i), runs, schedules[i]))],
            [.. lanes.OrderBy(lane => lane.First).ThenBy(lane => lane.Schedule.Id, StringComparer.Ordinal)]);
    }

    private static int[] CountsOf(IReadOnlyList<DateTimeOffset> times, DateTimeOffset from, TimeSpan step, int count)
    {
        var counts = new int[count];
        foreach (var at in times)
        {
            if ((int)Math.Floor((at - from) / step) is >= 0 and var i && i < count)
            {
                counts[i]++;
            }
        }

        if (IsCutOff(times)) // it continues at the same pace
        {
            var pace = (times[^1] - times[0]) / (times.Count - 1);
            for (var i = Math.Max(0, (int)((times[^1] - from) / step)); i < count; i++)
            {
                var left = from + (step * (i + 1)) - times[^1];
                counts[i] += (int)((left < step ? left : step) / pace);
            }
        }

        return counts;
    }

    private static List<UpcomingMark> MarksOf(IReadOnlyList<DateTimeOffset> times, DateTimeOffset from, TimeSpan span)
    {
        var marks = new List<UpcomingMark>();
        foreach (var at in times.Select(at => (at - from) / span))
        {
            if (marks.Count > 0 && at - marks[^1].End < Apart)
            {
                marks[^1] = marks[^1] with { End = at };
            }
            else
            {
                marks.Add(new UpcomingMark(at, at));
            }
        }

        if (IsCutOff(times))
        {
            marks[^1] = marks[^1] with { End = 1 };
        }

        return marks;
    }

    private static bool IsCutOff(IReadOnlyList<DateTimeOffset> times) => times.Count >= ScheduleAccess.MaxOccurrences;
}

/// <summary>A step.</summary>
/// <param name="From">Its start.</param>
/// <param name="Count">The number of runs.</param>
/// <param name="Lanes">The number of schedules they are of.</param>
public sealed record UpcomingStep(DateTimeOffset From, int Count, int Lanes);

/// <summary>The runs of a schedule.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="First">Its first run.</param>
/// <param name="Count">The number of runs.</param>
/// <param name="Marks">Where they are.</param>
public sealed record UpcomingLane(Schedule Schedule, DateTimeOffset First, int Count, IReadOnlyList<UpcomingMark> Marks);

/// <summary>A run, or several that are close together, as shares of the period from 0 to 1.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">The last.</param>
public sealed record UpcomingMark(double Start, double End);
