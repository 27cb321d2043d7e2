using BlazorTasks.Dashboard.Components.Prompts;

namespace BlazorTasks.Dashboard.Components.Active;

/// <summary>
/// What the Active page shows of the active tasks: filtered, and held still while a person is at work in the list.
/// Tasks change in place always; they come, go and move only at rest (UI.md §5).
/// </summary>
internal sealed class ActiveView
{
    private readonly Dictionary<TaskId, TaskSnapshot> _newest = [];
    private ActiveTasks _latest = ActiveTasks.None;
    private ActiveTasks _filtered = ActiveTasks.None;
    private ActiveFilter _filter = ActiveFilter.None;

    /// <summary>What is on screen.</summary>
    public ActiveTasks Shown { get; private set; } = ActiveTasks.None;

    /// <summary>Whether places are held.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>How many tasks wait to be shown, and how many on screen have ended meanwhile.</summary>
    public (int New, int Ended) PendingChanges { get; private set; }

    /// <summary>How many tasks match the filter.</summary>
    public int Count => _filtered.Unfinished + _filtered.JustFinished.Count;

    /// <summary>Takes what is active now.</summary>
    /// <param name="latest">The active tasks.</param>
    /// <param name="filter">Which of them are wanted.</param>
    /// <param name="me">Who looks: their questions come first. Null for somebody who may answer all.</param>
    public void Update(ActiveTasks latest, ActiveFilter filter, Person? me = null)
    {
        var sameFilter = filter == _filter || (filter.IsOff && _filter.IsOff);
        latest = me is null ? latest : MineFirst(latest, me);
        (_latest, _filter) = (latest, filter);
        _filtered = filter.IsOff ? latest : Filter(latest, filter);
        if (IsHeld && sameFilter)
        {
            ChangeInPlace();
        }
        else
        {
            ShowLatest();
        }
    }

    /// <summary>Holds places, or lets them move again.</summary>
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

    /// <summary>Shows what was held back.</summary>
    public void ShowLatest() => (Shown, PendingChanges) = (_filtered, default);

    /// <summary>Questions come first for all who look (<see cref="ActiveTasks.InProgress"/>); those that this person may not answer take their place among the others.</summary>
    private static ActiveTasks MineFirst(ActiveTasks tasks, Person me)
    {
        var asking = tasks.InProgress.TakeWhile(task => task.AsksSomething).ToList();
        if (asking.TrueForAll(task => OpenPrompts.IsFor(task, me)))
        {
            return tasks; // the same lists for all: what costs nothing
        }

        var mine = asking.Where(task => OpenPrompts.IsFor(task, me)).ToList();
        var others = tasks.InProgress.Where(task => !task.AsksSomething || !OpenPrompts.IsFor(task, me)).OrderByDescending(task => task.StartedAt).ThenByDescending(task => task.Id);
        return tasks with { InProgress = [.. mine, .. others] };
    }

    private void ChangeInPlace()
    {
        _newest.Clear();
        foreach (var task in _latest.InProgress.Concat(_latest.UpNext).Concat(_latest.JustFinished))
        {
            _newest[task.Id] = task;
        }

        var held = new ActiveTasks(Newest(Shown.InProgress), Newest(Shown.UpNext), Newest(Shown.JustFinished));
        var onScreen = held.InProgress.Concat(held.UpNext).Concat(held.JustFinished).Select(task => task.Id).ToHashSet();
        var arrived = _filtered.InProgress.Concat(_filtered.UpNext).Count(task => !onScreen.Contains(task.Id));
        var ended = held.InProgress.Concat(held.UpNext).Count(task => task.State.IsFinal());
        _newest.Clear();
        (Shown, PendingChanges) = (held, (arrived, ended));
    }

    private IReadOnlyList<TaskSnapshot> Newest(IReadOnlyList<TaskSnapshot> places)
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

    private static ActiveTasks Filter(ActiveTasks tasks, ActiveFilter filter) =>
        new([.. tasks.InProgress.Where(filter.Matches)], [.. tasks.UpNext.Where(filter.Matches)], [.. tasks.JustFinished.Where(filter.Matches)]);
}
