using System.Net;

namespace BlazorTasks.Notifications;

/// <summary>What a notification says.</summary>
/// <param name="PublicUrl">The address of the dashboard, or null if it is not known.</param>
internal abstract record NotificationMessage(Uri? PublicUrl)
{
    /// <summary>Gets the page of the dashboard that shows what it is about, such as "nodes".</summary>
    public abstract string Page { get; }

    /// <summary>Gets where that page can be opened, or null.</summary>
    public Uri? Link => PublicUrl is null ? null : new Uri($"{PublicUrl.AbsoluteUri.TrimEnd('/')}/{Page}");

    /// <summary>Gets its type for webhooks, such as "task.failed".</summary>
    public abstract string Type { get; }

    /// <summary>Gets when it happened.</summary>
    public abstract DateTimeOffset At { get; }

    /// <summary>Gets what webhooks are sent about it, to be written as JSON.</summary>
    public abstract object Data { get; }

    /// <summary>Gets one line, such as "Import customers (a.csv) failed".</summary>
    public abstract string Title { get; }

    /// <summary>Gets what is known beside that, line by line.</summary>
    public abstract IReadOnlyList<string> Details { get; }

    /// <summary>Gets the text of the link.</summary>
    public abstract string LinkText { get; }

    /// <summary>Gets the message as an e-mail.</summary>
    public MailText Mail => new(Title, string.Join("\n\n", [Title, .. Details, .. Link is null ? [] : new[] { Link.AbsoluteUri }]), Html);

    /// <summary>Gets the message for browsers.</summary>
    public PushText Push => new(Title, string.Join('\n', Details), Page);

    private string Html =>
        $"<p><strong>{WebUtility.HtmlEncode(Title)}</strong></p>"
        + string.Concat(Details.Select(line => $"<p style=\"white-space: pre-wrap\">{WebUtility.HtmlEncode(line)}</p>"))
        + (Link is null ? "" : $"<p><a href=\"{WebUtility.HtmlEncode(Link.AbsoluteUri)}\">{LinkText}</a></p>");
}
