using System.Collections.Immutable;

namespace BlazorTasks.Storage;

/// <summary>
/// The stored tasks that cannot be read, for example because a row was damaged or changed by hand. They are skipped, so that
/// the others can be listed and recovered; their rows are left as they are.
/// </summary>
public sealed class UnreadableTasks
{
    /// <summary>The maximum number of tasks that are remembered.</summary>
    public const int Remembered = 1_000;

    private readonly ConcurrentDictionary<string, UnreadableTask> _tasks = new(StringComparer.Ordinal);
    private ImmutableArray<Action<UnreadableTask>> _subscribers = [];

    /// <summary>Gets the unreadable tasks found so far, sorted by row.</summary>
    public IReadOnlyList<UnreadableTask> All =>
        _tasks.IsEmpty ? [] : [.. _tasks.Values.OrderBy(task => task.Row, StringComparer.Ordinal)];

    /// <summary>Subscribes to unreadable tasks. The callback is called once for each task that turns out to be one.</summary>
    public void Subscribe(Action<UnreadableTask> onFound) =>
        ImmutableInterlocked.Update(ref _subscribers, (all, mine) => all.Add(mine), onFound);

    /// <summary>Reads one row. Errors of the database itself are not caught.</summary>
    /// <param name="read">Reads the task.</param>
    /// <param name="id">Reads the id in the row, or returns null.</param>
    /// <param name="row">Returns how to find the row, as an SQL condition.</param>
    /// <returns>The task, or null if the row cannot be read.</returns>
    public TaskSnapshot? Read(Func<TaskSnapshot?> read, Func<TaskId?> id, Func<string> row)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(row);
        try
        {
            var task = Checked(read(), id());
            if (!_tasks.IsEmpty)
            {
                _tasks.TryRemove(row(), out _); // repaired in the meantime
            }

            return task;
        }
#pragma warning disable CA1031 // whatever is wrong with one row, the others can be read
        catch (Exception error) when (error is not (DbException or IOException or OutOfMemoryException))
#pragma warning restore CA1031
        {
            Add(new UnreadableTask(Try(id), row(), error.Message));
            return null;
        }
    }

    private void Add(UnreadableTask task)
    {
        if (_tasks.Count < Remembered && _tasks.TryAdd(task.Row, task))
        {
            foreach (var subscriber in _subscribers)
            {
                subscriber(task);
            }
        }
    }

    private static TaskSnapshot Checked(TaskSnapshot? task, TaskId? id)
    {
        if (task is null || task.Id != id)
        {
            throw new FormatException($"The row contains the data of {(task is null ? "no task" : $"the task {task.Id}")}.");
        }

        return Enum.IsDefined(task.State) && task is { Name: not null, Tags: not null }
            ? task
            : throw new FormatException($"The state {task.State} is unknown, or the name or the tags are missing.");
    }

    private static TaskId? Try(Func<TaskId?> id)
    {
        try
        {
            return id();
        }
        catch (Exception error) when (error is ArgumentException or InvalidCastException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>A stored task that cannot be read.</summary>
/// <param name="Id">Its id, or null if not even that can be read.</param>
/// <param name="Row">The row, as an SQL condition on the table "tasks".</param>
/// <param name="Reason">Why it cannot be read.</param>
public sealed record UnreadableTask(TaskId? Id, string Row, string Reason)
{
    /// <summary>Returns a sentence that says which task cannot be read and why.</summary>
    public override string ToString() =>
        $"The task {Id?.ToString() ?? "with an unreadable id"} (table tasks, {Row}) cannot be read: {Reason.TrimEnd('.')}.";
}
