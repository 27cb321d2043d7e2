using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BlazorTasks.Components.Access;

namespace BlazorTasks.Components.Endpoints;

/// <summary>
/// The person's tasks as they are, then "ready", then their changes, and "gone" with the id of a task that they may no longer
/// see. A slow reader gets the latest snapshot of each task, and every so often "alive", which keeps the connection open.
/// </summary>
internal sealed class MyTaskStream(MyTasks mine, TaskComponentsOptions options, TimeProvider time)
{
    /// <summary>How long a stream lasts: the browser then connects again, with the sign-in as of then.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private const int LatestFinished = 8;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TaskId, TaskSnapshot?> _changed = new();

    /// <summary>Tasks that were shown to the person, or are about to be: nobody learns of others, not even that they have gone.</summary>
    private readonly ConcurrentDictionary<TaskId, bool> _known = new();
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Reads until the page is closed, the server shuts down or the stream has lasted long enough.</summary>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync([EnumeratorCancellation] CancellationToken stop)
    {
        using var subscription = mine.Subscribe(Collect); // before the first read, so that no change is missed
        await using var keepAlive = time.CreateTimer(_ => _signals.Writer.TryWrite(false), null, KeepAlive, KeepAlive);
        foreach (var task in (await mine.FinishedAsync(TaskFilter.None, LatestFinished)).Items.Reverse()
            .Concat(await mine.UnfinishedAsync()))
        {
            yield return Item(task);
        }

        yield return new("", "ready") { ReconnectionInterval = ReconnectAfter };
        while (await NextAsync(stop) is { } isChange)
        {
            foreach (var id in _changed.Keys)
            {
                if (!_changed.TryRemove(id, out var task))
                {
                    continue;
                }

                if (task is not null)
                {
                    yield return Item(task);
                }
                else if (_known.TryRemove(id, out _))
                {
                    yield return new($"{id}", "gone");
                }
            }

            if (!isChange)
            {
                yield return new("", "alive");
            }
        }
    }

    private void Collect(TaskFrame frame)
    {
        foreach (var task in frame.Changed.Values)
        {
            if (mine.CanSee(task))
            {
                _known[task.Id] = true;
                Change(task.Id, task);
            }
            else if (_known.ContainsKey(task.Id)) // it asked for a role of the person, and was answered
            {
                Change(task.Id, null);
            }
        }

        foreach (var id in frame.Removed)
        {
            Change(id, null);
        }
    }

    private void Change(TaskId id, TaskSnapshot? task)
    {
        _changed[id] = task;
        _signals.Writer.TryWrite(true);
    }

    private SseItem<string> Item(TaskSnapshot task)
    {
        _known[task.Id] = true;
        return new(JsonSerializer.Serialize(MyTask.From(task, mine, options, time.GetUtcNow()), TaskJson.Options), "task");
    }

    /// <summary>Returns whether the next signal is a change, or null at the end.</summary>
    private async Task<bool?> NextAsync(CancellationToken stop)
    {
        try
        {
            return await _signals.Reader.ReadAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
