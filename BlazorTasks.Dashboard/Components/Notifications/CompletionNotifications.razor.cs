using System.Collections.Concurrent;
using BlazorTasks.Dashboard.Components.Formatting;
using BlazorTasks.Dashboard.Components.Layout;

namespace BlazorTasks.Dashboard.Components.Notifications;

/// <summary>Watches for the end of this person's tasks.</summary>
public sealed partial class CompletionNotifications
{
    private const int MostAtOnce = 3;

    private readonly ConcurrentDictionary<TaskId, bool> _told = new();
    private readonly ConcurrentQueue<TaskSnapshot> _ended = new();
    private DateTimeOffset _since;
    private string? _me;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _since = Time.GetUtcNow();
        _me = await Viewer.NameAsync();
        await base.OnInitializedAsync();
    }

    /// <inheritdoc />
    protected override bool Concerns(TaskFrame frame)
    {
        foreach (var task in frame.Changed.Values)
        {
            if (task.Owner is not null && task.Owner == _me && task.FinishedAt >= _since && task.DismissedAt is null && _ended.Count < MostAtOnce && _told.TryAdd(task.Id, true))
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
