using BlazorTasks.Execution;
using BlazorTasks.Forms;

namespace BlazorTasks.Prompts;

/// <summary>Where the code of one attempt asks and waits. One question at a time: others wait for their turn, and none holds a thread.</summary>
#pragma warning disable CA1001 // nobody waits on a handle of the semaphore: there is nothing to dispose, and the task's code may use it to the end
internal sealed class PromptCoordinator(MonitoredTask task, Attempt attempt)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _gate = new();
    private readonly Lock _pauseGate = new();
    private volatile Task _pause = Task.CompletedTask;
    private TaskCompletionSource<PromptAnswered>? _answer;
    private Prompt? _open;

    /// <summary>The form of the open question with all rules that only code knows; the stored one has lost them.</summary>
    public FormSchema? FormOf(string promptId) => _open is { } open && open.Id == promptId ? open.Form : null;

    /// <summary>Asks, and returns when the answer is stored.</summary>
    /// <exception cref="PromptTimeoutException">Nobody answered in time.</exception>
    /// <exception cref="OperationCanceledException">The task was asked to stop.</exception>
    public async Task<PromptAnswered> AskAsync(Prompt draft, TimeSpan? timeout)
    {
        await _turn.WaitAsync(attempt.CancellationToken).ConfigureAwait(false);
        try
        {
            if (attempt.Journal.TakePrompt(draft.Kind, draft.Title, task.OpenPromptId) is { } before)
            {
                return before.Answer ?? await WaitAsync(before.Prompt with { Form = draft.Form }).ConfigureAwait(false);
            }

            var now = task.Engine.Time.UtcMicros();
            return await WaitAsync(draft with { Id = task.NextPromptId, AskedAt = now, Deadline = timeout is { } length ? now.After(length) : null }).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Pauses the task if someone asked for it, and waits until it may go on: whichever of its threads come here, all of them wait.</summary>
    public Task PauseAsync()
    {
        if (_pause.IsCompleted && task.PauseRequestedBy is null)
        {
            return Task.CompletedTask;
        }

        lock (_pauseGate)
        {
            if (_pause.IsCompleted && task.PauseRequestedBy is { } by)
            {
                var over = new TaskCompletionSource<PromptAnswered>(TaskCreationOptions.RunContinuationsAsynchronously);
                _pause = over.Task; // before it is asked: from then on nobody wishes a pause any more
                _ = AskAsync(new Prompt("", PromptKind.Pause, $"Paused by {by}") { Form = PromptForms.Pause }, timeout: null)
                    .ContinueWith(over.SetFromTask, TaskScheduler.Default);
            }

            return _pause;
        }
    }

    /// <summary>Called in the order of the journal: the answer is stored, so the code may see it.</summary>
    public void OnCommitted(TaskEvent happened)
    {
        lock (_gate)
        {
            switch (happened)
            {
                case PromptAnswered answered when _open?.Id == answered.Prompt:
                    _answer?.TrySetResult(answered);
                    break;
                case PromptExpired expired when _open?.Id == expired.Prompt:
                    _answer?.TrySetException(new PromptTimeoutException(_open.Title));
                    break;
            }
        }
    }

    private async Task<PromptAnswered> WaitAsync(Prompt prompt)
    {
        var answer = new TaskCompletionSource<PromptAnswered>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            (_open, _answer) = (prompt, answer);
        }

        try
        {
            if (!task.TryAppend(new PromptAsked(prompt), attempt: attempt))
            {
                attempt.CancellationToken.ThrowIfCancellationRequested();
                throw new OperationCanceledException($"\"{prompt.Title}\" was not asked: the task is no longer running.");
            }

            return await answer.Task.WaitAsync(attempt.CancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                (_open, _answer) = (null, null);
            }
        }
    }
}
