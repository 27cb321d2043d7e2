namespace BlazorTasks.Dashboard.Components.Schedules;

/// <summary>The last runs of schedules. They are kept until a task of the schedule changes.</summary>
internal sealed class ScheduleRuns(TaskAccess access)
{
    /// <summary>The maximum number of runs per schedule.</summary>
    public const int Count = 10;

    private readonly ConcurrentDictionary<string, IReadOnlyList<TaskSnapshot>> _known = new();
    private long _changes;

    /// <summary>Forgets what a frame has changed.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Forget(TaskFrame frame)
    {
        var changed = frame.Changed.Values.Select(task => task.Schedule).OfType<string>().Distinct().ToList();
        if (changed.Count == 0 && frame.Removed.Count == 0)
        {
            return false;
        }

        Interlocked.Increment(ref _changes);
        if (frame.Removed.Count > 0)
        {
            _known.Clear();
        }

        changed.ForEach(id => _known.TryRemove(id, out _));
        return true;
    }

    /// <summary>Returns the last runs of a schedule, newest first.</summary>
    public async Task<IReadOnlyList<TaskSnapshot>> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(id, out var known))
        {
            return known;
        }

        var changes = Interlocked.Read(ref _changes);
        var query = new TaskQuery { Schedule = id, Limit = Count };
        var unfinished = await access.ListAsync(query with { Finished = false }, cancellationToken);
        var finished = await access.ListAsync(query, cancellationToken);
        TaskSnapshot[] runs = [.. unfinished.Items.Concat(finished.Items).DistinctBy(task => task.Id).Take(Count)];
        if (changes == Interlocked.Read(ref _changes)) // a frame during the read may be about these runs
        {
            _known[id] = runs;
        }

        return runs;
    }
}
