using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks.Execution;

/// <summary>One attempt to run a task's code: on the thread pool, in a scope of its own, with everything it throws captured.</summary>
#pragma warning disable CA1001 // its token source has no timer: there is nothing to dispose, and the task's code may use it to the end
internal sealed class Attempt : IThreadPoolWorkItem
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly MonitoredTask _task;
    private readonly int _firstStep;
    private AsyncServiceScope? _scope;
    private bool _entered;
    private volatile StopCause _stop;

    public Attempt(MonitoredTask task, TaskSnapshot starting)
    {
        _task = task;
        _firstStep = starting.Steps;
        Number = starting.Attempt;
        Context = new TaskContext(task, this, task.Engine.Options);
    }

    private enum StopCause
    {
        None,
        Cancelled,
        Shutdown,
    }

    public TaskContext Context { get; }

    public int Number { get; }

    public AttemptOutcome? Outcome { get; private set; }

    public CancellationToken CancellationToken => _cancellation.Token;

    public IServiceProvider Services => (_scope ??= _task.Engine.Scopes.CreateAsyncScope()).ServiceProvider;

    public void Launch() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    public void Cancel() => Stop(StopCause.Cancelled);

    public void Shutdown() => Stop(StopCause.Shutdown);

    public void EnterCode()
    {
        _entered = true;
        _task.TryAppend(new TaskRunning());
    }

    public int StartStep(string name, int number)
    {
        Append(new StepStarted(_firstStep + number, name));
        return _firstStep + number;
    }

    public void Append(TaskEvent happened)
    {
        if (Outcome is null)
        {
            _task.TryAppend(happened);
        }
    }

    private async Task RunAsync()
    {
        Context.Enter();
        var outcome = await InvokeAsync().ConfigureAwait(false);
        Outcome = outcome;
        _task.TryAppend(outcome.Event);
        Context.Live.Close();
        _task.Engine.OnAttemptEnded(_task);
    }

    private async Task<AttemptOutcome> InvokeAsync()
    {
        AttemptOutcome outcome;
        try
        {
            _cancellation.Token.ThrowIfCancellationRequested();
            var result = await _task.Body!(Context).ConfigureAwait(false);
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

    private AttemptOutcome Explain(Exception error) => error switch
    {
        OperationCanceledException when _stop == StopCause.Cancelled || _task.State == TaskState.Cancelling =>
            new AttemptOutcome(new TaskCancelled(TaskReason.ByUser, null)),
        OperationCanceledException when _stop == StopCause.Shutdown =>
            new AttemptOutcome(new TaskInterrupted(TaskReason.Shutdown, "The server was shut down while this task ran.")),
        ResultTooLargeException => new AttemptOutcome(new TaskFailed(TaskReason.ResultTooLarge, TaskError.From(error)), Error: error),
        _ => new AttemptOutcome(new TaskFailed(_entered ? TaskReason.Exception : TaskReason.BadParameters, TaskError.From(error)), Error: error),
    };

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
        if (_stop == StopCause.None)
        {
            _stop = cause;
            _ = _cancellation.CancelAsync(); // callbacks are the task's code: they run on the pool, and what they throw is theirs
        }
    }
}
