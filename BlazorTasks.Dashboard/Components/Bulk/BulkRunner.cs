using System.Collections.Immutable;

namespace BlazorTasks.Dashboard.Components.Bulk;

/// <summary>
/// Runs bulk actions in the background, so that they continue after their page is closed
/// (docs/decisions/0009-bulk-actions-are-not-tasks.md).
/// </summary>
internal sealed partial class BulkRunner(TimeProvider time, ILogger<BulkRunner> log) : IHostedService
{
    /// <summary>The delay before a run starts, during which it can be undone.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromSeconds(5);

    /// <summary>How long the outcome of a run is shown.</summary>
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    private ImmutableList<(BulkRun Run, Task Work)> _runs = [];
    private ImmutableList<Subscription> _subscriptions = [];
    private long _lastChange;

    /// <summary>Subscribes to the progress of runs, at most ten times a second, and to when they start or finish.</summary>
    public IDisposable Subscribe(Action onChange) => new Subscription(this, onChange);

    /// <summary>Returns the runs of a person, oldest first.</summary>
    public IReadOnlyList<BulkRun> Of(Person person) => [.. _runs.Select(one => one.Run).Where(run => run.By.Id == person.Id)];

    /// <summary>Starts a run after <see cref="UndoTime"/>.</summary>
    public BulkRun Start(BulkPlan plan, TaskAccess access)
    {
        ForgetOld();
        var run = new BulkRun(plan, access.WithoutRateLimits(), time.GetUtcNow() + UndoTime);
        var work = RunAsync(run);
        ImmutableInterlocked.Update(ref _runs, runs => runs.Add((run, work)));
        Notify();
        return run;
    }

    /// <summary>Waits until a run has finished.</summary>
    public Task FinishedAsync(BulkRun run) => _runs.Find(one => one.Run == run).Work ?? Task.CompletedTask;

    /// <summary>Stops showing a finished run.</summary>
    public void Forget(BulkRun run)
    {
        ImmutableInterlocked.Update(ref _runs, runs => runs.RemoveAll(one => one.Run == run && run.FinishedAt is not null));
        Notify();
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stops all runs before their next task, while the monitor still accepts audit entries.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        var runs = _runs;
        runs.ForEach(one => one.Run.Stop());
        return Task.WhenAll(runs.Select(one => one.Work)).WaitAsync(cancellationToken);
    }

    private async Task RunAsync(BulkRun run)
    {
        try
        {
            await Task.WhenAny(Task.Delay(UndoTime, time), run.Stopped).ConfigureAwait(false);
            if (!run.Stopped.IsCompleted)
            {
                run.OnStarted();
                Notify();
                await Task.Run(() => ApplyAsync(run)).ConfigureAwait(false);
                await run.Access.RecordBulkAsync(run.Summarize()).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // whatever the store throws, the actions were performed and their events say who did it
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotRecorded(error, run.By.Name, run.Summarize());
        }

        run.OnFinished(time.GetUtcNow());
        Notify();
    }

    private async Task ApplyAsync(BulkRun run)
    {
        foreach (var planned in run.Plan.Included)
        {
            if (run.Stopped.IsCompleted)
            {
                return;
            }

            await ApplyAsync(run, planned).ConfigureAwait(false);
            if (time.GetElapsedTime(_lastChange) >= Frame)
            {
                _lastChange = time.GetTimestamp();
                Notify();
            }
        }
    }

    /// <summary>Evaluates the task again: it may have changed since the preview.</summary>
    private async Task ApplyAsync(BulkRun run, TaskSnapshot planned)
    {
        var action = run.Plan.Action;
        try
        {
            if (await run.Access.GetAsync(planned.Id).ConfigureAwait(false) is not { } task)
            {
                run.OnSkipped("no longer exists");
            }
            else if (action.LeaveOut(run.Access, task) is { } reason)
            {
                run.OnSkipped(reason);
            }
            else if (await action.DoAsync(run.Access, task).ConfigureAwait(false) is { } problem)
            {
                run.OnFailed(problem);
            }
            else
            {
                run.OnDone();
            }
        }
#pragma warning disable CA1031 // one task must not end the run
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotApplied(error, run.Plan.Title, planned.Name, planned.Id);
            run.OnFailed($"{planned.Name} {planned.Label}: {error.Message}");
        }
    }

    private void Notify() => _subscriptions.ForEach(subscription => subscription.OnChange());

    private void ForgetOld()
    {
        var before = time.GetUtcNow() - Shown;
        ImmutableInterlocked.Update(ref _runs, runs => runs.RemoveAll(one => one.Run.FinishedAt < before));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Title}: the action failed for {Name} ({Task})")]
    private partial void LogNotApplied(Exception error, string title, string name, TaskId task);

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit entry of a bulk action of {By} could not be stored: {Summary}")]
    private partial void LogNotRecorded(Exception error, string by, string summary);

    private sealed class Subscription : IDisposable
    {
        private readonly BulkRunner _runner;

        public Subscription(BulkRunner runner, Action onChange)
        {
            (_runner, OnChange) = (runner, onChange);
            ImmutableInterlocked.Update(ref runner._subscriptions, all => all.Add(this));
        }

        public Action OnChange { get; }

        public void Dispose() => ImmutableInterlocked.Update(ref _runner._subscriptions, all => all.Remove(this));
    }
}
