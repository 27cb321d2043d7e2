namespace BlazorTasks.Notifications;

/// <summary>Who is notified of what, and how. Bound from the configuration section "BlazorTasks:Notifications".</summary>
public sealed class NotificationOptions
{
    /// <summary>The address of the dashboard, to which notifications link. Null for no links.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>How e-mail is sent.</summary>
    public MailOptions Mail { get; } = new();

    /// <summary>How browsers are notified.</summary>
    public PushOptions Push { get; } = new();

    /// <summary>The webhooks, by name.</summary>
    public IDictionary<string, WebhookOptions> Webhooks { get; } =
        new Dictionary<string, WebhookOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Who is notified of what. A recipient that several rules name gets one notification.</summary>
    public IList<NotificationRule> Rules { get; } = [];

    /// <summary>
    /// Returns the e-mail address of a task's owner, or null if there is none. By default, an owner whose id is an e-mail
    /// address has this one.
    /// </summary>
    public Func<IServiceProvider, string, ValueTask<string?>> OwnerAddress { get; set; } =
        (_, owner) => ValueTask.FromResult(owner.Contains('@', StringComparison.Ordinal) ? owner : null);
}

/// <summary>An SMTP server.</summary>
public sealed class MailOptions
{
    /// <summary>The name of the server. Required for notifications by e-mail.</summary>
    public string? Host { get; set; }

    /// <summary>The port.</summary>
    /// <value>The default is 587. The connection is encrypted if the server offers it, and always on port 465.</value>
    public int Port { get; set; } = 587;

    /// <summary>Whether to send only over an encrypted connection.</summary>
    /// <value>The default is false.</value>
    public bool RequireTls { get; set; }

    /// <summary>The name to sign in with, or null.</summary>
    public string? User { get; set; }

    /// <summary>The password to sign in with.</summary>
    public string? Password { get; set; }

    /// <summary>The address of the sender, such as "Tasks &lt;tasks@example.com&gt;". Required for notifications by e-mail.</summary>
    public string? From { get; set; }
}

/// <summary>Notifications in browsers while no page is open (Web Push).</summary>
public sealed class PushOptions
{
    /// <summary>Whether people can turn them on.</summary>
    /// <value>The default is true. Nothing is sent to a push service before somebody does.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The hosts of push services, with all hosts below them. Browsers choose their service, so that this server would otherwise
    /// send to any address that somebody enters.
    /// </summary>
    /// <value>The services of Chrome, Edge, Firefox and Safari, to which more can be added.</value>
    public IList<string> Services { get; } =
        ["fcm.googleapis.com", "push.services.mozilla.com", "notify.windows.com", "push.apple.com"];

    /// <summary>How operators of push services reach you: "mailto:" and an e-mail address, or an https address.</summary>
    /// <value>By default, the sender of e-mails or the address of the dashboard.</value>
    public string? Contact { get; set; }
}

/// <summary>What is sent to a webhook.</summary>
public enum WebhookFormat
{
    /// <summary>JSON with the task, signed as described by Standard Webhooks.</summary>
    Standard,

    /// <summary>A message for an incoming webhook of Slack.</summary>
    Slack,

    /// <summary>An adaptive card for a workflow of Microsoft Teams.</summary>
    Teams,
}

/// <summary>A webhook.</summary>
public sealed class WebhookOptions
{
    /// <summary>The address to which notifications are posted. It is a secret, and neither logged nor shown.</summary>
    public Uri? Url { get; set; }

    /// <summary>What is sent.</summary>
    public WebhookFormat Format { get; set; }

    /// <summary>The key of the signature: "whsec_" and at least 24 bytes in Base64. Null for no signature.</summary>
    public string? Secret { get; set; }
}

/// <summary>Who is notified of which events of which tasks.</summary>
public sealed class NotificationRule
{
    /// <summary>The events.</summary>
    public IList<NotificationEvent> Events { get; } = [];

    /// <summary>
    /// The names of the definitions, such as "import-customers". Empty means all tasks. Nodes are not affected; schedules are meant
    /// by what they start.
    /// </summary>
    public IList<string> Definitions { get; } = [];

    /// <summary>Only tasks with this tag.</summary>
    public string? Tag { get; set; }

    /// <summary>
    /// Whether to notify of the first failure in a row only, and of the success after it. Questions are not affected. Tasks
    /// without a definition are never part of a row.
    /// </summary>
    public bool OnlyChanges { get; set; }

    /// <summary>
    /// The recipients: "owner" (by e-mail and in their browsers), an e-mail address, or "webhook:" and the name of a webhook.
    /// </summary>
    public IList<string> To { get; } = [];

    internal bool Matches(TaskSnapshot task, NotificationEvent what) =>
        Events.Contains(what)
        && (Definitions.Count == 0 || (task.Definition is { } definition && Definitions.Contains(definition)))
        && (Tag is null || task.Tags.Contains(Tag));

    internal bool Matches(Incident incident) =>
        Events.Contains(incident.What)
        && (incident.Schedule is not { } schedule
            || ((Definitions.Count == 0 || Definitions.Contains(schedule.Definition)) && (Tag is null || schedule.Tags.Contains(Tag))));
}
