using BlazorTasks.External;
using BlazorTasks.Prompts;

namespace BlazorTasks.Execution;

/// <summary>Maps how the code of an attempt ended to the event of its task.</summary>
internal sealed class OutcomeMapper(MonitoredTask task, Attempt attempt, AttemptCancellation cancellation)
{
    /// <summary>Maps an exception to an outcome. An aggregate counts as what its inner exceptions have in common.</summary>
    public AttemptOutcome Explain(Exception error) => TaskError.CauseOf(error) switch
    {
        OperationCanceledException when cancellation.Cause == StopCause.Timeout => TimedOut(),
        OperationCanceledException when cancellation.Cause == StopCause.Cancelled || task.State == TaskState.Cancelling =>
            new AttemptOutcome(new TaskCancelled(TaskReason.ByUser, null), Error: error),
        OperationCanceledException when cancellation.Cause == StopCause.Shutdown =>
            new AttemptOutcome(ShutDown("The server was shut down while the task was running."), Error: error),
        ExternalTaskFailedException failed => Failed(TaskReason.Exception, new TaskError("Script", Hide(failed.Message)), failed),
        HeartbeatTimeoutException silent => new AttemptOutcome(Silent(silent.Message), Error: silent),
        TaskDeclinedException declined =>
            new AttemptOutcome(new TaskDeclined(declined.By, Hide(declined.Title)), Error: declined),
        PromptTimeoutException late => FailedForGood(TaskReason.PromptTimeout, late),
        ResultTooLargeException large => FailedForGood(TaskReason.ResultTooLarge, large),
        ResultNotSerializableException unfit => FailedForGood(TaskReason.ResultNotSerializable, unfit),
        NotStorableException unfit => FailedForGood(TaskReason.NotStorable, unfit),
        _ => Failed(attempt.HasEnteredCode ? TaskReason.Exception : TaskReason.BadParameters, Capture(error), error),
    };

    /// <summary>The outcome of an attempt whose end is not allowed or could not be stored: no other attempt follows.</summary>
    public AttemptOutcome FailedForGood(Exception? error) => error switch
    {
        null => new AttemptOutcome(new TaskFailed(
            TaskReason.Exception,
            new TaskError(nameof(TaskReason.Exception), "The outcome of the task is not allowed in its current state."))),
        NotStorableException => FailedForGood(TaskReason.NotStorable, error),
        JsonException => FailedForGood(TaskReason.NotReadable, error),
        _ => FailedForGood(TaskReason.Exception, error),
    };

    /// <summary>The outcome of an attempt that ran longer than its timeout.</summary>
    public AttemptOutcome TimedOut()
    {
        var error = new TimeoutException($"The attempt timed out after {task.Policy.Timeout:g}.");
        return Failed(TaskReason.Timeout, TaskError.From(error, task.Runtime.Options.MaxErrorText), error);
    }

    /// <summary>The outcome of a shutdown: a restartable task continues in the next process.</summary>
    public TaskEvent ShutDown(string message) => task.Policy.Restartable
        ? new TaskLost(TaskReason.Shutdown, message)
        : new TaskInterrupted(TaskReason.Shutdown, message);

    private AttemptOutcome FailedForGood(TaskReason reason, Exception error) =>
        new(new TaskFailed(reason, Capture(error)), Error: error);

    private TaskError Capture(Exception error) => TaskError.From(error, task.Runtime.Options.MaxErrorText, Hide);

    private string Hide(string text) => attempt.Context.Live.Hide(text);

    /// <summary>The outcome of a failed attempt: another attempt or a failed task.</summary>
    private AttemptOutcome Failed(TaskReason reason, TaskError captured, Exception error)
    {
        var max = task.Snapshot.MaxAttempts;
        if (!MayRetry(max, error))
        {
            var isLast = reason == TaskReason.Exception && max > 1 && attempt.Number >= max;
            return new AttemptOutcome(new TaskFailed(isLast ? TaskReason.RetriesExhausted : reason, captured), Error: error);
        }

        if (task.Policy.OnError == OnError.AskToRetry)
        {
            return new AttemptOutcome(new PromptAsked(AskToRetry(captured, max)), Error: error);
        }

#pragma warning disable CA5394 // jitter needs no cryptographic randomness
        var delay = task.Policy.DelayAfter(attempt.Number, Random.Shared.NextDouble());
#pragma warning restore CA5394
        return new AttemptOutcome(new TaskBackoff(task.Runtime.Time.UtcMicros().After(delay), reason, captured), Error: error);
    }

    private bool MayRetry(int maxAttempts, Exception error) =>
        cancellation.Cause != StopCause.Shutdown
        && task.State != TaskState.Cancelling
        && task.Policy.MayRetry(attempt.Number, maxAttempts, error);

    private Prompt AskToRetry(TaskError error, int maxAttempts)
    {
        var now = task.Runtime.Time.UtcMicros();
        return new Prompt(task.NextPromptId, PromptKind.Retry, $"Attempt {attempt.Number} of {maxAttempts} failed. Try again?")
        {
            Form = PromptForms.Retry,
            AskedAt = now,
            Deadline = now.After(task.Policy.AskFor),
            Error = error,
        };
    }

    /// <summary>
    /// The outcome of a missing heartbeat. A script that was asked to stop has probably done so without reporting it.
    /// </summary>
    private TaskEvent Silent(string message) =>
        task.State == TaskState.Cancelling
            ? new TaskCancelled(TaskReason.Abandoned, null)
            : new TaskInterrupted(TaskReason.HeartbeatTimeout, message);
}
