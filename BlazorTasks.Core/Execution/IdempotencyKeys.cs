using System.Runtime.InteropServices;

namespace BlazorTasks.Execution;

/// <summary>Makes starts with the same key idempotent, also when they are concurrent and after a restart.</summary>
internal sealed class IdempotencyKeys(TaskRuntime runtime)
{
    /// <summary>How long keys are retained (draft-ietf-httpapi-idempotency-key-header).</summary>
    internal static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    private readonly Dictionary<(string Owner, string Key), Turn> _turns = [];
    private readonly ConcurrentDictionary<(string Owner, string Key), (
        string? Fingerprint, MonitoredTask Task, Task Committed)> _unconfirmed = new();

    /// <summary>Starts a task, or returns the task that was started with the same key.</summary>
    /// <exception cref="KeyReusedException">The key was used for a different request.</exception>
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

            return await FindKeyAsync(scope).ConfigureAwait(false) is { } used
                ? await FindAsync<T>(created, used).ConfigureAwait(false)
                : await StartFirstAsync(created, scope, start).ConfigureAwait(false);
        }
        finally
        {
            turn.Gate.Release();
            Leave(scope, turn);
        }
    }

    /// <summary>Returns the task with the result type that the caller expects.</summary>
    /// <exception cref="KeyReusedException">The task was started with another result type.</exception>
    public static MonitoredTask<T> Expect<T>(MonitoredTask task, string? key) => task as MonitoredTask<T>
        ?? throw new KeyReusedException(
            $"The idempotency key '{key}' was used for task {task.Id}, which has another result type than {typeof(T).Name}. " +
            "Use TaskMonitor.Find and read its result from the history.");

    /// <summary>Remembers the key of a task until the task is stored and can be found in the store.</summary>
    public void OnStarted(TaskCreated created, MonitoredTask task, Task committed)
    {
        if (created.IdempotencyKey is { } key)
        {
            var scope = ScopeOf(created, key);
            _unconfirmed[scope] = (created.Fingerprint, task, committed);
            _ = committed.ContinueWith(_ => _unconfirmed.TryRemove(scope, out var _), TaskScheduler.Default);
        }
    }

    /// <summary>Waits until a start is stored, up to the command timeout.</summary>
    /// <exception cref="StorageUnavailableException">The store has not confirmed the start yet.</exception>
    public async Task StoredAsync(MonitoredTask task, Task committed)
    {
        if (!await runtime.Journal.CircuitBreaker.IsStoredAsync(committed).ConfigureAwait(false))
        {
            throw new StorageUnavailableException(CommandResult.NotKnownYet(task.Snapshot).Message, mayBeStored: true);
        }
    }

    private static (string Owner, string Key) ScopeOf(TaskCreated created, string key) => (created.Owner ?? "", key);

    private static void CheckUse(TaskCreated created, string? fingerprint, TaskId task)
    {
        if (fingerprint != created.Fingerprint)
        {
            throw new KeyReusedException(
                $"The idempotency key '{created.IdempotencyKey}' was already used for a different request (task {task}).");
        }
    }

    private async Task<MonitoredTask> FindAsync<T>(TaskCreated created, IdempotencyRecord used)
    {
        CheckUse(created, used.Fingerprint, used.TaskId);

        if (runtime.Live.Find(used.TaskId) is { } live)
        {
            return live;
        }

        var known = (await runtime.Store.FindAsync(used.TaskId, CancellationToken.None).ConfigureAwait(false))!;
        return known.State.IsFinal() || runtime.Cluster is null
            ? MonitoredTask<T>.Ended(runtime, known)
            : MonitoredTask<T>.Elsewhere(runtime, known);
    }

    private Task<IdempotencyRecord?> FindKeyAsync((string Owner, string Key) scope) => runtime.Store.FindKeyAsync(
        scope.Owner,
        scope.Key,
        runtime.Time.GetUtcNow() - Remembered,
        CancellationToken.None);

    /// <summary>Starts the task, unless another node has just used the same key: then that task is returned.</summary>
    private async Task<MonitoredTask> StartFirstAsync<T>(
        TaskCreated created,
        (string Owner, string Key) scope,
        Func<Task<MonitoredTask<T>>> start)
    {
        try
        {
            return await start().ConfigureAwait(false);
        }
        catch (TaskStoreException error) when (error.InnerException is StaleWriteException)
        {
            if (await FindKeyAsync(scope).ConfigureAwait(false) is { } used)
            {
                return await FindAsync<T>(created, used).ConfigureAwait(false);
            }

            throw;
        }
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

    /// <summary>Serializes starts with the same key. Exists while any caller holds or waits for it.</summary>
    private sealed class Turn
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public int Callers { get; set; }
    }
}
