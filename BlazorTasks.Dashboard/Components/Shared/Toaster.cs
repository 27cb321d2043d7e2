using Radzen;

namespace BlazorTasks.Dashboard.Components.Shared;

/// <summary>Short notices at the edge of the page, for what came of something that this person did.</summary>
internal sealed class Toaster(NotificationService notifications)
{
    private const double Short = 6_000;

    /// <summary>Tells when a command was not accepted; an accepted one shows in the task itself.</summary>
    public void Tell(CommandResult result)
    {
        if (!result.IsAccepted)
        {
            Notice(result.Message);
        }
    }

    public void Notice(string text) =>
        notifications.Notify(new NotificationMessage { Severity = NotificationSeverity.Info, Summary = text, Duration = Short });
}
