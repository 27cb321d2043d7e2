using System.Threading.Channels;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>The tasks that a client token shows, kept up to date: all unfinished and the most recently finished ones.</summary>
internal sealed class ClientTasks : IDisposable
{
    /// <summary>The maximum number of finished tasks.</summary>
    public const int MaxEnded = TaskQuery.MaxLimit;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<TaskId, TaskSnapshot> _tasks = [];
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly IDisposable _subscription;

    private ClientTasks(TaskAccess access) => _subscription = access.Subscribe(frame =>
    {
        foreach (var task in frame.Changed.Values)
        {
            Put(task);
        }
    });

    public static async Task<ClientTasks> ReadAsync(TaskAccess access, CancellationToken stop)
    {
        var tasks = new ClientTasks(access);
        await foreach (var task in access.ListAllAsync(new TaskQuery { Finished = false }, stop))
        {
            tasks.Put(access.FindLive(task.Id) ?? task);
        }

        foreach (var task in (await access.ListAsync(new TaskQuery { Limit = MaxEnded }, stop)).Items)
        {
            tasks.Put(task);
        }

        tasks._changed.Reader.TryRead(out _);
        return tasks;
    }

    public ApiClientTasks ToApi()
    {
        lock (_gate)
        {
            var ended = _tasks.Values.Where(task => task.State.IsFinal())
                .OrderByDescending(task => task.FinishedAt)
                .Skip(MaxEnded)
                .ToList();
            ended.ForEach(task => _tasks.Remove(task.Id));
            var all = _tasks.Values.Select(task => (task.Id, task.State, Compact: task.ToCompact())).ToList();
            return new ApiClientTasks(
                [.. all.Where(one => !one.State.IsFinal()).Select(one => one.Compact)],
                all.ToDictionary(one => one.Id.ToString(), one => one.Compact));
        }
    }

    /// <summary>Waits for a change.</summary>
    public ValueTask<bool> NextAsync(CancellationToken stop) => _changed.Reader.ReadAsync(stop);

    public void Dispose() => _subscription.Dispose();

    private void Put(TaskSnapshot task)
    {
        lock (_gate)
        {
            if (!_tasks.TryGetValue(task.Id, out var known) || known.Seq <= task.Seq)
            {
                _tasks[task.Id] = task;
            }
        }

        _changed.Writer.TryWrite(true);
    }
}
