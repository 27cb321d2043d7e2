using BlazorTasks.Dashboard.Components.Schedules;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>One schedule: its next and last runs, and its policies in words.</summary>
public sealed partial class SchedulePage
{
    private static readonly JsonElement NoInput = JsonElement.Parse("{}");

    private Schedule? _schedule;
    private IReadOnlyList<DateTimeOffset> _next = [];
    private IReadOnlyList<TaskSnapshot> _runs = [];
    private string? _shown;
    private bool _isRead;
    private bool _isMenu;

    /// <summary>The id of the schedule.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_isRead && _shown != Id)
        {
            await RefreshAsync();
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        _shown = Id;
        _schedule = await Access.Schedules.GetAsync(Id, Disposed);
        _next = _schedule?.DueAt is { } due ? await NextAsync(_schedule.Settings.Rule, due) : [];
        _runs = _schedule is null ? [] : await Runs.ReadAsync(Id, Disposed);
        _isRead = true;
    }

    /// <summary>The next due time as it is stored, for it may be late, or come after a skipped one; and those that follow.</summary>
    private async Task<IReadOnlyList<DateTimeOffset>> NextAsync(ScheduleRule rule, DateTimeOffset due) =>
        [.. (await Access.Schedules.PreviewAsync(rule with { StartsAt = due }, NextRuns.Count))
            .Prepend(due).Distinct().Take(NextRuns.Count)];

    private static string ActiveOf(string id) => $"?schedule={Uri.EscapeDataString(id)}";

    private static string HistoryOf(string id) => $"history?schedule={Uri.EscapeDataString(id)}";

    private static string StartOf(Schedule schedule) => $"start/{Uri.EscapeDataString(schedule.Settings.Definition)}";

    /// <summary>Why the schedule is paused, and what to do about it.</summary>
    private static string PauseText(Schedule schedule, SchedulePause pause)
    {
        var remedy = schedule.IsDeclared ? "Correct the code and deploy it." : "Edit the schedule, and it resumes.";
        var reason = pause.Reason is { } given ? LogText.CleanLine(given) : null;
        return pause.Cause == PauseCause.Invalid ? $"{reason} {remedy}".TrimStart() : reason ?? "";
    }

    private static string StartText(TaskSnapshot run, TimeSpan jitter) =>
        run.StartedAt is null ? "not started"
        : ScheduleWords.Late(run, jitter) is { } late ? $"{Formats.Duration(late)} late"
        : "on time";

    private string MomentOf(DateTimeOffset due) =>
        ScheduleWords.Sentence(ScheduleWords.Moment(due, Now, Viewer.TimeZone));

    private string OwnerOf(Schedule schedule) =>
        LogText.CleanLine(TaskText.Who(Viewer.NameOf(schedule.Settings.Owner), Viewer.Person.Name));

    private string By(string? who) => who is null ? "the code" : LogText.CleanLine(TaskText.Person(who, Viewer.Person.Name));
}
