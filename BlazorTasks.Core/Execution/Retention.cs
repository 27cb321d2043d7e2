namespace BlazorTasks.Execution;

/// <summary>
/// Limits the history by age and number of tasks. Removes a few tasks at a time, so that other writes are not delayed.
/// </summary>
internal sealed partial class Retention : IAsyncDisposable
{
    private const int AtOnce = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ITaskStore _store;
    private readonly BlazorTasksOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<IReadOnlyList<TaskId>> _onRemoved;
    private readonly ILogger _log;
    private readonly PeriodicJob _purge;

    public Retention(ITaskStore store, BlazorTasksOptions options, TimeProvider time, Action<IReadOnlyList<TaskId>> onRemoved, ILogger log)
    {
        (_store, _options, _time, _onRemoved, _log) = (store, options, time, onRemoved, log);
        _purge = new PeriodicJob(Interval, time, PurgeAsync, LogNotPurged);
    }

    public void Start() => _purge.Start();

    public ValueTask DisposeAsync() => _purge.DisposeAsync();

    private async Task PurgeAsync(CancellationToken stop)
    {
        var now = _time.GetUtcNow();
        await RepeatWhileFullAsync(() => _store.Audit.PurgeAsync(now - _options.AuditRetention, AtOnce, stop)).ConfigureAwait(false);
        await RepeatWhileFullAsync(async () =>
        {
            var gone = await _store.PurgeAsync(
                now - _options.FinishedRetention,
                _options.MaxFinishedTasks,
                AtOnce,
                stop).ConfigureAwait(false);
            _onRemoved(gone);
            return gone.Count;
        }).ConfigureAwait(false);
    }

    private static async Task RepeatWhileFullAsync(Func<Task<int>> removeSome)
    {
        while (await removeSome().ConfigureAwait(false) == AtOnce)
        {
            // a full batch was removed, so there may be more
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Old tasks could not be removed from the history. The removal is retried in one minute")]
    private partial void LogNotPurged(Exception error);
}
