using BlazorTasks.Storage;

namespace BlazorTasks.Dashboard.Components.History;

/// <summary>
/// One page of the history as it is on screen. Tasks change in place always; they come and go only at rest, as in the
/// list of active tasks (UI.md §5).
/// </summary>
internal sealed class HistoryView
{
    private TaskPage? _latest;

    /// <summary>What is on screen; null before the first reading.</summary>
    public TaskPage? Page { get; private set; }

    /// <summary>Whether places are held.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>How many tasks wait to be shown.</summary>
    public int PendingChanges { get; private set; }

    /// <summary>Shows another page, whatever was on screen.</summary>
    public void Show(TaskPage page)
    {
        (_latest, Page) = (page, page);
        PendingChanges = 0;
    }

    /// <summary>Takes the same page as it is now.</summary>
    /// <param name="latest">The page.</param>
    /// <param name="find">A task that has left the history because it runs again, or null.</param>
    public void Update(TaskPage latest, Func<TaskId, TaskSnapshot?> find)
    {
        if (!IsHeld || Page is null)
        {
            Show(latest);
            return;
        }

        _latest = latest;
        var newest = latest.Items.ToDictionary(task => task.Id);
        PendingChanges = newest.Keys.Except(Page.Items.Select(task => task.Id)).Count();
        Page = Page with { Items = [.. Page.Items.Select(task => newest.GetValueOrDefault(task.Id) ?? find(task.Id) ?? task)] };
    }

    /// <summary>Holds places, or lets them move again.</summary>
    /// <returns>Whether anything on screen changes.</returns>
    public bool Hold(bool hold)
    {
        var moves = IsHeld && !hold && !ReferenceEquals(Page, _latest);
        IsHeld = hold;
        if (moves)
        {
            ShowLatest();
        }

        return moves;
    }

    /// <summary>Shows what was held back.</summary>
    public void ShowLatest()
    {
        if (_latest is not null)
        {
            Show(_latest);
        }
    }
}
