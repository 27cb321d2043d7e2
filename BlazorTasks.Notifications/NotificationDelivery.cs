using Microsoft.Extensions.Options;

namespace BlazorTasks.Notifications;

/// <summary>Sends one notification: a task like any other, with its attempts, its log and its place in the history.</summary>
internal sealed class NotificationDelivery(
    TaskMonitor monitor,
    IOptions<NotificationOptions> options,
    MailSender mail,
    WebhookSender webhooks)
{
    /// <summary>The name of the definition.</summary>
    public const string Definition = "send-a-notification";

    /// <summary>Sends it, unless the task no longer exists or its question has been answered meanwhile.</summary>
    [MonitoredTask(
        "Send a notification",
        Description = "Notifies somebody of a task, by e-mail or by a webhook.",
        Group = "Notifications",
        Roles = ["administrators"],
        MaxAttempts = 10,
        RetryDelay = "00:00:30",
        MaxRetryDelay = "01:00:00",
        Timeout = "00:01:00",
        Restartable = true,
        PermanentErrors = [typeof(UndeliverableException)])]
    public async Task SendAsync(string to, Guid about, NotificationEvent what, string? prompt, TaskContext task)
    {
        var subject = await monitor.GetAsync(new TaskId(about), task.CancellationToken).ConfigureAwait(false);
        if (subject is null || (what == NotificationEvent.Asked && subject.Prompt?.Id != prompt))
        {
            task.Report(100, subject is null ? "Not sent: the task was deleted" : "Not sent: the question is no longer open");
            return;
        }

        var message = NotificationMessage.Of(subject, what, options.Value.PublicUrl);
        task.Report(0, message.Title);
        await (Recipient.Webhook(to) is { } hook
            ? webhooks.SendAsync(hook, message, task.Id, task.CancellationToken)
            : mail.SendAsync(to, message, task.Id, task.CancellationToken)).ConfigureAwait(false);
    }
}
