namespace BlazorTasks.Dashboard.Components.Bulk;

/// <summary>Which rows of a list are ticked.</summary>
internal sealed class RowSelection
{
    private readonly HashSet<TaskId> _ticked = [];
    private TaskId? _last;

    /// <summary>The ticked tasks.</summary>
    public IReadOnlySet<TaskId> Ticked => _ticked;

    /// <summary>How many there are.</summary>
    public int Count => _ticked.Count;

    /// <summary>Ticks a row or takes its tick away; up to here, it ticks every row since the last one that was ticked.</summary>
    public void Tick(IEnumerable<TaskSnapshot> rows, TaskSnapshot task, bool upTo)
    {
        if (upTo && _last is { } last && last != task.Id)
        {
            var ids = rows.Select(row => row.Id).ToList();
            var (from, to) = (ids.IndexOf(last), ids.IndexOf(task.Id));
            if (from >= 0 && to >= 0)
            {
                _ticked.UnionWith(ids[Math.Min(from, to)..(Math.Max(from, to) + 1)]);
            }
        }
        else if (!_ticked.Remove(task.Id))
        {
            _ticked.Add(task.Id);
        }

        _last = task.Id;
    }

    /// <summary>Ticks all of these, or none if all of them are ticked.</summary>
    public void TickAll(IEnumerable<TaskSnapshot> rows)
    {
        var ids = rows.Select(row => row.Id).ToList();
        if (ids.TrueForAll(_ticked.Contains))
        {
            Clear();
        }
        else
        {
            _ticked.UnionWith(ids);
        }
    }

    /// <summary>Takes all ticks away.</summary>
    public void Clear()
    {
        _ticked.Clear();
        _last = null;
    }
}
