namespace BlazorTasks.Tests.Support;

/// <summary>A store in memory that can be made to fail, and to lose the answer to a commit that it has made.</summary>
public sealed class StoreTrouble
{
    private volatile Exception? _fault;
    private volatile bool _loseAnswer;
    private volatile TaskCompletionSource? _held;
    private TaskCompletionSource? _isHeld;
    private (Func<StoreEntry, bool> Entry, Func<StoreEntry, Exception> Fault)? _refused;

    /// <summary>From now on every write fails.</summary>
    public void Begin() => _fault = new IOException("The disk does not answer.");

    /// <summary>From now on every write fails, because the disk is full.</summary>
    public void FillDisk() => _fault = new Microsoft.Data.Sqlite.SqliteException("SQLite Error 13: 'database or disk is full'.", 13);

    /// <summary>Writes work again.</summary>
    public void End() => _fault = null;

    /// <summary>The next write fails with this, once.</summary>
    public void FailOnce(Exception fault) => (_fault, Once) = (fault, true);

    /// <summary>The next commit is made, and whoever made it is told that it timed out.</summary>
    public void LoseAnswer() => _loseAnswer = true;

    /// <summary>The next write does not come back until it is released. Ends when it is there.</summary>
    public Task HoldAsync()
    {
        _isHeld = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _isHeld.Task;
    }

    public void Release()
    {
        var held = _held;
        _held = null;
        held?.SetResult();
    }

    /// <summary>Commits that hold such an entry fail with this.</summary>
    public void Refuse(Func<StoreEntry, bool> entry, Func<StoreEntry, Exception> fault) => _refused = (entry, fault);

    private bool Once { get; set; }

    public void AddTo(BlazorTasksBuilder builder) => builder.Services.Replace(ServiceDescriptor.Singleton(NewStore()));

    public ITaskStore NewStore() => new FaultyStore(new InMemoryTaskStore(), CommitAsync);

    /// <summary>Waits until the engine no longer lets commands wait for the store.</summary>
    public static async Task IsReportedAsync(TaskMonitor monitor, BlazorTasksOptions options)
    {
        using var maxWait = new CancellationTokenSource(TestMonitor.MaxWait);
        while (!(DateTimeOffset.UtcNow - monitor.StorageFailingSince > options.CommandTimeout))
        {
            await Task.Delay(10, maxWait.Token);
        }
    }

    private async Task CommitAsync(IReadOnlyList<StoreEntry> entries, Func<Task> commit)
    {
        if (_held is { } held && entries.Count > 0)
        {
            _isHeld!.TrySetResult();
            await held.Task;
        }

        if (_fault is { } fault)
        {
            if (Once)
            {
                (_fault, Once) = (null, false);
            }

            throw fault;
        }

        if (_refused is { } refused && entries.FirstOrDefault(refused.Entry) is { } found)
        {
            throw refused.Fault(found);
        }

        await commit();
        if (_loseAnswer && entries.Count > 0)
        {
            _loseAnswer = false;
            throw new TimeoutException("The commit is made, and nobody is told.");
        }
    }
}
