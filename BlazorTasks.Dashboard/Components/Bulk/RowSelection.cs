namespace BlazorTasks.Dashboard.Components.Bulk;

/// <summary>The selected rows of a list.</summary>
internal sealed class RowSelection
{
    private readonly HashSet<TaskId> _ticked = [];
    private TaskId? _last;

    /// <summary>The selected tasks.</summary>
    public IReadOnlySet<TaskId> Ticked => _ticked;

    /// <summary>The number of selected tasks.</summary>
    public int Count => _ticked.Count;

    /// <summary>The selected tasks as text, with which places.js restores them.</summary>
    public string Text => string.Join(',', _ticked);

    /// <summary>Toggles a row; with <paramref name="upTo"/>, selects the range from the last toggled row to this one.</summary>
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

    /// <summary>Selects all rows, or none if all are selected.</summary>
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

    /// <summary>Selects what was selected, as far as there are still rows for it.</summary>
    public void Restore(IEnumerable<TaskSnapshot> rows, string text)
    {
        var ids = text.Split(',').ToHashSet();
        Clear();
        _ticked.UnionWith(rows.Select(row => row.Id).Where(id => ids.Contains($"{id}")));
    }

    /// <summary>Clears the selection.</summary>
    public void Clear()
    {
        _ticked.Clear();
        _last = null;
    }
}
