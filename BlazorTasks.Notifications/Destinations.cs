using Microsoft.Extensions.Logging;

namespace BlazorTasks.Notifications;

/// <summary>Where people are reached: an owner by e-mail and in each of their browsers.</summary>
internal sealed partial class Destinations(INotificationAddresses addresses, PushDevices devices, ILogger<Destinations> log)
{
    /// <summary>Returns where a notification about a task is sent.</summary>
    public async Task<IReadOnlyList<Destination>> OfAsync(Notice notice, TaskSnapshot task)
    {
        if (notice.To != Recipient.Owner)
        {
            return [new Destination(notice.To, notice.To)];
        }

        if (task.Owner is not { } owner)
        {
            return [];
        }

        var address = notice.ByMail ? await addresses.FindAsync(owner).ConfigureAwait(false) : null;
        var browsers = await devices.ListAsync(owner, CancellationToken.None).ConfigureAwait(false);
        if (address is null && browsers.Count == 0 && notice.ByMail && addresses.SendsMail)
        {
            LogNoAddress(owner, task.Id);
        }

        return
        [
            .. address is null ? [] : new[] { new Destination(address, address) },
            .. browsers.Select(browser => new Destination(Recipient.Push(browser, owner), $"{owner} in {browser.Name}")),
        ];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Owner} was not notified of the task {Id}: no e-mail address is known.")]
    private partial void LogNoAddress(string owner, TaskId id);
}

/// <summary>Where a notification is sent.</summary>
/// <param name="To">The recipient.</param>
/// <param name="Label">What it is called.</param>
internal sealed record Destination(string To, string Label);
