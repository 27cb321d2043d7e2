namespace BlazorTasks.Dashboard.Components.History;

/// <summary>
/// One page of the history as shown. Tasks are updated in place at any time; they are added and removed only at rest, as
/// in the list of active tasks.
/// </summary>
internal sealed class HistoryView
{
    private TaskPage? _latest;

    /// <summary>The page on screen; null before it is loaded.</summary>
    public TaskPage? Page { get; private set; }

    /// <summary>Whether order and membership are frozen.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>The number of tasks that are not shown yet.</summary>
    public int PendingChanges { get; private set; }

    /// <summary>Replaces the page on screen.</summary>
    public void Show(TaskPage page)
    {
        (_latest, Page) = (page, page);
        PendingChanges = 0;
    }

    /// <summary>Applies the current state of the same page.</summary>
    /// <param name="latest">The page.</param>
    /// <param name="find">Finds a task that is no longer in the history because it runs again.</param>
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

    /// <summary>Freezes order and membership, or releases them.</summary>
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

    /// <summary>Applies the pending changes.</summary>
    public void ShowLatest()
    {
        if (_latest is not null)
        {
            Show(_latest);
        }
    }
}
