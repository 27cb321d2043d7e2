using BlazorTasks.Execution;
using BlazorTasks.Feed;

namespace BlazorTasks.Cluster;

/// <summary>
/// Shows the tasks that other nodes run: on the board, to subscribers, and in the handles of those who started them here.
/// </summary>
internal sealed class RemoteTasks(ITaskCluster cluster, TaskRuntime runtime, TaskBoard board)
{
    private const int EventPage = 1_000;

    /// <summary>
    /// How long the owner of a task is relied on to show what it reports, after it has last done so. What is stored is older, and
    /// would come between the frames of the owner.
    /// </summary>
    private static readonly TimeSpan ShownByOwner = TimeSpan.FromSeconds(1);

    /// <summary>How long a finished task is remembered, so that it is not reported again.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly ConcurrentQueue<MonitoredTask> _refresh = new();
    private readonly ConcurrentDictionary<TaskId, (long Seq, DateTimeOffset? FinishedAt)> _seen = new();
    private readonly ConcurrentDictionary<TaskId, (TaskSnapshot Task, long At)> _shown = new();
    private readonly DateTimeOffset _startedAt = runtime.Time.GetUtcNow();

    /// <summary>Gets the position up to which changes were read, or null before they were.</summary>
    public string? Position { get; private set; }

    /// <summary>Remembers which events subscribers have got. Called for every event that this process commits.</summary>
    public void OnCommitted(TaskSnapshot task, TaskEvent taskEvent) => _seen[task.Id] = (taskEvent.Seq, task.FinishedAt);

    /// <summary>Reads a task again with the next changes.</summary>
    public void Refresh(MonitoredTask task) => _refresh.Enqueue(task);

    /// <summary>Shows what the owner of some tasks shows. What follows from it, such as their events, is read from the store.</summary>
    public void OnShown(IReadOnlyList<TaskSnapshot> tasks)
    {
        var now = TimeProvider.System.GetTimestamp();
        foreach (var task in tasks.Where(task => runtime.Live.FindOwned(task.Id) is null))
        {
            _shown[task.Id] = (task, now);
            runtime.Feed.EnqueueRemote(task);
            runtime.Live.FindFollowed(task.Id)?.OnChangedElsewhere(task);
        }
    }

    /// <summary>Reads what other nodes have changed since the last call.</summary>
    public async Task ReadAsync(CancellationToken stop)
    {
        var changes = await cluster.ChangesAsync(Position, stop).ConfigureAwait(false);
        foreach (var task in changes.Tasks)
        {
            await ShowAsync(task, stop).ConfigureAwait(false);
        }

        Position = changes.Position;
        while (_refresh.TryDequeue(out var task))
        {
            await ReadAgainAsync(task.Id, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Compares everything that is shown here with the store, in case changes were missed.</summary>
    public async Task ReconcileAsync(CancellationToken stop)
    {
        Forget(runtime.Time.GetUtcNow() - Remembered);
        if (cluster.IsAlone)
        {
            return;
        }

        var missing = await cluster.MissingAsync([.. board.Active.JustFinished.Select(task => task.Id)], stop).ConfigureAwait(false);
        runtime.Feed.EnqueueRemoved(missing);
        var shown = board.Active.InProgress.Concat(board.Active.UpNext).Select(task => task.Id)
            .Concat(runtime.Live.Followed.Select(task => task.Id))
            .ToHashSet();
        await foreach (var task in runtime.Store.ListAllAsync(new TaskQuery { Finished = false }, stop).ConfigureAwait(false))
        {
            shown.Remove(task.Id);
            await ShowAsync(task, stop).ConfigureAwait(false);
        }

        foreach (var id in shown.Where(id => runtime.Live.FindOwned(id) is null))
        {
            await ReadAgainAsync(id, stop).ConfigureAwait(false);
        }
    }

    private async Task ReadAgainAsync(TaskId id, CancellationToken stop)
    {
        if (await runtime.Store.FindAsync(id, stop).ConfigureAwait(false) is { } stored)
        {
            await ShowAsync(stored, stop).ConfigureAwait(false);
        }
        else
        {
            runtime.Feed.EnqueueRemoved([id]);
            runtime.Live.FindFollowed(id)?.OnDeleted();
        }
    }

    private void Forget(DateTimeOffset before)
    {
        foreach (var (id, _) in _seen.Where(one => one.Value.FinishedAt < before))
        {
            _seen.TryRemove(id, out _);
        }

        foreach (var (id, _) in _shown.Where(one => !IsRecent(one.Value.At)))
        {
            _shown.TryRemove(id, out _);
        }
    }

    private static bool IsRecent(long at) => TimeProvider.System.GetElapsedTime(at) < ShownByOwner;

    /// <summary>Whether the owner of a task shows what has changed.</summary>
    private bool IsShownByOwner(TaskSnapshot stored) =>
        _shown.TryGetValue(stored.Id, out var shown)
        && (stored.Seq <= shown.Task.Seq || (stored.State, stored.Prompt?.Id) == (shown.Task.State, shown.Task.Prompt?.Id))
        && IsRecent(shown.At);

    private async Task ShowAsync(TaskSnapshot task, CancellationToken stop)
    {
        if (runtime.Live.FindOwned(task.Id) is not null)
        {
            return; // this process knows better
        }

        if (!IsShownByOwner(task))
        {
            runtime.Feed.EnqueueRemote(task);
        }

        var isKnown = _seen.TryGetValue(task.Id, out var seen);
        _seen[task.Id] = (Math.Max(seen.Seq, task.Seq), task.FinishedAt);
        if (runtime.Commits.HasViewers && seen.Seq < task.Seq && (isKnown || task.CreatedAt > _startedAt))
        {
            await TellAsync(task, seen.Seq, stop).ConfigureAwait(false);
        }

        runtime.Live.FindFollowed(task.Id)?.OnChangedElsewhere(task);
    }

    /// <summary>Passes on the events that other nodes have committed.</summary>
    private async Task TellAsync(TaskSnapshot task, long seen, CancellationToken stop)
    {
        IReadOnlyList<TaskEvent> page;
        do
        {
            page = await runtime.Store.EventsAsync(task.Id, seen, EventPage, EventKinds.All, stop).ConfigureAwait(false);
            foreach (var one in page.Where(one => one.Seq <= task.Seq))
            {
                runtime.Commits.NotifyViewers(task, one);
            }

            seen = page.Count > 0 ? page[^1].Seq : seen;
        }
        while (page.Count == EventPage && seen < task.Seq);
    }
}
