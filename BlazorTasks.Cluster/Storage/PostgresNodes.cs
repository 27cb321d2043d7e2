namespace BlazorTasks.Cluster.Storage;

/// <summary>The node registry in PostgreSQL.</summary>
internal static class PostgresNodes
{
    public const string Columns =
        "id, name, process_id, version, started_at, seen_at, ended_at, is_lost, host, load, is_draining";

    public static async Task PutAsync(NpgsqlConnection connection, TaskNode node, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            $"""
            WITH old AS (DELETE FROM nodes WHERE id IN (SELECT id FROM nodes WHERE id <> @id ORDER BY started_at DESC OFFSET @others))
            INSERT INTO nodes (id, name, process_id, version, started_at, seen_at, ended_at, is_lost, host, load, is_draining)
            VALUES (@id, @name, @process_id, @version, @started_at, @seen_at, @ended_at, @is_lost, @host, @load, @is_draining)
            ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, ended_at = excluded.ended_at, is_lost = excluded.is_lost,
              load = excluded.load
            """,
            connection)
            .With("id", node.Id)
            .With("name", node.Name)
            .With("process_id", node.ProcessId)
            .With("version", node.Version)
            .With("started_at", node.StartedAt)
            .With("seen_at", node.SeenAt)
            .With("ended_at", NpgsqlDbType.TimestampTz, node.EndedAt?.UtcDateTime)
            .With("is_lost", node.IsLost)
            .With("host", PostgresBatch.Plain(node.Host))
            .With("load", NpgsqlDbType.Text, Write(node.Load))
            .With("is_draining", node.IsDraining)
            .With("others", ITaskNodes.Remembered - 1);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lists the nodes. Whether one has been silent for too long goes by the clock of the database.</summary>
    public static async Task<IReadOnlyList<TaskNode>> ListAsync(
        NpgsqlDataSource source,
        TimeSpan maxSilence,
        CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            $"""
            SELECT seen_at < clock_timestamp() - @silence AND ended_at IS NULL, {Columns} FROM nodes ORDER BY started_at DESC
            """)
            .With("silence", maxSilence);
        return await command.ReadAllAsync(row => Read(row, 1) with { IsUnresponsive = row.GetBoolean(0) }, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Stores whether a node is drained, with the audit entry if that changes anything.</summary>
    /// <returns>Whether the node is alive.</returns>
    public static async Task<bool> DrainAsync(
        NpgsqlDataSource source,
        Guid node,
        bool isDraining,
        AuditEntry? audit,
        CancellationToken cancellationToken)
    {
        const string Record =
            $", recorded AS (INSERT INTO audit ({PostgresAudit.EntryColumns}) SELECT {PostgresAudit.EntryValues} FROM changed)";
        using var command = source.CreateCommand(
            $"""
            WITH changed AS (
              UPDATE nodes SET is_draining = @draining WHERE id = @id AND ended_at IS NULL AND is_draining <> @draining RETURNING id)
            {(audit is null ? "" : Record)}
            SELECT EXISTS (SELECT 1 FROM nodes WHERE id = @id AND ended_at IS NULL)
            """)
            .With("id", node)
            .With("draining", isDraining);
        if (audit is not null)
        {
            PostgresAudit.AddEntry(command, audit);
        }

        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }

    /// <summary>Returns a load as it is stored.</summary>
    public static string? Write(NodeLoad? load) => load is null ? null : TaskJson.WritePart(load);

    /// <summary>Deletes the oldest nodes that have ended, unless they still own tasks.</summary>
    public static async Task ForgetAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            """
            DELETE FROM nodes WHERE ended_at IS NOT NULL AND id NOT IN (SELECT id FROM nodes ORDER BY started_at DESC LIMIT @most)
              AND NOT EXISTS (SELECT 1 FROM tasks WHERE node_id = nodes.id)
            """)
            .With("most", ITaskNodes.Remembered - 1);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the columns of a node, from the first of them on.</summary>
    public static TaskNode Read(NpgsqlDataReader row, int first = 0) =>
        new(
            row.GetGuid(first),
            row.GetString(first + 1),
            row.GetInt32(first + 2),
            row.GetString(first + 3),
            row.Time(first + 4),
            row.Time(first + 5))
        {
            EndedAt = row.IsDBNull(first + 6) ? null : row.Time(first + 6),
            IsLost = row.GetBoolean(first + 7),
            Host = row.GetString(first + 8),
            Load = row.IsDBNull(first + 9) ? null : TaskJson.ReadPart<NodeLoad>(row.GetString(first + 9)),
            IsDraining = row.GetBoolean(first + 10),
        };
}
