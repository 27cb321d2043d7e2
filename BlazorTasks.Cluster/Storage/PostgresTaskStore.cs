using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace BlazorTasks.Cluster.Storage;

/// <summary>
/// Stores tasks in a schema of a PostgreSQL database, for any number of processes. Acknowledged writes are committed there.
/// One connection of this process writes; others read.
/// </summary>
internal sealed partial class PostgresTaskStore : ITaskStore, ITaskAudit, ITaskNodes, ITaskSchedules, ITaskKeys
{
    private const string DefaultSchema = "blazor_tasks";

    private readonly NpgsqlDataSource _source;
    private readonly string _schema;
    private readonly string _name;
    private readonly SemaphoreSlim _writeGate = new(1, 1);
    private readonly WritingConnection _writing;
    private readonly PostgresCluster _cluster;

    /// <param name="connectionString">The connection string.</param>
    /// <param name="cluster">How several processes work together, or null for the defaults.</param>
    /// <param name="loggers">Where what happens to that connection is logged.</param>
    public PostgresTaskStore(string connectionString, PostgresClusterOptions? cluster = null, ILoggerFactory? loggers = null)
    {
        var settings = Read(connectionString);
        _schema = (settings.SearchPath ??= $"{DefaultSchema}, public").Split(',')[0].Trim().Trim('"');
        _name = $"{settings.Database ?? settings.Username} on {settings.Host}:{settings.Port}";
        _source = NpgsqlDataSource.Create(settings);
        _writing = new WritingConnection(_source);
        _cluster = new PostgresCluster(
            _source,
            settings.ConnectionString,
            _schema,
            Unreadable,
            cluster ?? new PostgresClusterOptions(),
            loggers ?? NullLoggerFactory.Instance);
    }

    public ITaskCluster Cluster => _cluster;

    public ITaskAudit Audit => this;

    public ITaskNodes Nodes => this;

    public UnreadableTasks Unreadable { get; } = new();

    /// <summary>How long to wait for a process with an earlier version to end.</summary>
    internal TimeSpan MaxWait { get; init; } = EarlierVersions.MaxWait;

    public ITaskSchedules Schedules => this;

    public ITaskKeys Keys => this;

