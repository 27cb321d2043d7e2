using BlazorTasks.Storage;

namespace BlazorTasks.Notifications;

/// <summary>
/// Who is notified of what: recipients of the rules and, if they have chosen what they want, owners by their own preferences.
/// </summary>
internal sealed class Audience(TaskMonitor monitor, IOptions<NotificationOptions> options, TimeProvider time)
{
    /// <summary>Returns who is notified of something, and when.</summary>
    public async Task<IReadOnlyList<Notice>> OfAsync(Occasion occasion, CancellationToken cancellationToken)
    {
        var recipients = await ByRulesAsync(occasion, cancellationToken).ConfigureAwait(false);
        if (await PreferencesAsync(occasion.Task.Owner, cancellationToken).ConfigureAwait(false) is not { } wishes)
        {
            return [.. recipients.Select(to => new Notice(to))];
        }

        recipients.Remove(Recipient.Owner); // a rule is only what applies to people who have not chosen
        var isWanted = wishes.Wants(occasion.Task, occasion.What)
            && (!wishes.OnlyChanges || await IsChangeAsync(occasion, cancellationToken).ConfigureAwait(false));
        return [.. recipients.Select(to => new Notice(to)), .. isWanted ? [ByPreferences(wishes, occasion)] : Array.Empty<Notice>()];
    }

    /// <summary>Whether any rule is about something else than tasks.</summary>
    public bool WantsIncidents => options.Value.Rules.Any(rule => rule.Events.Any(Incident.Events.Contains));

    /// <summary>Returns who is notified of what has happened to a node or schedule. They have no owner.</summary>
    public IReadOnlyCollection<string> Of(Incident incident) => options.Value.Rules
        .Where(rule => rule.Matches(incident))
        .SelectMany(rule => rule.To)
        .Where(to => to != Recipient.Owner)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    private async Task<NotificationPreferences?> PreferencesAsync(string? owner, CancellationToken cancellationToken) =>
        owner is null ? null
            : await monitor.Settings.FindAsync<NotificationPreferences>(NotificationPreferences.Setting, owner, cancellationToken)
                .ConfigureAwait(false);

    private Notice ByPreferences(NotificationPreferences wishes, Occasion occasion)
    {
        var now = time.GetUtcNow();
        if (occasion.What != NotificationEvent.Asked && wishes.NextDigestAt(occasion.Task.FinishedAt ?? now) is { } digest)
        {
            return new Notice(Recipient.Owner, digest, IsDigest: true, wishes.ByMail);
        }

        var earliest = wishes.EarliestAt(now);
        return new Notice(Recipient.Owner, earliest > now ? earliest : null, ByMail: wishes.ByMail);
    }

    private async Task<HashSet<string>> ByRulesAsync(Occasion occasion, CancellationToken cancellationToken)
    {
        var recipients = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var rule in options.Value.Rules.Where(rule => rule.Matches(occasion.Task, occasion.What)))
        {
            if (!rule.OnlyChanges || await IsChangeAsync(occasion, cancellationToken).ConfigureAwait(false))
            {
                recipients.UnionWith(rule.To);
            }
        }

        return recipients;
    }

    /// <summary>Whether this is the first failure in a row, or the success after one.</summary>
    private async Task<bool> IsChangeAsync(Occasion occasion, CancellationToken cancellationToken)
    {
        if (occasion.Task.Definition is not { } definition
            || occasion.What is not (NotificationEvent.Failed or NotificationEvent.Interrupted or NotificationEvent.Succeeded))
        {
            return true;
        }

        var before = await monitor.ListAsync(
            new TaskQuery
            {
                Definition = definition,
                States = [TaskState.Succeeded, TaskState.Failed, TaskState.Interrupted],
                To = occasion.Task.FinishedAt,
                Limit = 1,
            },
            cancellationToken).ConfigureAwait(false);
        var hadFailed = before.Items is [{ State: not TaskState.Succeeded }];
        return occasion.What == NotificationEvent.Succeeded ? hadFailed : !hadFailed;
    }
}

/// <summary>Somebody to notify.</summary>
/// <param name="To">The recipient.</param>
/// <param name="At">When, or null for now.</param>
/// <param name="IsDigest">Whether it is part of one message about several events.</param>
/// <param name="ByMail">Whether owners are notified by e-mail, too.</param>
internal sealed record Notice(string To, DateTimeOffset? At = null, bool IsDigest = false, bool ByMail = true);
