using System.Data.Common;
using System.Threading.Channels;
using BlazorTasks.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BlazorTasks.Notifications;

/// <summary>
/// Starts a delivery for each recipient of what has happened. Deliveries are idempotent by what they are about, so neither a
/// restart nor several nodes make two of one.
/// </summary>
internal sealed partial class Notifier(
    TaskMonitor monitor,
    Audience audience,
    SlowTasks slow,
    Incidents incidents,
    Destinations destinations,
    TimeProvider time,
    ILogger<Notifier> log) : BackgroundService
{
    /// <summary>How far back a start looks for what happened while no process could start deliveries.</summary>
    private static readonly TimeSpan CatchUp = TimeSpan.FromHours(1);

    /// <summary>How often it looks for what no event says.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(30);

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
        await WhenStoredAsync(() => LookBackAsync(stoppingToken), stoppingToken).ConfigureAwait(false);
        await Task.WhenAll(NotifyAsync(stoppingToken), LookAroundAsync(stoppingToken)).ConfigureAwait(false);
    }

    private async Task NotifyAsync(CancellationToken stoppingToken)
    {
        await foreach (var occasion in _occasions.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            await WhenStoredAsync(() => NotifyAsync(occasion, stoppingToken), stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task LookAroundAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        do
        {
            foreach (var occasion in slow.Next())
            {
                _occasions.Writer.TryWrite(occasion);
            }

            if (audience.WantsIncidents)
            {
                await WhenStoredAsync(() => ReportIncidentsAsync(stoppingToken), stoppingToken).ConfigureAwait(false);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task ReportIncidentsAsync(CancellationToken stoppingToken)
    {
        foreach (var incident in await incidents.NextAsync(time.GetUtcNow() - CatchUp, stoppingToken).ConfigureAwait(false))
        {
            foreach (var to in audience.Of(incident))
            {
                await WhenStoredAsync(() => StartAlertAsync(to, incident), stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task StartAlertAsync(string to, Incident incident) =>
        await monitor.StartAsync<NotificationDelivery>(
            delivery => delivery.SendAlertAsync(to, incident.Subject, null, TaskContext.Current),
            new StartOptions { Label = to, IdempotencyKey = incident.KeyFor(to) }).ConfigureAwait(false);

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
        if (DeliveryAccess.Includes(occasion.Task))
        {
            if (occasion.What == NotificationEvent.Succeeded)
            {
                await monitor.DismissAsync(occasion.Task.Id).ConfigureAwait(false); // only deliveries that need somebody stay in sight
            }

            return;
        }

        foreach (var notice in await audience.OfAsync(occasion, stoppingToken).ConfigureAwait(false))
        {
            await WhenStoredAsync(() => StartAsync(notice, occasion), stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task StartAsync(Notice notice, Occasion occasion)
    {
        foreach (var destination in await destinations.OfAsync(notice, occasion.Task).ConfigureAwait(false))
        {
            await (notice.IsDigest
                ? StartDigestAsync(occasion.Task.Owner!, destination, notice.At!.Value)
                : StartAsync(destination, notice, occasion)).ConfigureAwait(false);
        }
    }

    private async Task StartAsync(Destination destination, Notice notice, Occasion occasion)
    {
        var (to, id, what, prompt) = (destination.To, occasion.Task.Id, occasion.What, occasion.Prompt);
        await monitor.StartAsync<NotificationDelivery>(
            delivery => delivery.SendAsync(to, id.Value, what, prompt, null, TaskContext.Current),
            new StartOptions { Label = destination.Label, ParentId = id, RunAt = notice.At, IdempotencyKey = occasion.KeyFor(to) })
            .ConfigureAwait(false);
    }

    /// <summary>All that happens until then is part of the same message.</summary>
    private async Task StartDigestAsync(string person, Destination destination, DateTimeOffset at)
    {
        var to = destination.To;
        await monitor.StartAsync<NotificationDelivery>(
            delivery => delivery.SendDigestAsync(person, to, at, TaskContext.Current),
            new StartOptions { Label = destination.Label, RunAt = at, IdempotencyKey = Occasion.DigestKeyFor(to, at) })
            .ConfigureAwait(false);
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
            catch (Exception error) when (error is StorageUnavailableException or QueueFullException or DbException)
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
}