    public ITaskSettings Settings => _cluster.Settings;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await _writing.OpenAsync(cancellationToken).ConfigureAwait(false);
            await CheckEncodingAsync(connection, cancellationToken).ConfigureAwait(false);
            await EarlierVersions.KeepOutAsync(connection, _name, MaxWait, cancellationToken).ConfigureAwait(false);
            await PostgresMigrations.ApplyAsync(connection, _schema, cancellationToken).ConfigureAwait(false);
            await EarlierVersions.ReleaseAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (IsTrouble(error))
        {
            throw Unusable(error);
        }
    }

    public async Task OpenToReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var command = _source.CreateCommand("SELECT 1 FROM tasks LIMIT 1");
            await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (IsTrouble(error))
        {
            throw Unusable(error);
        }
    }

    public Task CommitAsync(IReadOnlyList<StoreEntry> entries, CancellationToken cancellationToken) =>
        WriteAsync(
            connection => new PostgresBatch(connection, isShared: !_cluster.IsAlone).WriteAsync(entries, cancellationToken),
            cancellationToken);

    /// <summary>A transaction with its own id is written to the server's WAL, whatever it contains.</summary>
    public Task ProbeAsync(CancellationToken cancellationToken) => WriteAsync(
        async connection =>
        {
            using var command = new NpgsqlCommand("SELECT pg_current_xact_id()", connection);
            await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    public Task<TaskSnapshot?> FindAsync(TaskId id, CancellationToken cancellationToken) =>
        PostgresTaskReader.FindAsync(_source, id, Unreadable, cancellationToken);

    public Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken) =>
        PostgresTaskReader.ListAsync(_source, query, Unreadable, cancellationToken);

    public Task<int> CountAsync(TaskQuery query, int limit, CancellationToken cancellationToken) =>
        PostgresTaskReader.CountAsync(_source, query, limit, Unreadable, cancellationToken);

    public Task<IReadOnlyList<OutcomeCount>> OutcomesAsync(TaskQuery query, TimeSpan step, CancellationToken cancellationToken) =>
        PostgresTaskReader.OutcomesAsync(_source, query, step, cancellationToken);

    public Task<IReadOnlyList<DurationPercentiles>> DurationsAsync(TaskQuery query, int newest, CancellationToken cancellationToken) =>
        PostgresTaskReader.DurationsAsync(_source, query, newest, cancellationToken);

    public Task<IReadOnlyList<string>> ValuesAsync(TaskFacet facet, string? owner, int limit, CancellationToken cancellationToken) =>
        PostgresTaskReader.ValuesAsync(_source, facet, owner, limit, cancellationToken);

    public Task<IReadOnlyList<TaskSnapshot>> AnsweredAsync(
        DateTimeOffset since,
        string? owner,
        int limit,
        CancellationToken cancellationToken) =>
        PostgresTaskReader.AnsweredAsync(_source, since, owner, limit, Unreadable, cancellationToken);

    public Task<IdempotencyRecord?> FindKeyAsync(string owner, string key, DateTimeOffset since, CancellationToken cancellationToken) =>
        PostgresTaskReader.FindKeyAsync(_source, owner, key, since, cancellationToken);

    public Task<IReadOnlyList<TaskId>> PurgeAsync(DateTimeOffset before, int keep, int most, CancellationToken cancellationToken) =>
        PurgeAsync<IReadOnlyList<TaskId>>(
            async connection => await PostgresPurge.OldAsync(connection, before, keep, most, cancellationToken).ConfigureAwait(false),
            cancellationToken);

    public async Task<bool> RemoveAsync(TaskId id, AuditEntry? audit, CancellationToken cancellationToken) =>
        (await PurgeAsync(
            connection => PostgresPurge.OneAsync(connection, id, audit, cancellationToken),
            cancellationToken).ConfigureAwait(false)).Count > 0;

    public Task<IReadOnlyList<TaskEvent>> EventsAsync(
        TaskId id, long after, int limit, EventKinds kinds, CancellationToken cancellationToken) =>
        PostgresTaskReader.EventsAsync(_source, id, after, limit, kinds, cancellationToken);

    public Task<IReadOnlyList<TaskLogged>> LogAsync(TaskId id, long firstLine, int lines, CancellationToken cancellationToken) =>
        PostgresTaskReader.LogAsync(_source, id, firstLine, lines, cancellationToken);

    Task ITaskAudit.AddAsync(AuditEntry entry, CancellationToken cancellationToken) =>
        WriteAsync(connection => PostgresAudit.AddAsync(connection, entry, cancellationToken), cancellationToken);

    Task<AuditEntryPage> ITaskAudit.ReadAsync(AuditQuery query, CancellationToken cancellationToken) =>
        PostgresAudit.ReadAsync(_source, query, cancellationToken);

    Task<int> ITaskAudit.PurgeAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        PurgeAsync(connection => PostgresAudit.PurgeAsync(connection, before, most, cancellationToken), cancellationToken);

    Task ITaskNodes.PutAsync(TaskNode node, CancellationToken cancellationToken) =>
        WriteAsync(connection => PostgresNodes.PutAsync(connection, node, cancellationToken), cancellationToken);

    Task<IReadOnlyList<TaskNode>> ITaskNodes.ListAsync(CancellationToken cancellationToken) =>
        PostgresNodes.ListAsync(_source, _cluster.MaxSilence, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync().ConfigureAwait(false);
        await _writing.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
        _writeGate.Dispose();
    }

    private async Task<T> PurgeAsync<T>(Func<NpgsqlConnection, Task<T>> purge, CancellationToken cancellationToken)
    {
        var removed = default(T)!;
        await WriteAsync(
            async connection => removed = await purge(connection).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return removed;
    }

    private async Task WriteAsync(Func<NpgsqlConnection, Task> write, CancellationToken cancellationToken)
    {
        await _writeGate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await write(await _writing.OpenAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            _writeGate.Release();
        }
    }

    /// <summary>Other encodings lack most characters: the first task with one of them could never be stored.</summary>
    private async Task CheckEncodingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("SHOW server_encoding", connection);
        if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is string encoding and not "UTF8")
        {
            throw new TaskStoreException(
                $"The database {_name} has the encoding {encoding}, which does not support all characters. Create a database " +
                "with ENCODING 'UTF8' and specify it in the connection string.");
        }
    }

    /// <summary>Applies default settings, so that an unresponsive server is detected within seconds.</summary>
    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new TaskStoreException(
                "The PostgreSQL connection string is invalid. Use the format \"Host=…;Database=…;Username=…;Password=…\".",
                error);
        }

        if (string.IsNullOrEmpty(settings.Host))
        {
            throw new TaskStoreException(
                "The PostgreSQL connection string does not specify a host. Use the format " +
                "\"Host=…;Database=…;Username=…;Password=…\".");
        }

        Default("Timeout", () => settings.Timeout = 5);
        Default("Command Timeout", () => settings.CommandTimeout = 10);
        Default("Cancellation Timeout", () => settings.CancellationTimeout = 1_000);
        Default("TCP Keepalive", () => settings.TcpKeepAlive = true);
        Default("Max Auto Prepare", () => settings.MaxAutoPrepare = 20);
        settings.NoResetOnClose = true; // no session state is left behind, and each reset would be a statement
        settings.Timezone = "UTC"; // regardless of the server's and the database's time zone
        settings.ApplicationName = $"BlazorTasks {Guid.NewGuid():N}"[..24];
        return settings;

        void Default(string keyword, Action set)
        {
            if (!settings.ContainsKey(keyword))
            {
                set();
            }
        }
    }

    private static bool IsTrouble(Exception error) => error is NpgsqlException or SocketException or IOException or TimeoutException;

    private TaskStoreException Unusable(Exception error)
    {
        var cause = error is PostgresException answer ? answer.MessageText : (error.InnerException ?? error).Message;
        return new TaskStoreException(
            $"The database {_name} cannot be used: {cause.TrimEnd('.')}. Check that the server is running and that the " +
            "connection string is correct.",
            error);
    }
}
