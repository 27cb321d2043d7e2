using BlazorTasks.Dashboard.Components.History;

namespace BlazorTasks.Dashboard.Components.Schedules;

/// <summary>The runs of the next hours over all schedules.</summary>
public sealed partial class UpcomingChart
{
    private const int MaxLanes = 8;
    private const int HoursBetweenLabels = 4;

    private UpcomingRuns? _shown;
    private IReadOnlyList<(double At, string Label)> _labels = [];

    /// <summary>The runs.</summary>
    [Parameter, EditorRequired]
    public UpcomingRuns Runs { get; set; } = default!;

    /// <summary>Whether the period in the URL is seven days, not 24 hours.</summary>
    [Parameter]
    public bool IsWeek { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TaskAccess Access { get; set; } = default!;

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private TimeZoneInfo Zone => Viewer.TimeZone;

    private DateTimeOffset Now => Time.GetUtcNow();

    private string Title => IsWeek ? "Next 7 days" : "Next 24 hours";

    private string StepWord => Runs.Step < TimeSpan.FromHours(1) ? Formats.Duration(Runs.Step) : $"{Runs.Step.TotalHours:0} h";

    private string Summary => Runs.Total == 0
        ? "No runs are due."
        : $"{Formats.Count(Runs.Total, "run", "runs")} of {Formats.Count(Runs.Lanes.Count, "schedule", "schedules")}."
            + (Runs.Peak is { } peak ? $" Most at the same time: {Schedules(peak)}." : "");

    private IReadOnlyList<(double At, string Label)> Labels
    {
        get
        {
            if (!ReferenceEquals(_shown, Runs))
            {
                (_shown, _labels) = (Runs, [.. MakeLabels()]);
            }

            return _labels;
        }
    }

    private string TitleOf(Schedule schedule) => ScheduleWords.Title(schedule, Access);

    private string StepTitle(UpcomingStep step) =>
        $"{Formats.Count(step.Count, "run", "runs")} of {Schedules(step)}";

    private string Schedules(UpcomingStep step) =>
        $"{Formats.Count(step.Lanes, "schedule", "schedules")} from {ScheduleWords.Moment(step.From, Now, Zone)}";

    /// <summary>The local midnights of a week, or every fourth hour of a day.</summary>
    private IEnumerable<(double At, string Label)> MakeLabels()
    {
        var local = TimeZoneInfo.ConvertTime(Runs.From, Zone).Date;
        var step = IsWeek ? 24 : HoursBetweenLabels;
        for (var at = local; ; at = at.AddHours(step))
        {
            var share = (HistoryAddress.InZone(at, Zone) - Runs.From) / (Runs.To - Runs.From);
            if (share > 1)
            {
                yield break;
            }

            if (share is >= 0 and < 0.97)
            {
                yield return (share, at.ToString(IsWeek ? "ddd d" : "HH:mm", CultureInfo.CurrentCulture));
            }
        }
    }

    private static string Percent(double share) => (100 * share).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private static string Left(double at) => $"inset-inline-start:{Percent(at)}";

    private static string Span(UpcomingMark mark) => $"{Left(mark.Start)};width:max(5px,{Percent(mark.End - mark.Start)})";

    private string Bar(int i)
    {
        var most = Math.Max(1, Runs.Steps.Max(step => step.Count));
        var width = 1.0 / Runs.Steps.Count;
        return $"{Left(i * width)};width:calc({Percent(width)} - 1px);height:max(3px,{Percent(Runs.Steps[i].Count / (double)most)})";
    }
}
