using BlazorTasks.Dashboard.Components.Layout;

namespace BlazorTasks.Dashboard.Components.Notifications;

/// <summary>Watches for the viewer's finished tasks.</summary>
public sealed partial class CompletionNotifications
{
    private const int MaxAtOnce = 3;

    private readonly ConcurrentDictionary<TaskId, bool> _notified = new();
    private readonly ConcurrentQueue<TaskSnapshot> _ended = new();
    private DateTimeOffset _since;
    private string? _me;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _since = Time.GetUtcNow();
        _me = Viewer.Person.Id;
        await base.OnInitializedAsync();
    }

    /// <inheritdoc />
    protected override bool Concerns(TaskFrame frame)
    {
        foreach (var task in frame.Changed.Values)
        {
            var isMine = task.Owner is not null && task.Owner == _me;
            var isNew = task.FinishedAt >= _since && task.DismissedAt is null;
            if (isMine && isNew && _ended.Count < MaxAtOnce && _notified.TryAdd(task.Id, true))
            {
                _ended.Enqueue(task);
            }
        }

        return !_ended.IsEmpty;
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        while (_ended.TryDequeue(out var task))
        {
            if (!Navigation.Uri.EndsWith($"/task/{task.Id}", StringComparison.Ordinal))
            {
                Toaster.Ended(task);
            }

            await LiveRegion.SayAsync($"{task.Name} {task.Label}: {TaskText.Word(task)}", task.Id.ToString());
        }
    }
}
