using BlazorTasks.Dashboard.Components.Tasks;
using Radzen;

namespace BlazorTasks.Dashboard.Components.Shared;

/// <summary>Short notices at the edge of the page, for what came of something that this person did or owns.</summary>
internal sealed class Toaster(NotificationService notifications)
{
    private const double Short = 6_000;
    private const double UntilClosed = 24 * 60 * 60 * 1_000;

    /// <summary>Tells when a command was not accepted; an accepted one shows in the task itself.</summary>
    public void Tell(CommandResult result)
    {
        if (!result.IsAccepted)
        {
            Notice(result.Message);
        }
    }

    /// <summary>Tells that a task of this person has ended.</summary>
    public void Ended(TaskSnapshot task)
    {
        var failed = task.State is TaskState.Failed or TaskState.Interrupted;
        Show(builder =>
        {
            builder.OpenComponent<EndedToast>(0);
            builder.AddComponentParameter(1, nameof(EndedToast.Task), task);
            builder.CloseComponent();
        }, failed ? UntilClosed : Short);
    }

    /// <summary>Says a sentence.</summary>
    public void Notice(string text) => Show(builder =>
    {
        builder.OpenComponent<Notice>(0);
        builder.AddComponentParameter(1, nameof(Shared.Notice.Text), text);
        builder.CloseComponent();
    }, Short);

    private void Show(Microsoft.AspNetCore.Components.RenderFragment content, double duration) =>
        notifications.Notify(new NotificationMessage { SummaryContent = _ => content, Duration = duration, Severity = NotificationSeverity.Info, ShowProgress = false });
}
