using System.Diagnostics;
using BlazorTasks.Diagnostics;
using BlazorTasks.External;
using BlazorTasks.Prompts;
using BlazorTasks.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks.Execution;

/// <summary>One attempt to run a task's code: on the thread pool, in a scope of its own, with everything it throws captured.</summary>
#pragma warning disable CA1001 // its token source has no timer: there is nothing to dispose, and the task's code may use it to the end
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

    /// <summary>What earlier attempts have finished and this one need not do again.</summary>
    public AttemptJournal Journal { get; private set; } = AttemptJournal.Empty;

    public bool KeepsResults => _task.Policy.Restartable;

    public int Number { get; }

    public AttemptOutcome? Outcome { get; private set; }

    /// <summary>Whether it takes a slot of the queue.</summary>
    public bool HoldsConcurrencySlot => _holdsSlot;

    public TaskId TaskId => _task.Id;

    public CancellationToken CancellationToken => _cancellation.Token;

    /// <summary>Set when the process ends, whatever else the task was told before.</summary>
    public CancellationToken ProcessEnding => _ending.Token;

    public IServiceProvider Services => (_scope ??= _task.Engine.Scopes.CreateAsyncScope()).ServiceProvider;

    private TimeProvider Time => _task.Engine.Time;

    /// <summary>Begins the code, now that the claim is stored.</summary>
    public void Launch()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Ends it before its code was begun, because its claim could not be stored.</summary>
    /// <returns>False when the code was begun.</returns>
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

    /// <summary>A task that waits for a person takes no slot; it takes one again, free or not, when it goes on.</summary>
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

    /// <summary>Appends what the code does; ignored once the code has ended or was abandoned.</summary>
    public void Append(TaskEvent happened)
    {
        if (Outcome is null)
        {
            _task.TryAppend(happened, attempt: this);
        }
    }

    /// <summary>The process ends and the code did not stop in time.</summary>
    public void AbandonForShutdown() =>
        _task.Abandon(this, ShutDown("The server was shut down, and the task did not stop in time."));

    /// <summary>Whatever happens in here, the attempt ends.</summary>
    private async Task RunAsync()
    {
        AttemptOutcome outcome;
        try
        {
            outcome = await RunCodeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // nobody awaits this: what is not caught here would leave the task running for ever
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

    /// <summary>The end of the task as far as it goes on with this attempt. When its end is not allowed, or cannot be stored, it fails with that.</summary>
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

        // asked to stop a moment ago, when its end was another attempt
        _ = (Outcome == outcome && _task.TryAppend(new TaskCancelled(TaskReason.ByUser, null), attempt: this)) || _task.TryAppend(FailedForGood(Outcome.Error).Event, attempt: this);
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
        var reason = error is NotStorableException ? TaskReason.NotStorable : error is System.Text.Json.JsonException ? TaskReason.NotReadable : TaskReason.Exception;
        var captured = error is null ? new TaskError(nameof(TaskReason.Exception), "The task ended in a way that its state does not allow.") : Context.Redact(Capture(error));
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
#pragma warning disable CA1031 // whatever the code of a task throws becomes the end of that task, and of nothing else
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

    /// <summary>What an exception means for the task. One that stands for several means what they all mean.</summary>
    private AttemptOutcome Explain(Exception error) => TaskError.CauseOf(error) switch
    {
        OperationCanceledException when _stop == StopCause.Timeout => TimedOut(),
        OperationCanceledException when _stop == StopCause.Cancelled || _task.State == TaskState.Cancelling =>
            new AttemptOutcome(new TaskCancelled(TaskReason.ByUser, null), Error: error),
        OperationCanceledException when _stop == StopCause.Shutdown =>
            new AttemptOutcome(ShutDown("The server was shut down while this task ran."), Error: error),
        ExternalTaskFailedException failed => Failed(TaskReason.Exception, Context.Redact(new TaskError("Script", failed.Message)), failed),
        HeartbeatTimeoutException silent => new AttemptOutcome(Silent(silent.Message), Error: silent),
        TaskDeclinedException declined => new AttemptOutcome(new TaskDeclined(declined.By, Context.Live.Hide(declined.Title)), Error: declined),
        PromptTimeoutException late => ForGood(TaskReason.PromptTimeout, late),
        ResultTooLargeException large => ForGood(TaskReason.ResultTooLarge, large),
        ResultNotSerializableException unfit => ForGood(TaskReason.ResultNotSerializable, unfit),
        NotStorableException unfit => ForGood(TaskReason.NotStorable, unfit),
        _ => Failed(_entered ? TaskReason.Exception : TaskReason.BadParameters, Context.Redact(Capture(error)), error),
    };

    private AttemptOutcome ForGood(TaskReason reason, Exception error) => new(new TaskFailed(reason, Context.Redact(Capture(error))), Error: error);

    private TaskError Capture(Exception error) => TaskError.From(error, _task.Engine.Options.MaxErrorText);

    /// <summary>The end of a failed attempt: another one later, or the end of the task.</summary>
    private AttemptOutcome Failed(TaskReason reason, TaskError captured, Exception error)
    {
        var task = _task.Snapshot;
        if (_stop != StopCause.Shutdown && _task.State != TaskState.Cancelling && _task.Policy.MayRetry(Number, task.MaxAttempts, error))
        {
            if (_task.Policy.OnError == OnError.AskToRetry)
            {
                return new AttemptOutcome(new PromptAsked(AskToRetry(captured, task)), Error: error);
            }

#pragma warning disable CA5394 // a pause is no secret
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

    /// <summary>The end of an attempt by the end of the process: a restartable task goes on in the next one.</summary>
    private TaskEvent ShutDown(string message) =>
        KeepsResults ? new TaskLost(TaskReason.Shutdown, message) : new TaskInterrupted(TaskReason.Shutdown, message);

    /// <summary>The end by the silence of a script; one that was asked to stop has probably done so, without a word.</summary>
    private TaskEvent Silent(string message) =>
        _task.State == TaskState.Cancelling ? new TaskCancelled(TaskReason.Abandoned, null) : new TaskInterrupted(TaskReason.HeartbeatTimeout, message);

    private AttemptOutcome TimedOut()
    {
        var error = new TimeoutException($"It took longer than {_task.Policy.Timeout:g}, the most that one attempt may take.");
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
        _ = _cancellation.CancelAsync(); // callbacks are the task's code: they run on the pool, and what they throw is theirs
    }

    /// <summary>The code was told to stop and did not. The task ends without it; its slot stays taken until it returns.</summary>
    private void OnGraceOver()
    {
        if (Outcome is null && _stop != StopCause.Shutdown)
        {
            var end = _stop == StopCause.Timeout ? TimedOut().Event : new TaskCancelled(TaskReason.Abandoned, null);
            _task.Abandon(this, end);
        }
    }
}
