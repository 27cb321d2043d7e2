using System.Net.Mail;

namespace BlazorTasks.Notifications;

/// <summary>Rejects settings with which a notification could never be sent, before the application starts.</summary>
internal sealed class NotificationOptionsCheck : IValidateOptions<NotificationOptions>
{
    public ValidateOptionsResult Validate(string? name, NotificationOptions options)
    {
        var problems = options.Webhooks.SelectMany(hook => ProblemsOf(hook.Key, hook.Value))
            .Concat(options.Rules.SelectMany((rule, index) => ProblemsOf(rule, index, options)))
            .Concat(ProblemsOf(options))
            .ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> ProblemsOf(NotificationOptions options)
    {
        if (options.PublicUrl is { } url && !IsHttp(url))
        {
            yield return $"Notifications: PublicUrl is \"{url}\"; it must be an address such as https://tasks.example.com/.";
        }

        var hasHost = !string.IsNullOrEmpty(options.Mail.Host);
        var needsMail = hasHost || !options.Push.Enabled; // of owners, who are otherwise notified in their browsers
        if (options.Rules.Any(rule => rule.To.Any(to => to == Recipient.Owner ? needsMail : Recipient.Webhook(to) is null))
            && (!hasHost || !MailAddress.TryCreate(options.Mail.From, out _)))
        {
            yield return "Notifications: a rule sends e-mail, so Mail:Host must be a mail server and Mail:From an e-mail address.";
        }

        if (options.Push.Contact is { } contact && !IsContact(contact))
        {
            yield return "Notifications: Push:Contact must be \"mailto:\" and an e-mail address, or an address that starts with https://.";
        }
    }

    private static IEnumerable<string> ProblemsOf(NotificationRule rule, int index, NotificationOptions options)
    {
        if (rule.Events.Count == 0 || rule.To.Count == 0)
        {
            yield return $"Notifications: Rules:{index} needs at least one of Events and one of To.";
        }

        if (rule.Events.Count > 0 && rule.Events.All(Incident.Events.Contains) && rule.To.All(to => to == Recipient.Owner))
        {
            yield return $"Notifications: Rules:{index} sends to \"owner\", but nodes and schedules have none; name an e-mail address or " +
                "\"webhook:NAME\".";
        }

        foreach (var to in rule.To.Where(to => to != Recipient.Owner && !Recipient.IsAddress(to)))
        {
            if (Recipient.Webhook(to) is not { } hook)
            {
                yield return $"Notifications: Rules:{index} sends to \"{to}\"; it must be \"owner\", an e-mail address or " +
                    "\"webhook:NAME\".";
            }
            else if (!options.Webhooks.ContainsKey(hook))
            {
                yield return $"Notifications: Rules:{index} sends to the webhook \"{hook}\", which is not among Webhooks.";
            }
        }
    }

    /// <summary>The address and the secret of a webhook are secrets: no message contains them.</summary>
    private static IEnumerable<string> ProblemsOf(string name, WebhookOptions hook)
    {
        if (hook.Url is null || !IsHttp(hook.Url))
        {
            yield return $"Notifications: Webhooks:{name}:Url must be an address that starts with https:// or http://.";
        }

        if (hook.Secret is not null && WebhookSignature.KeyOf(hook.Secret) is null)
        {
            yield return $"Notifications: Webhooks:{name}:Secret must be \"whsec_\" and at least 24 bytes in Base64.";
        }
    }

    private static bool IsContact(string contact) =>
        Uri.TryCreate(contact, UriKind.Absolute, out var address) && address is { Scheme: "mailto" or "https" };

    private static bool IsHttp(Uri url) => url is { IsAbsoluteUri: true, Scheme: "https" or "http" };
}
