using BlazorTasks.Cluster;
using BlazorTasks.Definitions;
using BlazorTasks.Execution;
using BlazorTasks.Journal;

namespace BlazorTasks.Schedules;

/// <summary>
/// Runs schedules when they are due: sleeps until the earliest, decides (<see cref="ScheduleDecision"/>), and starts the task
/// in the transaction that moves the schedule on. A schedule with a problem is paused and does not affect the others.
/// </summary>
internal sealed partial class Scheduler : IAsyncDisposable
{
    /// <summary>How long a change of the system clock, or of a schedule by another process, may go unnoticed.</summary>
    public static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private const int AtOnce = 500;

    private readonly TaskRuntime _runtime;
    private readonly TaskCatalog _catalog;
    private readonly ILogger _log;
    private readonly Signal _due = new();
    private readonly SemaphoreSlim _pass = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset?> _waiting = new();
    private readonly ITimer _timer;
    private IDisposable? _subscription;
    private Task _loop = Task.CompletedTask;
    private bool _retry;

    public Scheduler(TaskRuntime runtime, TaskCatalog catalog, TaskStarter starter, IdempotencyKeys keys, ILogger<Scheduler> log)
    {
        (_runtime, _catalog, _log) = (runtime, catalog, log);
        Check = new ScheduleCheck(runtime, catalog);
        Starts = new ScheduledStart(starter, keys, catalog);
        Changes = new ScheduleChanges(runtime, starter);
        Failures = new FailureStreaks(runtime.Store, Changes);
        _timer = runtime.Time.CreateTimer(_ => _due.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ScheduleCheck Check { get; }

    public ScheduledStart Starts { get; }

    public ScheduleChanges Changes { get; }

    public FailureStreaks Failures { get; }

    /// <summary>Brings the schedules declared in code up to date, and starts.</summary>
    public async Task OpenAsync()
    {
        await new DeclaredSchedules(_runtime, _catalog, this).ReconcileAsync(_log).ConfigureAwait(false);
        Changes.Changed += (_, _) => _due.Set();
        _subscription = _runtime.Commits.Subscribe(OnCommitted);
        _loop = Task.Run(RunAsync);
        _due.Set();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _subscription?.Dispose();
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _loop.WaitAsync(RetryAfter).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Runs everything that is due now.</summary>
    /// <returns>How long to sleep.</returns>
    public async Task<TimeSpan> RunDueAsync(CancellationToken stop)
    {
        await _pass.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            _retry = false;
            await Failures.PauseFailingAsync(stop).ConfigureAwait(false);
            var passed = await PassAsync(stop).ConfigureAwait(false);
            var next = await _runtime.Store.Schedules.NextAsync(passed, stop).ConfigureAwait(false);
            var longest = _retry ? RetryAfter : LongestSleep;
            var left = next - _runtime.Time.GetUtcNow();
            return left < TimeSpan.Zero ? TimeSpan.Zero : left < longest ? left.Value : longest;
        }
        finally
        {
            _pass.Release();
        }
    }

    /// <summary>Handles the due schedules until only those are left that must wait.</summary>
    /// <returns>The time up to which they were handled. What is due a moment later is next, even if that moment is over.</returns>
    private async Task<DateTimeOffset> PassAsync(CancellationToken stop)
    {
        var calendars = new Lazy<Task<IReadOnlyList<HolidayCalendar>>>(() => _runtime.Store.Schedules.CalendarsAsync(stop));
        for (var left = 0; ;)
        {
            stop.ThrowIfCancellationRequested();
            var now = _runtime.Time.UtcMicros();
            var due = await _runtime.Store.Schedules.DueAsync(now, left, AtOnce, stop).ConfigureAwait(false);
            var moved = await Task.WhenAll(due.Select(one => TryHandleAsync(one, calendars, now, stop))).ConfigureAwait(false);
            left += moved.Count(isMoved => !isMoved);
            if (due.Count < AtOnce && !moved.Contains(true))
            {
                return now;
            }
        }
    }

    /// <returns>Whether the schedule was moved on.</returns>
    private async Task<bool> TryHandleAsync(
        DueSchedule due,
        Lazy<Task<IReadOnlyList<HolidayCalendar>>> calendars,
        DateTimeOffset now,
        CancellationToken stop)
    {
        try
        {
            return !due.Schedule.IsUnreadable && await HandleAsync(
                due,
                due.Schedule.Settings.Rule.Calendar is null ? [] : await calendars.Value.ConfigureAwait(false),
                now,
                stop).ConfigureAwait(false);
        }
        catch (TaskStoreException changed) when (changed.InnerException is StaleWriteException)
        {
            _retry = true; // someone was faster: read it again
            return false;
        }
        catch (Exception error) when (error is QueueFullException or StorageUnavailableException or InvalidOperationException
            or DbException or IOException or OperationCanceledException)
        {
            LogLater(error, due.Schedule.Id);
            _retry = true;
            return false;
        }
#pragma warning disable CA1031 // whatever is wrong with this one, the others run
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogPaused(error, due.Schedule.Id);
            var reason = $"It cannot be run: {error.Message}";
            return await Changes.PauseAsync(due.Schedule, PauseCause.Invalid, reason, stop).ConfigureAwait(false);
        }
    }

    private async Task<bool> HandleAsync(
        DueSchedule due,
        IReadOnlyList<HolidayCalendar> calendars,
        DateTimeOffset now,
        CancellationToken stop)
    {
        var schedule = due.Schedule;
        if (Check.WhyNot(schedule.Settings, calendars) is { } problem)
        {
            return await Changes.PauseAsync(schedule, PauseCause.Invalid, problem, stop).ConfigureAwait(false);
        }

        var occurrences = new Occurrences(schedule.Settings.Rule, ScheduleCheck.CalendarOf(schedule.Settings.Rule, calendars));
        if (schedule.Pause is not null)
        {
            return await Changes.PutAsync(schedule.Resume(now, occurrences.Next(now)), null, stop).ConfigureAwait(false);
        }

        if (await Failures.ReasonAsync(schedule, stop).ConfigureAwait(false) is { } failures)
        {
            return await Changes.PauseAsync(schedule, PauseCause.Failures, failures, stop).ConfigureAwait(false);
        }

        var hasWaited = _waiting.TryGetValue(schedule.Id, out var since) && since == schedule.DueAt;
        return await CarryOutAsync(schedule, ScheduleDecision.Of(due, occurrences, now, hasWaited), stop).ConfigureAwait(false);
    }

    private async Task<bool> CarryOutAsync(Schedule schedule, ScheduleDecision decision, CancellationToken stop)
    {
        var moved = (decision.IsMissed ? schedule.Miss(decision.Due, _runtime.Time.UtcMicros()) : schedule)
            .Pass(decision.Due, decision.Next, decision.Reason);
        _waiting.TryRemove(schedule.Id, out _);
        switch (decision.Action)
        {
            case DueAction.Wait or DueAction.Queue:
                _waiting[schedule.Id] = decision.Action == DueAction.Queue ? schedule.DueAt : null;
                return false;
            case DueAction.Skip:
                return await Changes.PutAsync(moved, null, stop).ConfigureAwait(false);
            case DueAction.Aim:
                return await Changes.PutAsync(schedule.Aim(decision.Next), null, stop).ConfigureAwait(false);
            case DueAction.Ask:
                await Starts.AskAsync(schedule, decision.Missed, moved).ConfigureAwait(false);
                break;
            default:
                await StartAsync(schedule, decision, moved, stop).ConfigureAwait(false);
                break;
        }

        Changes.OnChanged(moved);
        return true;
    }

    private async Task StartAsync(Schedule schedule, ScheduleDecision decision, Schedule moved, CancellationToken stop)
    {
        if (decision.Action == DueAction.CancelAndRun)
        {
            var older = new TaskQuery { Finished = false, Schedule = schedule.Id, Limit = TaskQuery.MaxLimit };
            foreach (var task in (await _runtime.Store.ListAsync(older, stop).ConfigureAwait(false)).Items)
            {
                await CancelAsync(task.Id, $"the schedule {schedule.Id}").ConfigureAwait(false);
            }
        }

        await Starts.FireAsync(schedule, decision.Due, moved).ConfigureAwait(false);
    }

    private async Task CancelAsync(TaskId id, string by)
    {
        if (_runtime.Live.Find(id) is { } live)
        {
            await live.CancelAsync(by).ConfigureAwait(false);
        }
        else if (_runtime.Cluster is { } cluster)
        {
            await cluster.Commands.RunAsync(id, new NodeCommand(NodeCommandKind.Cancel) { By = by }).ConfigureAwait(false);
        }
    }

    /// <summary>A run that ended may have failed once too often, or another may have waited for it.</summary>
    private void OnCommitted(TaskSnapshot task, TaskEvent taskEvent)
    {
        if (task.Schedule is { } id && taskEvent.NextState?.IsFinal() == true)
        {
            if (Failures.OnEnded(task) || !_waiting.IsEmpty)
            {
                _due.Set();
            }
        }
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await _due.WaitAsync(_stop.Token).ConfigureAwait(false);
            var sleep = RetryAfter;
            try
            {
                sleep = await RunDueAsync(_stop.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // the store may be unavailable; the next pass makes up for it
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogNotRead(error);
            }

            // rounded up, because timers count whole milliseconds
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(sleep.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The schedules could not be read. This is retried")]
    private partial void LogNotRead(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The schedule {Id} could not be run yet. This is retried")]
    private partial void LogLater(Exception error, string id);

    [LoggerMessage(Level = LogLevel.Error, Message = "The schedule {Id} cannot be run and was paused")]
    private partial void LogPaused(Exception error, string id);
}
