using System.Collections.Concurrent;
using BlazorTasks.Storage;

namespace BlazorTasks.Execution;

/// <summary>Makes asking twice with one key the same as asking once, also when both ask at the same moment, and after a restart.</summary>
internal sealed class IdempotencyKeys(TaskEngine engine)
{
    /// <summary>How long a key is remembered (draft-ietf-httpapi-idempotency-key-header).</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<(string Owner, string Key), SemaphoreSlim> _asking = new();

    /// <summary>Starts a task, or gives the one that its key was used for before.</summary>
    /// <exception cref="KeyReusedException">The key was used for something else.</exception>
    public async Task<MonitoredTask<T>> StartOnceAsync<T>(TaskCreated created, Func<Task<MonitoredTask<T>>> start)
    {
        if (created.IdempotencyKey is not { } key)
        {
            return await start().ConfigureAwait(false);
        }

        var scope = (Owner: created.Owner ?? "", Key: key);
        var turn = _asking.GetOrAdd(scope, _ => new SemaphoreSlim(1));
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            var used = await engine.Store.FindKeyAsync(scope.Owner, key, engine.Time.GetUtcNow() - Remembered, CancellationToken.None).ConfigureAwait(false);
            return used is null ? await start().ConfigureAwait(false) : await FindAsync<T>(created, used).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
            _asking.TryRemove(scope, out _);
        }
    }

    private async Task<MonitoredTask<T>> FindAsync<T>(TaskCreated created, KeyUse used)
    {
        if (used.Fingerprint != created.Fingerprint)
        {
            throw new KeyReusedException($"The idempotency key '{created.IdempotencyKey}' was used for something else: task {used.TaskId}.");
        }

        if (engine.Find(used.TaskId) is MonitoredTask<T> live)
        {
            return live;
        }

        var known = await engine.Store.FindAsync(used.TaskId, CancellationToken.None).ConfigureAwait(false);
        return MonitoredTask<T>.Ended(engine, known!);
    }
}
