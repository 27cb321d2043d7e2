using BlazorTasks.Dashboard.Components.Notifications;
using BlazorTasks.Dashboard.Components.Shared;

namespace BlazorTasks.Dashboard.Components.Schedules;

/// <summary>What the viewer does with schedules. A command that is rejected says why in a notice.</summary>
internal sealed class ScheduleCommands(
    TaskAccess access,
    Viewer viewer,
    Toaster toaster,
    IDialogService dialogs,
    TimeProvider time)
{
    /// <summary>The address of the page of a schedule.</summary>
    public static string Href(string id) => $"schedules/{Uri.EscapeDataString(id)}";

    /// <summary>The items of the menu of a schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="deleted">What to do after it was deleted.</param>
    public IEnumerable<MenuItem> MenuOf(Schedule schedule, Action? deleted = null)
    {
        yield return new MenuItem("play", "Run now") { Do = () => RunAsync(schedule) };
        yield return schedule.Pause is null
            ? new MenuItem("pause", "Pause…") { Do = () => PauseAsync(schedule) }
            : new MenuItem("play", "Resume") { Do = () => ResumeAsync(schedule) };
        if (schedule.DueAt is not null)
        {
            yield return new MenuItem("skipfwd", "Skip next run") { Do = () => SkipAsync(schedule) };
        }

        if (!schedule.IsDeclared)
        {
            yield return new MenuItem("edit", "Edit") { Href = $"{Href(schedule.Id)}/edit" };
            yield return new MenuItem("copy", "Duplicate") { Href = $"new-schedule?from={Uri.EscapeDataString(schedule.Id)}" };
        }

        yield return new MenuItem("history", "Show in history") { Href = $"history?schedule={Uri.EscapeDataString(schedule.Id)}" };
        if (!schedule.IsDeclared)
        {
            yield return new MenuItem("trash", "Delete…") { Do = () => DeleteAsync(schedule, deleted) };
        }
    }

    public Task RunAsync(Schedule schedule) => TryAsync(
        () => access.Schedules.RunAsync(schedule.Id),
        _ => $"{TitleOf(schedule)} was started.");

    public Task ResumeAsync(Schedule schedule) => TryAsync(
        () => access.Schedules.ResumeAsync(schedule.Id),
        resumed => $"{TitleOf(resumed)} was resumed. Next run: {NextOf(resumed)}.");

    public Task SkipAsync(Schedule schedule) => TryAsync(
        () => access.Schedules.SkipNextAsync(schedule.Id),
        skipped => $"The run of {ScheduleWords.Moment(schedule.DueAt!.Value, time.GetUtcNow(), viewer.TimeZone)} is skipped. "
            + $"Next run: {NextOf(skipped)}.");

    public Task PauseAsync(Schedule schedule) =>
        dialogs.ShowAsync<PauseDialog>(null, new DialogParameters<PauseDialog> { { dialog => dialog.Schedule, schedule } });

    /// <summary>Deletes a holiday calendar.</summary>
    public Task DeleteCalendarAsync(string name) => toaster.TryAsync(async () =>
    {
        await access.Schedules.DeleteCalendarAsync(name);
        toaster.Notice($"{name} was deleted.");
    });

    private async Task DeleteAsync(Schedule schedule, Action? deleted)
    {
        const string text = "It no longer runs. Runs in progress continue, and its finished tasks stay in the history.";
        if (await ConfirmDialog.AskAsync(dialogs, $"Delete {TitleOf(schedule)}?", text, yes: "Delete schedule", no: "Keep schedule")
            && await TryAsync(() => access.Schedules.DeleteAsync(schedule.Id), _ => $"{TitleOf(schedule)} was deleted."))
        {
            deleted?.Invoke();
        }
    }

    private async Task<bool> TryAsync(Func<Task<ScheduleResult>> command, Func<Schedule, string> done)
    {
        var isDone = false;
        await toaster.TryAsync(async () =>
        {
            var result = await command();
            isDone = result.IsAccepted;
            toaster.Notice(isDone ? done(result.Schedule!) : result.Message);
        });
        return isDone;
    }

    private string TitleOf(Schedule schedule) => ScheduleWords.Title(schedule, access);

    private string NextOf(Schedule schedule) =>
        schedule.DueAt is { } due ? ScheduleWords.Moment(due, time.GetUtcNow(), viewer.TimeZone) : "none";
}
