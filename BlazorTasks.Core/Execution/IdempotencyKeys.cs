using System.Collections.Concurrent;
using BlazorTasks.Storage;

namespace BlazorTasks.Execution;

/// <summary>Makes asking twice with one key the same as asking once, also when both ask at the same moment, and after a restart.</summary>
internal sealed class IdempotencyKeys(TaskEngine engine)
{
    /// <summary>How long a key is remembered (draft-ietf-httpapi-idempotency-key-header).</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<(string Owner, string Key), SemaphoreSlim> _asking = new();
    private readonly ConcurrentDictionary<(string Owner, string Key), (string? Fingerprint, MonitoredTask Task, Task Committed)> _unconfirmed = new();

    /// <summary>Starts a task, or gives the one that its key was used for before.</summary>
    /// <exception cref="KeyReusedException">The key was used for something else.</exception>
    public async Task<MonitoredTask<T>> StartOnceAsync<T>(TaskCreated created, Func<Task<MonitoredTask<T>>> start)
    {
        if (created.IdempotencyKey is not { } key)
        {
            return await start().ConfigureAwait(false);
        }

        var scope = ScopeOf(created, key);
        var turn = _asking.GetOrAdd(scope, _ => new SemaphoreSlim(1));
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_unconfirmed.TryGetValue(scope, out var started))
            {
                CheckUse(created, started.Fingerprint, started.Task.Id);
                await StoredAsync(started.Task, started.Committed).ConfigureAwait(false);
                return (MonitoredTask<T>)started.Task;
            }

            var used = await engine.Store.FindKeyAsync(scope.Owner, key, engine.Time.GetUtcNow() - Remembered, CancellationToken.None).ConfigureAwait(false);
            return used is null ? await start().ConfigureAwait(false) : await FindAsync<T>(created, used).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
            _asking.TryRemove(scope, out _);
        }
    }

    /// <summary>Remembers the key of a task until it is stored, and found in the store.</summary>
    public void OnStarted(TaskCreated created, MonitoredTask task, Task committed)
    {
        if (created.IdempotencyKey is { } key)
        {
            var scope = ScopeOf(created, key);
            _unconfirmed[scope] = (created.Fingerprint, task, committed);
            _ = committed.ContinueWith(_ => _unconfirmed.TryRemove(scope, out var _), TaskScheduler.Default);
        }
    }

    /// <summary>Waits until a start is stored, as long as a command may wait.</summary>
    /// <exception cref="StorageUnavailableException">The store does not say yet whether it is.</exception>
    public async Task StoredAsync(MonitoredTask task, Task committed)
    {
        if (!await engine.Journal.CircuitBreaker.IsStoredAsync(committed).ConfigureAwait(false))
        {
            throw new StorageUnavailableException(CommandResult.NotKnownYet(task.Snapshot).Message, mayBeStored: true);
        }
    }

    private static (string Owner, string Key) ScopeOf(TaskCreated created, string key) => (created.Owner ?? "", key);

    private static void CheckUse(TaskCreated created, string? fingerprint, TaskId task)
    {
        if (fingerprint != created.Fingerprint)
        {
            throw new KeyReusedException($"The idempotency key '{created.IdempotencyKey}' was used for something else: task {task}.");
        }
    }

    private async Task<MonitoredTask<T>> FindAsync<T>(TaskCreated created, IdempotencyRecord used)
    {
        CheckUse(created, used.Fingerprint, used.TaskId);

        if (engine.Find(used.TaskId) is MonitoredTask<T> live)
        {
            return live;
        }

        var known = await engine.Store.FindAsync(used.TaskId, CancellationToken.None).ConfigureAwait(false);
        return MonitoredTask<T>.Ended(engine, known!);
    }
}
