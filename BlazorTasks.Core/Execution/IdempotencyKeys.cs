using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using BlazorTasks.Storage;

namespace BlazorTasks.Execution;

/// <summary>Makes asking twice with one key the same as asking once, also when both ask at the same moment, and after a restart.</summary>
internal sealed class IdempotencyKeys(TaskEngine engine)
{
    /// <summary>How long a key is remembered (draft-ietf-httpapi-idempotency-key-header).</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    private readonly Dictionary<(string Owner, string Key), Turn> _turns = [];
    private readonly ConcurrentDictionary<(string Owner, string Key), (string? Fingerprint, MonitoredTask Task, Task Committed)> _unconfirmed = new();

    /// <summary>Starts a task, or gives the one that its key was used for before.</summary>
    /// <exception cref="KeyReusedException">The key was used for something else.</exception>
    public async Task<MonitoredTask> StartOnceAsync<T>(TaskCreated created, Func<Task<MonitoredTask<T>>> start)
    {
        if (created.IdempotencyKey is not { } key)
        {
            return await start().ConfigureAwait(false);
        }

        var scope = ScopeOf(created, key);
        var turn = Enter(scope);
        await turn.Gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_unconfirmed.TryGetValue(scope, out var started))
            {
                CheckUse(created, started.Fingerprint, started.Task.Id);
                await StoredAsync(started.Task, started.Committed).ConfigureAwait(false);
                return started.Task;
            }

            var used = await engine.Store.FindKeyAsync(scope.Owner, key, engine.Time.GetUtcNow() - Remembered, CancellationToken.None).ConfigureAwait(false);
            return used is null ? await start().ConfigureAwait(false) : await FindAsync<T>(created, used).ConfigureAwait(false);
        }
        finally
        {
            turn.Gate.Release();
            Leave(scope, turn);
        }
    }

    /// <summary>The task with the result that the caller expects.</summary>
    /// <exception cref="KeyReusedException">It was started for another type of result, and goes on with that.</exception>
    public static MonitoredTask<T> Expect<T>(MonitoredTask task, string? key) => task as MonitoredTask<T>
        ?? throw new KeyReusedException(
            $"The idempotency key '{key}' was used for task {task.Id}, which was not started with a result of the type {typeof(T).Name}. Find it with TaskMonitor.Find, and read its result from the history.");

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

    private async Task<MonitoredTask> FindAsync<T>(TaskCreated created, IdempotencyRecord used)
    {
        CheckUse(created, used.Fingerprint, used.TaskId);

        if (engine.Find(used.TaskId) is { } live)
        {
            return live;
        }

        var known = await engine.Store.FindAsync(used.TaskId, CancellationToken.None).ConfigureAwait(false);
        return MonitoredTask<T>.Ended(engine, known!);
    }

    private Turn Enter((string Owner, string Key) scope)
    {
        lock (_turns)
        {
            ref var turn = ref CollectionsMarshal.GetValueRefOrAddDefault(_turns, scope, out _);
            turn ??= new Turn();
            turn.Callers++;
            return turn;
        }
    }

    private void Leave((string Owner, string Key) scope, Turn turn)
    {
        lock (_turns)
        {
            if (--turn.Callers == 0)
            {
                _turns.Remove(scope);
            }
        }
    }

    /// <summary>Those who ask with one key, one after the other. It is there as long as anybody has it or waits for it.</summary>
    private sealed class Turn
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public int Callers { get; set; }
    }
}
