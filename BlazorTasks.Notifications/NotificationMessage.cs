using System.Net;

namespace BlazorTasks.Notifications;

/// <summary>What a notification says.</summary>
/// <param name="Task">The task.</param>
/// <param name="What">What has happened to it.</param>
/// <param name="Link">Where it can be seen, or null.</param>
internal sealed record NotificationMessage(TaskSnapshot Task, NotificationEvent What, Uri? Link)
{
    /// <summary>Gets one line, such as "Import customers (a.csv) failed".</summary>
    public string Title => What switch
    {
        NotificationEvent.Asked => $"{Name} asks: {Task.Prompt?.Title}",
        NotificationEvent.Succeeded => $"{Name} succeeded",
        NotificationEvent.Failed => $"{Name} failed",
        NotificationEvent.Interrupted => $"{Name} was interrupted",
        NotificationEvent.Slow => $"{Name} is slower than usual",
        NotificationEvent.Cancelled => $"{Name} was cancelled",
        _ => $"{Name} was declined",
    };

    /// <summary>Gets what is known beside that, line by line.</summary>
    public IReadOnlyList<string> Details =>
    [
        .. new[]
        {
            What == NotificationEvent.Asked ? Task.Prompt?.Body : Task.ErrorSummary,
            Task.Warnings > 0 ? $"Warnings: {Task.Warnings}" : null,
            Task.Owner is { } owner ? $"Owner: {owner}" : null,
            What == NotificationEvent.Asked && Task.Prompt?.Deadline is { } deadline ? $"Expires: {deadline:yyyy-MM-dd HH:mm} UTC" : null,
        }.OfType<string>(),
    ];

    /// <summary>Gets the message as an e-mail.</summary>
    public MailText Mail => new(Title, string.Join("\n\n", [Title, .. Details, .. Link is null ? [] : new[] { Link.AbsoluteUri }]), Html);

    private string Html =>
        $"<p><strong>{WebUtility.HtmlEncode(Title)}</strong></p>"
        + string.Concat(Details.Select(line => $"<p style=\"white-space: pre-wrap\">{WebUtility.HtmlEncode(line)}</p>"))
        + (Link is null ? "" : $"<p><a href=\"{WebUtility.HtmlEncode(Link.AbsoluteUri)}\">{LinkText}</a></p>");

    /// <summary>Gets the text of the link.</summary>
    public string LinkText => What == NotificationEvent.Asked ? "Answer" : "Open the task";

    private string Name => Task.Label is { Length: > 0 } label ? $"{Task.Name} ({label})" : Task.Name;

    public static NotificationMessage Of(TaskSnapshot task, NotificationEvent what, Uri? publicUrl) =>
        new(task, what, publicUrl is null ? null : new Uri($"{publicUrl.AbsoluteUri.TrimEnd('/')}/task/{task.Id}"));
}
