namespace BlazorTasks.Dashboard.Components.History;

/// <summary>The time axis of a chart: equal steps that start at a round local time.</summary>
/// <param name="From">The start.</param>
/// <param name="Step">The length of a step.</param>
/// <param name="Count">The number of steps.</param>
/// <param name="Zone">The viewer's time zone.</param>
public sealed record TimeAxis(DateTimeOffset From, TimeSpan Step, int Count, TimeZoneInfo Zone)
{
    private const int MaxSteps = 48;

    private static readonly (TimeSpan Step, string Word)[] Steps =
    [
        (TimeSpan.FromMinutes(1), "minute"), (TimeSpan.FromMinutes(5), "5 minutes"), (TimeSpan.FromMinutes(15), "15 minutes"),
        (TimeSpan.FromHours(1), "hour"), (TimeSpan.FromHours(6), "6 hours"),
        (TimeSpan.FromDays(1), "day"), (TimeSpan.FromDays(7), "week"), (TimeSpan.FromDays(30), "30 days"),
    ];

    /// <summary>The name of a step: "hour", "day".</summary>
    public string Word => Steps.FirstOrDefault(known => known.Step == Step).Word ?? $"{Step.TotalDays:0} days";

    /// <summary>The axis of a time range, with the smallest steps that stay within the limit.</summary>
    public static TimeAxis Between(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
    {
        var span = to > from ? to - from : TimeSpan.FromMinutes(1);
        var longest = TimeSpan.FromDays(Math.Ceiling(span.TotalDays / (MaxSteps - 1)));
        var step = Steps.Select(known => known.Step).FirstOrDefault(known => span / known <= MaxSteps - 1, longest);
        var local = TimeZoneInfo.ConvertTime(from, zone);
        var origin = step >= TimeSpan.FromHours(1) ? local.Date : local.Date.AddHours(local.Hour);
        var begin = HistoryAddress.InZone(origin, zone);
        begin += step * Math.Floor((from - begin) / step);
        return new TimeAxis(begin, step, Math.Max(1, (int)Math.Ceiling((to - begin) / step)), zone);
    }

    /// <summary>The axis label of a step.</summary>
    public string Label(int step)
    {
        var local = TimeZoneInfo.ConvertTime(From + (Step * step), Zone);
        var format = Step >= TimeSpan.FromDays(1) ? "d MMM" : Step >= TimeSpan.FromHours(6) ? "d MMM, HH:mm" : "HH:mm";
        return local.ToString(format, CultureInfo.CurrentCulture);
    }

    /// <summary>The outcomes of each step.</summary>
    public IReadOnlyList<OutcomeBar> Bars(IEnumerable<OutcomeCount> outcomes)
    {
        var bars = new OutcomeBar[Count];
        Array.Fill(bars, new OutcomeBar(0, 0, 0));
        foreach (var outcome in outcomes)
        {
            var at = (int)Math.Floor((outcome.From - From) / Step);
            if (at >= 0 && at < Count)
            {
                bars[at] = bars[at].Add(outcome.State, outcome.Count);
            }
        }

        return bars;
    }
}

/// <summary>The outcomes of one step.</summary>
/// <param name="Succeeded">With or without warnings.</param>
/// <param name="Failed">Failed, or interrupted.</param>
/// <param name="Cancelled">Cancelled, or declined.</param>
public sealed record OutcomeBar(int Succeeded, int Failed, int Cancelled)
{
    /// <summary>All of them.</summary>
    public int Total => Succeeded + Failed + Cancelled;

    /// <summary>Adds tasks of one state.</summary>
    public OutcomeBar Add(TaskState state, int count) => state switch
    {
        TaskState.Succeeded => this with { Succeeded = Succeeded + count },
        TaskState.Failed or TaskState.Interrupted => this with { Failed = Failed + count },
        _ => this with { Cancelled = Cancelled + count },
    };
}
