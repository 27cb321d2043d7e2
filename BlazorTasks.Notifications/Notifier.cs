using System.Threading.Channels;
using BlazorTasks.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Notifications;

/// <summary>
/// Starts a delivery for each recipient of what has happened. Deliveries are idempotent by what they are about, so neither a
/// restart nor several nodes make two of one.
/// </summary>
internal sealed partial class Notifier(
    TaskMonitor monitor,
    IOptions<NotificationOptions> options,
    IServiceProvider services,
    TimeProvider time,
    ILogger<Notifier> log) : BackgroundService
{
    /// <summary>How far back a start looks for what happened while no process could start deliveries.</summary>
    private static readonly TimeSpan CatchUp = TimeSpan.FromHours(1);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    private readonly Channel<Occasion> _occasions = Channel.CreateUnbounded<Occasion>(new() { SingleReader = true });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = monitor.SubscribeEvents((task, taskEvent) =>
        {
            if (Occasion.Of(task, taskEvent) is { } occasion)
            {
                _occasions.Writer.TryWrite(occasion);
            }
        });
        await LookBackAsync(stoppingToken).ConfigureAwait(false);
        await foreach (var occasion in _occasions.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            await WhenStoredAsync(() => NotifyAsync(occasion, stoppingToken), stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task LookBackAsync(CancellationToken stoppingToken)
    {
        var since = time.GetUtcNow() - CatchUp;
        TaskQuery[] queries = [new() { From = since }, new() { Finished = false, States = [TaskState.Waiting] }];
        foreach (var query in queries)
        {
            await foreach (var task in monitor.ListAllAsync(query, stoppingToken).ConfigureAwait(false))
            {
                if (Occasion.Of(task) is { } occasion && !(task.Prompt?.AskedAt < since))
                {
                    _occasions.Writer.TryWrite(occasion);
                }
            }
        }
    }

    private async Task NotifyAsync(Occasion occasion, CancellationToken stoppingToken)
    {
        var (task, what, _) = occasion;
        if (task.Definition == NotificationDelivery.Definition)
        {
            if (what == NotificationEvent.Succeeded)
            {
                await monitor.DismissAsync(task.Id).ConfigureAwait(false); // only deliveries that need somebody stay in sight
            }

            return;
        }

        var recipients = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var rule in options.Value.Rules.Where(rule => rule.Matches(task, what)))
        {
            if (!rule.OnlyChanges || await IsChangeAsync(task, what, stoppingToken).ConfigureAwait(false))
            {
                recipients.UnionWith(rule.To);
            }
        }

        foreach (var recipient in recipients)
        {
            if (await AddressOfAsync(recipient, task).ConfigureAwait(false) is { } to)
            {
                await StartAsync(to, occasion).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether this is the first failure in a row, or the success after one.</summary>
    private async Task<bool> IsChangeAsync(TaskSnapshot task, NotificationEvent what, CancellationToken stoppingToken)
    {
        if (task.Definition is null
            || what is not (NotificationEvent.Failed or NotificationEvent.Interrupted or NotificationEvent.Succeeded))
        {
            return true;
        }

        var before = await monitor.ListAsync(
            new TaskQuery
            {
                Definition = task.Definition,
                States = [TaskState.Succeeded, TaskState.Failed, TaskState.Interrupted],
                To = task.FinishedAt,
                Limit = 1,
            },
            stoppingToken).ConfigureAwait(false);
        var hadFailed = before.Items is [{ State: not TaskState.Succeeded }];
        return what == NotificationEvent.Succeeded ? hadFailed : !hadFailed;
    }

    private async ValueTask<string?> AddressOfAsync(string recipient, TaskSnapshot task)
    {
        if (recipient != Recipient.Owner)
        {
            return recipient;
        }

        if (task.Owner is null)
        {
            return null;
        }

        var address = await options.Value.OwnerAddress(services, task.Owner).ConfigureAwait(false);
        if (address is null || !Recipient.IsAddress(address))
        {
            LogNoAddress(task.Owner, task.Id);
            return null;
        }

        return address;
    }

    private async Task StartAsync(string to, Occasion occasion)
    {
        var (id, what, prompt) = (occasion.Task.Id.Value, occasion.What, occasion.Prompt);
        await monitor.StartAsync<NotificationDelivery>(
            delivery => delivery.SendAsync(to, id, what, prompt, TaskContext.Current),
            new StartOptions
            {
                Label = to,
                ParentId = occasion.Task.Id,
                IdempotencyKey = occasion.KeyFor(to),
            }).ConfigureAwait(false);
    }

    /// <summary>Notifications wait while storage is unavailable or the queue is full.</summary>
    private async Task WhenStoredAsync(Func<Task> action, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await action().ConfigureAwait(false);
                return;
            }
            catch (Exception error) when (error is StorageUnavailableException or QueueFullException)
            {
                LogPostponed(error.Message);
                await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogFailed(error);
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Notifications are postponed: {Reason}")]
    private partial void LogPostponed(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A notification could not be started.")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Owner} was not notified of the task {Id}: no e-mail address is known.")]
    private partial void LogNoAddress(string owner, TaskId id);
}
