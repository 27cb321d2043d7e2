using BlazorTasks.Dashboard.Components.Cards;

namespace BlazorTasks.Dashboard.Components.Bulk;

/// <summary>The selected rows of a list. The list is frozen while there are any, and while the user interacts with it.</summary>
/// <param name="rows">Returns the rows of the list.</param>
/// <param name="hold">Freezes the list, or releases it.</param>
internal sealed class RowSelection(Func<IEnumerable<TaskSnapshot>> rows, Action<bool> hold)
{
    private const string AllMatching = "all";

    private readonly HashSet<TaskId> _ticked = [];
    private TaskId? _last;
    private bool _isInUse;

    /// <summary>The selected tasks.</summary>
    public IReadOnlySet<TaskId> Ticked => _ticked;

    /// <summary>The number of selected tasks.</summary>
    public int Count => _ticked.Count;

    /// <summary>The rows of the selected tasks.</summary>
    public IEnumerable<TaskSnapshot> Items => rows().Where(row => _ticked.Contains(row.Id));

    /// <summary>Whether all tasks that match the filter are selected, and not only those with a row.</summary>
    public bool IsAllMatching { get; private set; }

    /// <summary>The selection as text, with which places.js restores it.</summary>
    public string Text => IsAllMatching ? AllMatching : string.Join(',', _ticked);

    /// <summary>Selects or deselects a row, or selects all rows from the last one to it.</summary>
    public void Tick(TaskCommand tick) => Change(() =>
    {
        var task = tick.Task.Id;
        if (tick.UpTo && _last is { } last && last != task)
        {
            var ids = rows().Select(row => row.Id).ToList();
            var (from, to) = (ids.IndexOf(last), ids.IndexOf(task));
            if (from >= 0 && to >= 0)
            {
                _ticked.UnionWith(ids[Math.Min(from, to)..(Math.Max(from, to) + 1)]);
            }
        }
        else if (!_ticked.Remove(task))
        {
            _ticked.Add(task);
        }

        _last = task;
    });

    /// <summary>Selects all rows, or none if all are selected.</summary>
    public void TickAll() => Change(() =>
    {
        var ids = rows().Select(row => row.Id).ToList();
        if (ids.TrueForAll(_ticked.Contains))
        {
            _ticked.Clear();
        }
        else
        {
            _ticked.UnionWith(ids);
        }
    });

    /// <summary>Selects all tasks that match the filter.</summary>
    public void TickAllMatching() => Change(() =>
    {
        _ticked.UnionWith(rows().Select(row => row.Id));
        IsAllMatching = _ticked.Count > 0;
    });

    /// <summary>Selects what was selected, as far as there are still rows for it.</summary>
    public void Restore(ChangeEventArgs change)
    {
        Clear();
        if (change.Value is AllMatching)
        {
            TickAllMatching();
        }
        else
        {
            var ids = $"{change.Value}".Split(',').ToHashSet();
            Change(() => _ticked.UnionWith(rows().Select(row => row.Id).Where(id => ids.Contains($"{id}"))));
        }
    }

    /// <summary>Clears the selection.</summary>
    public void Clear() => Change(() =>
    {
        _ticked.Clear();
        _last = null;
    });

    /// <summary>The user starts or stops interacting with the list.</summary>
    public void Hold(bool isInUse)
    {
        _isInUse = isInUse;
        hold(_isInUse || Count > 0);
    }

    private void Change(Action change)
    {
        IsAllMatching = false;
        change();
        Hold(_isInUse);
    }
}
