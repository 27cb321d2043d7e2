using BlazorTasks.Storage;

namespace BlazorTasks.Notifications;

/// <summary>Sends one notification: a task like any other, with its attempts, its log and its place in the history.</summary>
internal sealed class NotificationDelivery(
    TaskMonitor monitor,
    Incidents incidents,
    IOptions<NotificationOptions> options,
    MailSender mail,
    WebhookSender webhooks,
    PushSender push)
{
    private const string Group = "Notifications";
    private const string Administrators = "administrators";
    private const int MaxAttempts = 10;
    private const string RetryDelay = "00:00:30";
    private const string MaxRetryDelay = "01:00:00";
    private const string Timeout = "00:01:00";

    /// <summary>How far back a digest reaches.</summary>
    private static readonly TimeSpan DigestPeriod = TimeSpan.FromDays(1);

    /// <summary>Sends it, unless the task no longer exists or its question has been answered meanwhile.</summary>
    [MonitoredTask(
        "Send a notification",
        Description = "Notifies somebody of a task, by e-mail, in a browser or by a webhook.",
        Group = Group,
        Roles = [Administrators],
        MaxAttempts = MaxAttempts,
        RetryDelay = RetryDelay,
        MaxRetryDelay = MaxRetryDelay,
        Timeout = Timeout,
        Restartable = true,
        PermanentErrors = [typeof(UndeliverableException)])]
    public async Task SendAsync(string to, Guid about, NotificationEvent what, string? prompt, Guid? repeats, TaskContext task)
    {
        var subject = await monitor.GetAsync(new TaskId(about), task.CancellationToken).ConfigureAwait(false);
        if (WhyNot(subject, what, prompt) is { } reason)
        {
            task.Report(100, $"Not sent: {reason}");
            return;
        }

        await SendAsync(to, new TaskMessage(subject!, what, options.Value.PublicUrl), repeats, task).ConfigureAwait(false);
    }

    /// <summary>Sends what has happened to a node or schedule, unless it no longer exists.</summary>
    [MonitoredTask(
        "Send an alert",
        Description = "Notifies somebody of a lost node or a missed schedule, by e-mail or by a webhook.",
        Group = Group,
        Roles = [Administrators],
        MaxAttempts = MaxAttempts,
        RetryDelay = RetryDelay,
        MaxRetryDelay = MaxRetryDelay,
        Timeout = Timeout,
        Restartable = true,
        PermanentErrors = [typeof(UndeliverableException)])]
    public async Task SendAlertAsync(string to, string about, Guid? repeats, TaskContext task)
    {
        if (await incidents.FindAsync(about, task.CancellationToken).ConfigureAwait(false) is { } incident)
        {
            await SendAsync(to, new IncidentMessage(incident, options.Value.PublicUrl), repeats, task).ConfigureAwait(false);
        }
        else
        {
            task.Report(100, "Not sent: the node or schedule was deleted");
        }
    }

    /// <summary>Sends one message about what somebody's tasks did in the day before a time.</summary>
    [MonitoredTask(
        "Send a digest",
        Description = "Notifies somebody once a day of what their tasks did.",
        Group = Group,
        Roles = [Administrators],
        MaxAttempts = MaxAttempts,
        RetryDelay = RetryDelay,
        MaxRetryDelay = MaxRetryDelay,
        Timeout = Timeout,
        Restartable = true,
        PermanentErrors = [typeof(UndeliverableException)])]
    public async Task SendDigestAsync(string person, string to, DateTimeOffset until, TaskContext task)
    {
        var messages = await OutcomesAsync(person, until, task.CancellationToken).ConfigureAwait(false);
        if (messages.Count == 0)
        {
            task.Report(100, "Not sent: there is nothing to report any more");
            return;
        }

        task.Report(0, DigestMessage.Title(messages));
        await (Recipient.Push(to) is { } browser
            ? PushAsync(browser, DigestMessage.Push(person, messages), task)
            : mail.SendAsync(to, DigestMessage.Mail(messages), task.Id, task.CancellationToken)).ConfigureAwait(false);
    }

    /// <summary>
    /// A webhook is sent the same message under the same id, by the rules of Standard Webhooks. An e-mail that somebody sends again is
    /// another one: mail servers drop what they have already delivered.
    /// </summary>
    private Task SendAsync(string to, NotificationMessage message, Guid? repeats, TaskContext task)
    {
        task.Report(0, message.Title);
        return Recipient.Webhook(to) is { } hook
            ? webhooks.SendAsync(hook, message, repeats is { } first ? new TaskId(first) : task.Id, task.CancellationToken)
            : Recipient.Push(to) is { } browser ? PushAsync(browser, message.Push, task)
            : mail.SendAsync(to, message.Mail, task.Id, task.CancellationToken);
    }

    /// <summary>Nobody has to do anything about a browser that no longer wants notifications.</summary>
    private async Task PushAsync((string Device, string Person) to, PushText text, TaskContext task)
    {
        if (await push.SendAsync(to.Person, to.Device, text, task.CancellationToken).ConfigureAwait(false) is { } reason)
        {
            task.Report(100, $"Not sent: {reason}");
        }
    }

    /// <summary>Why there is nothing to send any more, or null.</summary>
    private static string? WhyNot(TaskSnapshot? subject, NotificationEvent what, string? prompt) => what switch
    {
        _ when subject is null => "the task was deleted",
        NotificationEvent.Asked when subject.Prompt?.Id != prompt => "the question is no longer open",
        NotificationEvent.Slow when subject.State.IsFinal() => "the task has finished meanwhile",
        _ => null,
    };

    private async Task<List<TaskMessage>> OutcomesAsync(
        string person,
        DateTimeOffset until,
        CancellationToken cancellationToken)
    {
        var wishes = await monitor.Settings
            .FindAsync<NotificationPreferences>(NotificationPreferences.Setting, person, cancellationToken).ConfigureAwait(false);
        var messages = new List<TaskMessage>();
        var query = new TaskQuery { Owner = person, From = until - DigestPeriod, To = until };
        await foreach (var one in monitor.ListAllAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (Occasion.Of(one) is { } occasion && wishes?.Wants(one, occasion.What) == true)
            {
                messages.Add(new TaskMessage(one, occasion.What, options.Value.PublicUrl));
            }
        }

        return messages;
    }
}
