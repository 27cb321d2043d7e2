using BlazorTasks.Execution;
using BlazorTasks.Forms;

namespace BlazorTasks.Prompts;

/// <summary>
/// Opens prompts for the code of an attempt and waits for their answers. Prompts are opened one at a time, and no thread is
/// blocked.
/// </summary>
// the semaphore's wait handle is never used, so there is nothing to dispose, and the task's code may still use it
#pragma warning disable CA1001
internal sealed class PromptCoordinator(MonitoredTask task, Attempt attempt)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _gate = new();
    private Task _pause = Task.CompletedTask;
    private TaskCompletionSource<PromptAnswered>? _answer;
    private Prompt? _open;

    /// <summary>The form of the open prompt with its validation attributes, which are not stored.</summary>
    public FormSchema? FormOf(string promptId) => _open is { } open && open.Id == promptId ? open.Form : null;

    /// <summary>Opens a prompt and returns when its answer is stored.</summary>
    /// <exception cref="PromptTimeoutException">Nobody answered in time.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public async Task<PromptAnswered> AskAsync(Prompt draft, TimeSpan? timeout)
    {
        await _turn.WaitAsync(attempt.CancellationToken).ConfigureAwait(false);
        try
        {
            if (attempt.Journal.TakePrompt(draft.Kind, draft.Title, task.OpenPromptId) is { } before)
            {
                return before.Answer ?? await WaitAsync(before.Prompt with { Form = draft.Form }).ConfigureAwait(false);
            }

            var now = task.Runtime.Time.UtcMicros();
            draft = draft with // the draft itself is not needed while the task waits
            {
                Id = task.NextPromptId,
                AskedAt = now,
                Deadline = timeout is { } length ? now.After(length) : null
            };
            return await WaitAsync(draft).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Pauses the task if requested, and waits until it is resumed. All threads that reach a checkpoint wait.</summary>
    public Task PauseAsync()
    {
        var pause = Volatile.Read(ref _pause);
        if (!pause.IsCompleted || task.PauseRequestedBy is not { } by)
        {
            return pause;
        }

        var over = new TaskCompletionSource<PromptAnswered>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = Interlocked.CompareExchange(ref _pause, over.Task, pause); // before the prompt fulfills the request
        if (first != pause)
        {
            return first;
        }

        _ = AskAsync(new Prompt("", PromptKind.Pause, $"Paused by {by}") { Form = PromptForms.Pause }, timeout: null)
            .ContinueWith(over.SetFromTask, TaskScheduler.Default);
        return over.Task;
    }

    /// <summary>Called in journal order after an answer is stored, so that the code may see it.</summary>
    public void OnCommitted(TaskEvent taskEvent)
    {
        lock (_gate)
        {
            switch (taskEvent)
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
                throw new OperationCanceledException(
                    $"The prompt \"{prompt.Title}\" was not opened because the task is no longer running.");
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
