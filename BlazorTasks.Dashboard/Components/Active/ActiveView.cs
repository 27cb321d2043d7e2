namespace BlazorTasks.Dashboard.Components.Active;

/// <summary>
/// The active tasks as the Active page shows them: filtered, and with a frozen order while the user interacts with the
/// list. Tasks are updated in place at any time; they are added, removed and moved only at rest.
/// </summary>
internal sealed class ActiveView
{
    private readonly Dictionary<TaskId, TaskSnapshot> _newest = [];
    private ActiveTasks _latest = ActiveTasks.None;
    private ActiveTasks _filtered = ActiveTasks.None;
    private TaskFilter _filter = TaskFilter.None;

    /// <summary>The tasks on screen.</summary>
    public ActiveTasks Shown { get; private set; } = ActiveTasks.None;

    /// <summary>Whether order and membership are frozen.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>The number of tasks that are not shown yet, and of shown tasks that have finished in the meantime.</summary>
    public (int New, int Ended) PendingChanges { get; private set; }

    /// <summary>The number of tasks that match the filter.</summary>
    public int Count => _filtered.Unfinished + _filtered.JustFinished.Count;

    /// <summary>Applies the current active tasks.</summary>
    /// <param name="latest">The active tasks.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="me">The viewer, whose questions come first. Null for a viewer who may answer all.</param>
    public void Update(ActiveTasks latest, TaskFilter filter, Person? me = null)
    {
        var sameFilter = filter == _filter || (filter.IsEmpty && _filter.IsEmpty);
        latest = me is null ? latest : OwnQuestionsFirst(latest, me);
        (_latest, _filter) = (latest, filter);
        _filtered = filter.IsEmpty ? latest : Filter(latest, filter);
        if (IsHeld && sameFilter)
        {
            ChangeInPlace();
        }
        else
        {
            ShowLatest();
        }
    }

    /// <summary>Freezes order and membership, or releases them.</summary>
    /// <returns>Whether anything on screen changes.</returns>
    public bool Hold(bool hold)
    {
        var moves = IsHeld && !hold && !ReferenceEquals(Shown, _filtered);
        IsHeld = hold;
        if (moves)
        {
            ShowLatest();
        }

        return moves;
    }

    /// <summary>Applies the pending changes.</summary>
    public void ShowLatest() => (Shown, PendingChanges) = (_filtered, default);

    /// <summary>
    /// <see cref="ActiveTasks.InProgress"/> lists questions first for everyone; those the viewer may not answer are sorted
    /// among the other tasks.
    /// </summary>
    private static ActiveTasks OwnQuestionsFirst(ActiveTasks tasks, Person me)
    {
        var asking = tasks.InProgress.TakeWhile(task => task.AsksSomething).ToList();
        if (asking.TrueForAll(me.CanAnswer))
        {
            return tasks; // the same lists for every viewer: no allocation
        }

        var mine = asking.Where(me.CanAnswer).ToList();
        var others = tasks.InProgress.Where(task => !task.AsksSomething || !me.CanAnswer(task))
            .OrderByDescending(task => task.StartedAt).ThenByDescending(task => task.Id);
        return tasks with { InProgress = [.. mine, .. others] };
    }

    private void ChangeInPlace()
    {
        _newest.Clear();
        foreach (var task in _latest.InProgress.Concat(_latest.UpNext).Concat(_latest.JustFinished))
        {
            _newest[task.Id] = task;
        }

        var held = new ActiveTasks(WithLatest(Shown.InProgress), WithLatest(Shown.UpNext), WithLatest(Shown.JustFinished));
        var onScreen = held.InProgress.Concat(held.UpNext).Concat(held.JustFinished).Select(task => task.Id).ToHashSet();
        var arrived = _filtered.InProgress.Concat(_filtered.UpNext).Count(task => !onScreen.Contains(task.Id));
        var ended = held.InProgress.Concat(held.UpNext).Count(task => task.State.IsFinal());
        _newest.Clear();
        (Shown, PendingChanges) = (held, (arrived, ended));
    }

    private IReadOnlyList<TaskSnapshot> WithLatest(IReadOnlyList<TaskSnapshot> places)
    {
        TaskSnapshot[]? changed = null;
        for (var i = 0; i < places.Count; i++)
        {
            if (_newest.TryGetValue(places[i].Id, out var newest) && !ReferenceEquals(newest, places[i]))
            {
                changed ??= [.. places];
                changed[i] = newest;
            }
        }

        return changed ?? places;
    }

    private static ActiveTasks Filter(ActiveTasks tasks, TaskFilter filter) => new(
        [.. tasks.InProgress.Where(filter.Matches)],
        [.. tasks.UpNext.Where(filter.Matches)],
        [.. tasks.JustFinished.Where(filter.Matches)]);
}
