using System.Diagnostics;
using BlazorTasks.Diagnostics;
using BlazorTasks.Prompts;

namespace BlazorTasks.Execution;

/// <summary>An attempt to run a task's code on the thread pool, in its own service scope, with every exception captured.</summary>
internal sealed class Attempt : IThreadPoolWorkItem
{
    private readonly MonitoredTask _task;
    private readonly int _firstStep;
    private readonly AttemptCancellation _cancellation;
    private readonly ConcurrencySlot _slot;
    private AsyncServiceScope? _scope;
    private PromptCoordinator? _prompts;
    private int _begun;
    private int _checkpoints;

    public Attempt(MonitoredTask task, TaskSnapshot starting)
    {
        _task = task;
        _firstStep = starting.Steps;
        Number = starting.Attempt;
        _cancellation = new AttemptCancellation(this, Runtime);
        _slot = new ConcurrencySlot(task, Runtime.Queue);
        Context = new TaskContext(task, this, Runtime.Options);
    }

    public TaskContext Context { get; }

    /// <summary>The prompts of its code, made with the first of them.</summary>
    public PromptCoordinator Prompts => LazyInitializer.EnsureInitialized(ref _prompts, () => new PromptCoordinator(_task, this));

    /// <summary>The prompts of its code, or null as long as it has not asked.</summary>
    public PromptCoordinator? PromptsSoFar => Volatile.Read(ref _prompts);

    /// <summary>The steps and prompts that earlier attempts completed.</summary>
    public AttemptJournal Journal { get; private set; } = AttemptJournal.Empty;

    public bool KeepsResults => _task.Policy.Restartable;

    public int Number { get; }

    public AttemptOutcome? Outcome { get; private set; }

    /// <summary>Whether the task's own code has been called. Exceptions before that are about its parameters.</summary>
    public bool HasEnteredCode { get; private set; }

    public bool HoldsConcurrencySlot => _slot.IsHeld;

    public TaskId TaskId => _task.Id;

    public CancellationToken CancellationToken => _cancellation.Token;

    /// <summary>Cancelled on shutdown only.</summary>
    public CancellationToken ProcessEnding => _cancellation.ProcessEnding;

    public IServiceProvider Services => (_scope ??= Runtime.Scopes.CreateAsyncScope()).ServiceProvider;

    /// <summary>Whether its code has come to a checkpoint.</summary>
    public bool HasCheckpoints => Volatile.Read(ref _checkpoints) != 0;

    private TaskRuntime Runtime => _task.Runtime;

    private OutcomeMapper Outcomes => new(_task, this, _cancellation);

