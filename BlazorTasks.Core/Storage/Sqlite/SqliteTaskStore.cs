namespace BlazorTasks.Storage.Sqlite;

/// <summary>
/// Stores tasks in one SQLite file in WAL mode: one writer, many readers. Acknowledged writes survive a crash of the process
/// and of the machine. The latest progress and log lines may be lost in a power failure.
/// </summary>
internal sealed partial class SqliteTaskStore : ITaskStore, ITaskAudit, ITaskNodes, ITaskSchedules, ITaskKeys, ITaskSettings
{
    private readonly string _connectionString;
    private readonly string _file;
    private readonly Lock _writeGate = new();
    private FileStream? _lock;
    private SqliteConnection? _writing;
    private SqliteTaskWriter? _writer;

    public SqliteTaskStore(string connectionString)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString) { DefaultTimeout = 5 };
        if (settings.DataSource.Length == 0
            || settings.Mode == SqliteOpenMode.Memory
            || settings.DataSource.Contains(":memory:", StringComparison.Ordinal)
            || settings.DataSource.Contains("mode=memory", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"\"{connectionString}\" does not specify a file. Omit UseSqlite to store tasks in memory.",
                nameof(connectionString));
        }

        settings.DataSource = Path.GetFullPath(settings.DataSource);
        _file = settings.DataSource;
        _connectionString = settings.ConnectionString;
    }

    public ITaskAudit Audit => this;

    public ITaskNodes Nodes => this;

    public UnreadableTasks Unreadable { get; } = new();

    public ITaskSchedules Schedules => this;

    public ITaskKeys Keys => this;

    public ITaskSettings Settings => this;

    public Task OpenAsync(CancellationToken cancellationToken) => Task.Run(Open, cancellationToken);

    public async Task OpenToReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(_file))
        {
            throw new TaskStoreException($"The database {_file} does not exist. Check the data directory.");
        }

        try
        {
            await CountAsync(new TaskQuery(), 1, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException error)
        {
            throw Unusable(error);
        }
    }

    public Task CommitAsync(IReadOnlyList<StoreEntry> entries, CancellationToken cancellationToken)
    {
        Write(writer => writer.Write(entries));
        return Task.CompletedTask;
    }

    public Task ProbeAsync(CancellationToken cancellationToken) => Task.Run(() => Write(writer => writer.Probe()), cancellationToken);

    public Task<TaskSnapshot?> FindAsync(TaskId id, CancellationToken cancellationToken) =>
        ReadAsync(reading => SqliteTaskReader.Find(reading, id, Unreadable), cancellationToken);

    public Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken) =>
        ReadAsync(reading => SqliteTaskReader.List(reading, query, Unreadable), cancellationToken);

    public Task<int> CountAsync(TaskQuery query, int limit, CancellationToken cancellationToken) =>
        ReadAsync(reading => SqliteTaskReader.Count(reading, query, limit), cancellationToken);

    public Task<IReadOnlyList<OutcomeCount>> OutcomesAsync(TaskQuery query, TimeSpan step, CancellationToken cancellationToken) =>
        ReadAsync(reading => SqliteTaskReader.Outcomes(reading, query, step), cancellationToken);

    public Task<IReadOnlyList<DurationPercentiles>> DurationsAsync(TaskQuery query, int newest, CancellationToken cancellationToken) =>
        ReadAsync(reading => SqliteTaskReader.Durations(reading, query, newest), cancellationToken);

    public Task<IReadOnlyList<string>> ValuesAsync(TaskFacet facet, string? owner, int limit, CancellationToken cancellationToken) =>
        ReadAsync(reading => SqliteTaskReader.Values(reading, facet, owner, limit), cancellationToken);

    public Task<IReadOnlyList<TaskSnapshot>> AnsweredAsync(
        DateTimeOffset since,
        string? owner,
        int limit,
        CancellationToken cancellationToken) =>
        ReadAsync(reading => SqliteTaskReader.Answered(reading, since, owner, limit, Unreadable), cancellationToken);

    public Task<IdempotencyRecord?> FindKeyAsync(string owner, string key, DateTimeOffset since, CancellationToken cancellationToken) =>
        ReadAsync(reading => SqliteTaskReader.FindKey(reading, owner, key, since), cancellationToken);

    public Task<IReadOnlyList<TaskId>> PurgeAsync(DateTimeOffset before, int keep, int most, CancellationToken cancellationToken) =>
        PurgeAsync(() => SqlitePurge.Old(_writing!, before, keep, most), cancellationToken);

    public async Task<bool> RemoveAsync(TaskId id, AuditEntry? audit, CancellationToken cancellationToken) =>
        (await PurgeAsync(
            () => SqlitePurge.One(_writing!, id, () => _writer!.Note(audit)),
            cancellationToken).ConfigureAwait(false)).Count > 0;

    public Task<IReadOnlyList<TaskEvent>> EventsAsync(
        TaskId id, long after, int limit, EventKinds kinds, CancellationToken cancellationToken) =>
        ReadAsync(reading => SqliteTaskReader.Events(reading, id, after, limit, kinds), cancellationToken);

    public Task<IReadOnlyList<TaskLogged>> LogAsync(TaskId id, long firstLine, int lines, CancellationToken cancellationToken) =>
        ReadAsync(reading => SqliteTaskReader.Log(reading, id, firstLine, lines), cancellationToken);

    Task ITaskAudit.AddAsync(AuditEntry entry, CancellationToken cancellationToken) =>
        Task.Run(() => Write(writer => writer.Note(entry)), cancellationToken);

    Task<AuditEntryPage> ITaskAudit.ReadAsync(AuditQuery query, CancellationToken cancellationToken) =>
        ReadAsync(reading => SqliteAudit.Read(reading, query), cancellationToken);

    Task<int> ITaskAudit.PurgeAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        PurgeAsync(() => SqliteAudit.Purge(_writing!, before, most), cancellationToken);

    Task ITaskNodes.PutAsync(TaskNode node, CancellationToken cancellationToken) =>
        Task.Run(() => Write(_ => SqliteNodes.Put(_writing!, node)), cancellationToken);

    Task<IReadOnlyList<TaskNode>> ITaskNodes.ListAsync(CancellationToken cancellationToken) =>
        ReadAsync(SqliteNodes.List, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _writer?.Dispose();
        if (_writing is not null)
        {
            await _writing.DisposeAsync().ConfigureAwait(false);
        }

        if (_lock is not null)
        {
            await _lock.DisposeAsync().ConfigureAwait(false);
        }
    }

    private Task<T> PurgeAsync<T>(Func<T> purge, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            lock (_writeGate)
            {
                return purge();
            }
        },
        cancellationToken);

    private void Write(Action<SqliteTaskWriter> write)
    {
        lock (_writeGate)
        {
            if (!File.Exists(_file)) // the system keeps an open file only until this process ends
            {
                throw new TaskStoreException(
                    $"The database {_file} was moved or deleted while in use. Restore it: further writes would be lost.");
            }

            write(_writer!);
        }
    }

    private void Open()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
            _lock = new FileStream(
                _file + ".lock",
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TaskStoreException(
                $"The database {_file} cannot be used: {error.Message} If another process is using it, stop that process or " +
                $"choose another file.{Holder()}",
                error);
        }

        try
        {
            _writing = Connect(_connectionString);
            SqliteMigrations.Apply(_writing);
            _writer = new SqliteTaskWriter(_writing);
        }
        catch (SqliteException error)
        {
            _lock.Dispose();
            throw Unusable(error);
        }
    }

    /// <summary>Returns which node has the file open, if it can be read.</summary>
    private string Holder()
    {
        try
        {
            using var reading = ConnectToRead();
            return SqliteNodes.List(reading).FirstOrDefault(node => node.EndedAt is null) is { } holder
                ? $" It was opened by {holder}."
                : "";
        }
        catch (SqliteException)
        {
            return "";
        }
    }

    private TaskStoreException Unusable(SqliteException error) =>
        new(
            $"The database {_file} cannot be opened ({error.Message.TrimEnd('.')}). Restore it from a backup, or move it " +
            "away to start a new history.",
            error);

    /// <summary>
    /// SQLite calls are synchronous. Reads run on the thread pool, so that circuits and requests do not block on the disk.
    /// </summary>
    private Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var connection = ConnectToRead();
            return read(connection);
        },
        cancellationToken);

    /// <summary>Opens a connection that does not create the file.</summary>
    private SqliteConnection ConnectToRead() =>
        Connect(new SqliteConnectionStringBuilder(_connectionString) { Mode = SqliteOpenMode.ReadWrite }.ConnectionString);

    private static SqliteConnection Connect(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000; PRAGMA " +
            "temp_store = MEMORY; PRAGMA mmap_size = 268435456;";
        command.ExecuteNonQuery();
        return connection;
    }
}
