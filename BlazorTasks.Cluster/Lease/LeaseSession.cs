using System.Diagnostics;

namespace BlazorTasks.Cluster.Lease;

/// <summary>
/// The connection of a lease. Its session holds an advisory lock as a sign of life: when the process dies, its system closes
/// the connection, and the lock is gone. It proves no right to write.
/// </summary>
internal sealed class LeaseSession : IDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly PostgresClusterOptions _options;
    private readonly Guid _here;
    private readonly LeaseHolder? _holder;
    private readonly long _openedAt = TimeProvider.System.GetTimestamp();
    private int _others = -1;

    private LeaseSession(NpgsqlConnection connection, LeaseHolder? holder, PostgresClusterOptions options) =>
        (_connection, _holder, _here, _options) = (connection, holder, holder?.Node.Id ?? Guid.Empty, options);

    /// <summary>Opens a session. With a holder, its node is registered and holds its lock.</summary>
    public static LeaseSession Open(string connectionString, LeaseHolder? holder, PostgresClusterOptions options)
    {
        var seconds = Math.Max(1, (int)(options.LeaseDuration.TotalSeconds / 4));
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            Timeout = seconds,
            CommandTimeout = seconds,
            CancellationTimeout = -1,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        var session = new LeaseSession(connection, holder, options);
        try
        {
            connection.Open();
            if (holder is not null)
            {
                session.Register(holder);
            }

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Renews the lease and finds the nodes that are gone.</summary>
    /// <returns>Null if this node has been found gone.</returns>
    /// <remarks>After a connect, nobody is judged for the length of a lease: the database may have been away for everyone.</remarks>
    public Renewal? Renew()
    {
        using var command = new NpgsqlCommand(
            $"""
            WITH others AS (SELECT count(*)::int AS number FROM nodes WHERE id <> @here AND ended_at IS NULL),
            mine AS (
              UPDATE nodes SET seen_at = clock_timestamp(), lease_until = clock_timestamp()
                + CASE WHEN others.number = 0 THEN @alone ELSE @length END, load = @load
              FROM others WHERE id = @here AND ended_at IS NULL RETURNING id, is_draining),
            gone AS (
              UPDATE nodes SET is_lost = true, ended_at = clock_timestamp(), lease_until = least(lease_until, clock_timestamp() + @length)
              WHERE @judges AND EXISTS (SELECT 1 FROM mine) AND id IN (
                SELECT id FROM nodes WHERE id <> @here AND ended_at IS NULL AND (lease_until < clock_timestamp()
                  OR (seen_at < clock_timestamp() - @two AND NOT EXISTS ({Session("nodes.id")})))
                ORDER BY id FOR UPDATE SKIP LOCKED) RETURNING id)
            SELECT (SELECT number FROM others), (SELECT count(*)::int FROM gone), EXISTS (SELECT 1 FROM mine),
              EXISTS (SELECT 1 FROM mine WHERE is_draining)
            """,
            _connection)
            .With("here", _here)
            .With("alone", _options.LengthOf(isAlone: true))
            .With("length", _options.LeaseDuration)
            .With("two", 2 * _options.RenewInterval)
            .With("load", NpgsqlDbType.Text, PostgresNodes.Write(_holder?.ReadLoad()))
            .With("judges", TimeProvider.System.GetElapsedTime(_openedAt) > _options.LeaseDuration);
        using var row = command.ExecuteReader();
        row.Read();
        var (others, gone, isMine) = (row.GetInt32(0), row.GetInt32(1), row.GetBoolean(2));
        var hasNews = gone > 0 || others != _others;
        _others = others;
        return isMine
            ? new Renewal(_options.LengthOf(isAlone: others == 0), others, hasNews, row.GetBoolean(3))
            : null;
    }

    /// <summary>Ends the life of a node. Its tasks may be taken over at once.</summary>
    public void End(Guid node, bool isLost)
    {
        using var command = new NpgsqlCommand(
            """
            UPDATE nodes SET ended_at = coalesce(ended_at, clock_timestamp()), is_lost = is_lost OR @lost,
              lease_until = least(lease_until, clock_timestamp()) WHERE id = @node
            """,
            _connection)
            .With("node", node)
            .With("lost", isLost);
        command.ExecuteNonQuery();
    }

    public void Dispose() => _connection.Dispose();

    private static string Session(string id) =>
        "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND ((classid::bigint << 32) | objid::bigint) = " +
        $"hashtextextended({id}::text, 7)";

    private void Register(LeaseHolder holder)
    {
        var node = holder.Node;
        using (var sign = new NpgsqlCommand("SELECT pg_advisory_lock(hashtextextended(@here::text, 7))", _connection).With("here", node.Id))
        {
            sign.ExecuteNonQuery();
        }

        using var command = new NpgsqlCommand(
            """
            INSERT INTO nodes (
              id, name, process_id, version, started_at, seen_at, is_lost, host, is_draining, definitions, lease_until)
            VALUES (
              @here, @name, @process, @version, @started, clock_timestamp(), false, @host, @draining, @definitions,
              clock_timestamp() + @length)
            ON CONFLICT (id) DO NOTHING
            """,
            _connection)
            .With("here", node.Id)
            .With("name", node.Name)
            .With("process", node.ProcessId)
            .With("version", node.Version)
            .With("started", node.StartedAt)
            .With("host", node.Host)
            .With("draining", node.IsDraining)
            .With("definitions", NpgsqlDbType.Array | NpgsqlDbType.Text, holder.Definitions.ToArray())
            .With("length", _options.LeaseDuration);
        command.ExecuteNonQuery();
        EndPredecessors();
    }

    /// <summary>
    /// Ends the nodes that ran on this machine and whose process no longer exists: this one follows them, and need not wait for
    /// their lease.
    /// </summary>
    private void EndPredecessors()
    {
        using var list = new NpgsqlCommand(
            $"""
            SELECT id, process_id, started_at FROM nodes
            WHERE host = @host AND id <> @here AND (ended_at IS NULL OR lease_until > clock_timestamp())
              AND NOT EXISTS ({Session("nodes.id")})
            """,
            _connection)
            .With("host", Environment.MachineName)
            .With("here", _here);
        var dead = new List<Guid>();
        using (var row = list.ExecuteReader())
        {
            while (row.Read())
            {
                if (!Runs(row.GetInt32(1), row.Time(2)))
                {
                    dead.Add(row.GetGuid(0));
                }
            }
        }

        dead.ForEach(node => End(node, isLost: true));
    }

    /// <summary>Whether a process is the one that started then: ids are used again.</summary>
    private static bool Runs(int processId, DateTimeOffset startedAt)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.StartTime <= startedAt.LocalDateTime.AddSeconds(2);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return true; // it belongs to someone else and cannot be looked at
        }
    }
}

/// <summary>A renewed lease.</summary>
/// <param name="Length">How long it lasts.</param>
/// <param name="Others">The number of other nodes that are alive.</param>
/// <param name="HasNews">Whether a node has joined, stopped or was lost.</param>
/// <param name="IsDraining">Whether this node is drained.</param>
internal sealed record Renewal(TimeSpan Length, int Others, bool HasNews, bool IsDraining);

/// <summary>Whose lease it is.</summary>
/// <param name="Node">The node.</param>
/// <param name="Definitions">The definitions whose tasks it can run.</param>
/// <param name="ReadLoad">Returns how busy it is.</param>
internal sealed record LeaseHolder(TaskNode Node, IReadOnlyCollection<string> Definitions, Func<NodeLoad> ReadLoad);
