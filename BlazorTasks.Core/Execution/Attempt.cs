using System.Diagnostics;
using BlazorTasks.Diagnostics;
using BlazorTasks.External;
using BlazorTasks.Prompts;
using BlazorTasks.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks.Execution;

/// <summary>An attempt to run a task's code on the thread pool, in its own service scope, with every exception captured.</summary>
#pragma warning disable CA1001 // its token source has no timer, so there is nothing to dispose, and the task's code may still use it
internal sealed class Attempt : IThreadPoolWorkItem
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly MonitoredTask _task;
    private readonly int _firstStep;
    private readonly Lock _slotGate = new();
    private bool _holdsSlot = true;
    private AsyncServiceScope? _scope;
    private LongTimer? _deadline;
    private bool _entered;
    private int _begun;
    private int _checkpoints;
    private volatile StopCause _stop;

    public Attempt(MonitoredTask task, TaskSnapshot starting)
    {
        _task = task;
        _firstStep = starting.Steps;
        Number = starting.Attempt;
        Context = new TaskContext(task, this, task.Engine.Options);
        Prompts = new PromptCoordinator(task, this);
    }

    private enum StopCause
    {
        None,
        Cancelled,
        Timeout,
        Shutdown,
    }

    public TaskContext Context { get; }

    public PromptCoordinator Prompts { get; }

    /// <summary>The steps and prompts that earlier attempts completed.</summary>
    public AttemptJournal Journal { get; private set; } = AttemptJournal.Empty;

    public bool KeepsResults => _task.Policy.Restartable;

    public int Number { get; }

    public AttemptOutcome? Outcome { get; private set; }

    /// <summary>Whether the attempt holds a concurrency slot.</summary>
    public bool HoldsConcurrencySlot => _holdsSlot;

    public TaskId TaskId => _task.Id;

    public CancellationToken CancellationToken => _cancellation.Token;

    /// <summary>Cancelled on shutdown only.</summary>
    public CancellationToken ProcessEnding => _ending.Token;

    public IServiceProvider Services => (_scope ??= _task.Engine.Scopes.CreateAsyncScope()).ServiceProvider;

    private TimeProvider Time => _task.Engine.Time;

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

    public void Cancel() => Stop(StopCause.Cancelled);

    public void Shutdown()
    {
        Stop(StopCause.Shutdown);
        _ = _ending.CancelAsync();
    }

    public void EnterCode()
    {
        _entered = true;
        Append(new TaskRunning());
        if (_task.Policy.Timeout is { } timeout)
        {
            _deadline ??= new LongTimer(Time, timeout, () => Stop(StopCause.Timeout));
        }
    }

    /// <summary>Whether its code has come to a checkpoint.</summary>
    public bool HasCheckpoints => Volatile.Read(ref _checkpoints) != 0;

    /// <summary>Its code came to a checkpoint: from the first one on people can pause it.</summary>
    public void OnCheckpoint()
    {
        if (!HasCheckpoints && Interlocked.Exchange(ref _checkpoints, 1) == 0)
        {
            _task.OnFirstCheckpoint();
        }
    }

    /// <summary>
    /// A task that waits for a person releases its slot. When it continues, it reacquires one even if none is free.
    /// </summary>
    public void HoldConcurrencySlot()
    {
        bool hold;
        lock (_slotGate)
        {
            hold = Outcome is null && !_task.IsWaitingInCode;
            if (hold == _holdsSlot)
            {
                return;
            }

            _holdsSlot = hold;
        }

        if (hold)
        {
            _task.Engine.Queue.ReacquireSlot(_task);
        }
        else
        {
            _task.Engine.Queue.Release(_task);
        }
    }

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
    public void Append(TaskEvent happened)
    {
        if (Outcome is null)
        {
            _task.TryAppend(happened, attempt: this);
        }
    }

    /// <summary>Abandons code that did not stop in time during a shutdown.</summary>
    public void AbandonForShutdown() =>
        _task.Abandon(this, ShutDown("The server was shut down and the task did not stop in time."));

    /// <summary>Runs the attempt to its end. Whatever happens, the attempt ends.</summary>
    private async Task RunAsync()
    {
        AttemptOutcome outcome;
        try
        {
            outcome = await RunCodeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // nothing awaits this: an uncaught exception would leave the task running forever
        catch (Exception error)
#pragma warning restore CA1031
        {
            outcome = FailedForGood(error);
        }

        _deadline?.Dispose();
        try
        {
            AppendEnd(outcome);
        }
        finally
        {
            End(outcome);
        }
    }

    private async Task<AttemptOutcome> RunCodeAsync()
    {
        Context.Enter();
        if (KeepsResults && _task.Snapshot is { Seq: > 2 })
        {
            Journal = new AttemptJournal(await _task.Engine.Store.MilestonesAsync(_task.Id).ConfigureAwait(false));
        }

        using var span = TaskTelemetry.StartAttempt(_task.Snapshot, Number);
        var outcome = await InvokeAsync().ConfigureAwait(false);
        if (outcome.Error is { } error)
        {
            span?.SetStatus(ActivityStatusCode.Error, Context.Live.Hide(TaskError.MessageOf(error)));
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
            Outcome = FailedForGood(error);
        }

        // cancellation was requested while another attempt was being scheduled
        _ = (Outcome == outcome && _task.TryAppend(new TaskCancelled(TaskReason.ByUser, null), attempt: this))
            || _task.TryAppend(FailedForGood(Outcome.Error).Event, attempt: this);
    }

    private void End(AttemptOutcome outcome)
    {
        Outcome ??= outcome;
        Context.Live.Close();
        HoldConcurrencySlot();
        _task.Engine.OnAttemptEnded(this);
    }

    private AttemptOutcome FailedForGood(Exception? error)
    {
        var reason = error is NotStorableException
            ? TaskReason.NotStorable
            : error is System.Text.Json.JsonException
            ? TaskReason.NotReadable
            : TaskReason.Exception;
        var captured = error is null
            ? new TaskError(nameof(TaskReason.Exception), "The outcome of the task is not allowed in its current state.")
            : Context.Redact(Capture(error));
        return new AttemptOutcome(new TaskFailed(reason, captured), Error: error);
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
            var result = await TaskResult.KeepAsync(returned, _task.Engine.ResultFiles).ConfigureAwait(false);
            outcome = new AttemptOutcome(new TaskSucceeded(TaskJson.ToResult(result, _task.Engine.Options.MaxResultBytes)), result);
        }
#pragma warning disable CA1031 // whatever the code of a task throws must only end that task
        catch (Exception error)
        {
            outcome = Explain(error);
        }

        try
        {
            await DisposeScopeAsync().ConfigureAwait(false);
        }
        catch (Exception error)
#pragma warning restore CA1031
        {
            outcome = outcome.Error is null ? Explain(error) : outcome;
        }

        return outcome;
    }

    /// <summary>Maps an exception to an outcome. An aggregate counts as what its inner exceptions have in common.</summary>
    private AttemptOutcome Explain(Exception error) => TaskError.CauseOf(error) switch
    {
        OperationCanceledException when _stop == StopCause.Timeout => TimedOut(),
        OperationCanceledException when _stop == StopCause.Cancelled || _task.State == TaskState.Cancelling =>
            new AttemptOutcome(new TaskCancelled(TaskReason.ByUser, null), Error: error),
        OperationCanceledException when _stop == StopCause.Shutdown =>
            new AttemptOutcome(ShutDown("The server was shut down while the task was running."), Error: error),
        ExternalTaskFailedException failed => Failed(TaskReason.Exception, Context.Redact(new TaskError("Script", failed.Message)), failed),
        HeartbeatTimeoutException silent => new AttemptOutcome(Silent(silent.Message), Error: silent),
        TaskDeclinedException declined =>
            new AttemptOutcome(new TaskDeclined(declined.By, Context.Live.Hide(declined.Title)), Error: declined),
        PromptTimeoutException late => ForGood(TaskReason.PromptTimeout, late),
        ResultTooLargeException large => ForGood(TaskReason.ResultTooLarge, large),
        ResultNotSerializableException unfit => ForGood(TaskReason.ResultNotSerializable, unfit),
        NotStorableException unfit => ForGood(TaskReason.NotStorable, unfit),
        _ => Failed(_entered ? TaskReason.Exception : TaskReason.BadParameters, Context.Redact(Capture(error)), error),
    };

    private AttemptOutcome ForGood(TaskReason reason, Exception error) =>
        new(new TaskFailed(reason, Context.Redact(Capture(error))), Error: error);

    private TaskError Capture(Exception error) => TaskError.From(error, _task.Engine.Options.MaxErrorText);

    /// <summary>The outcome of a failed attempt: another attempt or a failed task.</summary>
    private AttemptOutcome Failed(TaskReason reason, TaskError captured, Exception error)
    {
        var task = _task.Snapshot;
        if (_stop != StopCause.Shutdown && _task.State != TaskState.Cancelling && _task.Policy.MayRetry(Number, task.MaxAttempts, error))
        {
            if (_task.Policy.OnError == OnError.AskToRetry)
            {
                return new AttemptOutcome(new PromptAsked(AskToRetry(captured, task)), Error: error);
            }

#pragma warning disable CA5394 // jitter needs no cryptographic randomness
            var due = Time.UtcMicros().After(_task.Policy.DelayAfter(Number, Random.Shared.NextDouble()));
#pragma warning restore CA5394
            return new AttemptOutcome(new TaskBackoff(due, reason, captured), Error: error);
        }

        var isLast = reason == TaskReason.Exception && task.MaxAttempts > 1 && Number >= task.MaxAttempts;
        return new AttemptOutcome(new TaskFailed(isLast ? TaskReason.RetriesExhausted : reason, captured), Error: error);
    }

    private Prompt AskToRetry(TaskError error, TaskSnapshot task)
    {
        var now = Time.UtcMicros();
        return new Prompt(_task.NextPromptId, PromptKind.Retry, $"Attempt {Number} of {task.MaxAttempts} failed. Try again?")
        {
            Form = PromptForms.Retry,
            AskedAt = now,
            Deadline = now.After(_task.Policy.AskFor),
            Error = error,
        };
    }

    /// <summary>The outcome of a shutdown: a restartable task continues in the next process.</summary>
    private TaskEvent ShutDown(string message) =>
        KeepsResults ? new TaskLost(TaskReason.Shutdown, message) : new TaskInterrupted(TaskReason.Shutdown, message);

    /// <summary>
    /// The outcome of a missing heartbeat. A script that was asked to stop has probably done so without reporting it.
    /// </summary>
    private TaskEvent Silent(string message) =>
        _task.State == TaskState.Cancelling
            ? new TaskCancelled(TaskReason.Abandoned, null)
            : new TaskInterrupted(TaskReason.HeartbeatTimeout, message);

    private AttemptOutcome TimedOut()
    {
        var error = new TimeoutException($"The attempt timed out after {_task.Policy.Timeout:g}.");
        return Failed(TaskReason.Timeout, Capture(error), error);
    }

    private async ValueTask DisposeScopeAsync()
    {
        if (_scope is { } scope)
        {
            _scope = null;
            await scope.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Stop(StopCause cause)
    {
        if (_stop != StopCause.None || Outcome is not null)
        {
            return;
        }

        _stop = cause;
        _deadline?.Dispose();
        _deadline = new LongTimer(Time, _task.Engine.Options.GracePeriod, OnGraceOver);
        _ = _cancellation.CancelAsync(); // callbacks are the task's code: they run on the pool, and their exceptions are observed there
    }

    /// <summary>
    /// The code ignored the cancellation. The task ends without it, and its slot stays occupied until it returns.
    /// </summary>
    private void OnGraceOver()
    {
        if (Outcome is null && _stop != StopCause.Shutdown)
        {
            var end = _stop == StopCause.Timeout ? TimedOut().Event : new TaskCancelled(TaskReason.Abandoned, null);
            _task.Abandon(this, end);
        }
    }
}