    /// <summary>Starts the code after the claim has been stored.</summary>
    public void Launch()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Ends the attempt before its code was started because its claim could not be stored.</summary>
    /// <returns>False if the code has already been started.</returns>
    public bool TryDiscard()
    {
        if (Interlocked.Exchange(ref _begun, 1) != 0)
        {
            return false;
        }

        End(new AttemptOutcome(new TaskCancelled(TaskReason.Abandoned, null)));
        return true;
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    public void Cancel() => _cancellation.Stop(StopCause.Cancelled);

    public void Shutdown() => _cancellation.Stop(StopCause.Shutdown);

    public void EnterCode()
    {
        HasEnteredCode = true;
        if (_task.Policy.Timeout is { } timeout)
        {
            _cancellation.StopAfter(timeout); // before the task is seen running: who sees that can rely on its timeout
        }

        Append(new TaskRunning());
    }

    /// <summary>Its code came to a checkpoint: from the first one on people can pause it.</summary>
    public void OnCheckpoint()
    {
        if (!HasCheckpoints && Interlocked.Exchange(ref _checkpoints, 1) == 0)
        {
            _task.OnFirstCheckpoint();
        }
    }

    /// <summary>Acquires or releases the slot, depending on whether the task waits for a person.</summary>
    public void HoldConcurrencySlot() => _slot.Hold(() => Outcome is null && !_task.IsWaitingInCode);

    public int ReuseStep(string name, int number)
    {
        Append(new StepReused(_firstStep + number, name));
        return _firstStep + number;
    }

    public int StartStep(string name, int number)
    {
        Append(new StepStarted(_firstStep + number, name));
        return _firstStep + number;
    }

    /// <summary>Appends an event of the code. Ignored once the code has ended or was abandoned.</summary>
    public void Append(TaskEvent taskEvent)
    {
        if (Outcome is null)
        {
            _task.TryAppend(taskEvent, attempt: this);
        }
    }

    /// <summary>Abandons code that did not stop in time during a shutdown.</summary>
    public void AbandonForShutdown() =>
        _task.Abandon(this, Outcomes.ShutDown("The server was shut down and the task did not stop in time."));

    /// <summary>
    /// The code ignored the cancellation. The task ends without it, and its slot stays occupied until it returns.
    /// </summary>
    public void OnGracePeriodOver()
    {
        if (Outcome is null && _cancellation.Cause != StopCause.Shutdown)
        {
            _task.Abandon(this, _cancellation.Cause == StopCause.Timeout
                ? Outcomes.TimedOut().Event
                : new TaskCancelled(TaskReason.Abandoned, null));
        }
    }

    /// <summary>Runs the attempt to its end. Whatever happens, the attempt ends.</summary>
    private async Task RunAsync()
    {
        AttemptOutcome outcome;
        var span = TaskTelemetry.StartAttempt(_task.Snapshot, Number);
        try
        {
            Context.Enter();
            await ReadJournalAsync().ConfigureAwait(false);
            outcome = await InvokeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // nothing awaits this: an uncaught exception would leave the task running forever
        catch (Exception error)
#pragma warning restore CA1031
        {
            outcome = Outcomes.FailedForGood(error);
        }

        _cancellation.Close();
        EndSpan(span, outcome);
        try
        {
            AppendEnd(outcome);
        }
        finally
        {
            End(outcome);
        }
    }

    private async ValueTask ReadJournalAsync()
    {
        if (KeepsResults && _task.Snapshot is { Seq: > 2 })
        {
            Journal = new AttemptJournal(await Runtime.Store.MilestonesAsync(_task.Id).ConfigureAwait(false));
        }
    }

    private void EndSpan(Activity? span, AttemptOutcome outcome)
    {
        if (outcome.Error is { } error)
        {
            span?.SetStatus(ActivityStatusCode.Error, Context.Live.Hide(TaskError.MessageOf(error)));
        }

        span?.Dispose();
    }

    private async Task<AttemptOutcome> InvokeAsync()
    {
        AttemptOutcome outcome;
        try
        {
            if (_task.State == TaskState.Cancelling)
            {
                throw new OperationCanceledException();
            }

            var returned = await _task.Work.Body!(Context).ConfigureAwait(false);
            var result = await TaskResult.KeepAsync(returned, Runtime.ResultFiles).ConfigureAwait(false);
            outcome = new AttemptOutcome(new TaskSucceeded(TaskJson.ToResult(result, Runtime.Options.MaxResultBytes)), result);
        }
#pragma warning disable CA1031 // whatever the code of a task throws must only end that task
        catch (Exception error)
        {
            outcome = Outcomes.Explain(error);
        }

        try
        {
            await DisposeScopeAsync().ConfigureAwait(false);
        }
        catch (Exception error)
#pragma warning restore CA1031
        {
            outcome = outcome.Error is null ? Outcomes.Explain(error) : outcome;
        }

        return outcome;
    }

    /// <summary>
    /// Appends the final event of the attempt. If that is not allowed or cannot be stored, the task fails with the reason.
    /// </summary>
    private void AppendEnd(AttemptOutcome outcome)
    {
        Outcome = outcome;
        try
        {
            if (_task.TryAppend(outcome.Event, attempt: this))
            {
                return;
            }
        }
        catch (NotStorableException error)
        {
            Outcome = Outcomes.FailedForGood(error);
        }

        // cancellation was requested while another attempt was being scheduled
        _ = (Outcome == outcome && _task.TryAppend(new TaskCancelled(TaskReason.ByUser, null), attempt: this))
            || _task.TryAppend(Outcomes.FailedForGood(Outcome.Error).Event, attempt: this);
    }

    private void End(AttemptOutcome outcome)
    {
        Outcome ??= outcome;
        _cancellation.Close();
        Context.Live.Close();
        HoldConcurrencySlot();
        Runtime.Attempts.OnEnded(this);
    }

    private async ValueTask DisposeScopeAsync()
    {
        if (_scope is { } scope)
        {
            _scope = null;
            await scope.DisposeAsync().ConfigureAwait(false);
        }
    }
}
