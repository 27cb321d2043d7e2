using System.Collections.Concurrent;

namespace BlazorTasks.Components;

/// <summary>
/// Messages about the viewer's tasks, in a corner of the page: a task has finished or asks something. A failure stays until it
/// is closed, a question at most until it is answered.
/// </summary>
public sealed partial class TaskToasts
{
    private const int MaxAtOnce = 3;

    private readonly ConcurrentDictionary<(TaskId, string), bool> _notified = new();
    private readonly ConcurrentQueue<TaskSnapshot> _arrived = new();
    private readonly List<Toast> _toasts = [];
    private DateTimeOffset _since;

    /// <summary>How long a message is shown that does not wait to be closed.</summary>
    [Parameter]
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(6);

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _since = Time.GetUtcNow();
        await base.OnInitializedAsync();
    }

    /// <inheritdoc />
    protected override bool Concerns(TaskFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        foreach (var task in frame.Changed.Values.Where(Mine.CanSee))
        {
            if (OccasionOf(task) is { } occasion && _notified.TryAdd((task.Id, occasion), true))
            {
                _arrived.Enqueue(task);
            }
        }

        return !_arrived.IsEmpty || _toasts.Count > 0;
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        await Mine.AccessAsync();
        while (_arrived.TryDequeue(out var task))
        {
            _toasts.RemoveAll(toast => toast.Task.Id == task.Id);
            Show(new Toast(task, TextOf(task), task.State is TaskState.Failed or TaskState.Interrupted));
        }

        _toasts.RemoveAll(toast => toast.Task.Prompt is { } prompt && Mine.FindLive(toast.Task.Id)?.Prompt?.Id != prompt.Id);
    }

    private string? OccasionOf(TaskSnapshot task) => task.FinishedAt >= _since && Mine.IsMine(task) ? task.State.ToString()
        : task is { AsksSomething: true, Prompt: { } prompt } && prompt.AskedAt >= _since && Mine.CanAnswer(task) ? prompt.Id
        : null;

    private string TextOf(TaskSnapshot task) => task.Prompt is { } prompt ? PromptText.Short(task, prompt, Mine.Me)
        : TaskText.Outcome(task, Mine.Me?.Name) is { Length: > 0 } outcome
        ? LogText.CleanLine($"{TaskText.Word(task)}: {outcome}")
        : TaskText.Word(task);

    private void Show(Toast toast)
    {
        _toasts.Insert(0, toast);
        if (_toasts.Count > MaxAtOnce)
        {
            _toasts.RemoveRange(MaxAtOnce, _toasts.Count - MaxAtOnce);
        }

        if (!toast.IsError)
        {
            _ = CloseLaterAsync(toast);
        }
    }

    private async Task CloseLaterAsync(Toast toast)
    {
        var passed = await Task.Delay(Duration, Time, Disposed)
            .ContinueWith(wait => wait.IsCompletedSuccessfully, TaskScheduler.Current);
        if (passed)
        {
            Close(toast);
            StateHasChanged();
        }
    }

    private void Close(Toast toast) => _toasts.Remove(toast);

    /// <summary>A message.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="Text">The message.</param>
    /// <param name="IsError">Whether it stays until it is closed.</param>
    private sealed record Toast(TaskSnapshot Task, string Text, bool IsError);
}
