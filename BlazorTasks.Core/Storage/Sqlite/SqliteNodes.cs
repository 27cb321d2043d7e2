namespace BlazorTasks.Storage.Sqlite;

/// <summary>The node registry in SQLite.</summary>
internal static class SqliteNodes
{
    public static void Put(SqliteConnection connection, TaskNode node)
    {
        using var command = SqliteTaskReader.Command(
            connection,
            """
            INSERT INTO nodes (id, name, process_id, version, started_at, seen_at, ended_at, is_lost, host, load)
              VALUES ($id, $name, $process, $version, $started, $seen, $ended, $lost, $host, $load)
              ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, ended_at = excluded.ended_at, is_lost = excluded.is_lost,
                load = excluded.load;
            DELETE FROM nodes WHERE id IN (SELECT id FROM nodes ORDER BY started_at DESC LIMIT -1 OFFSET $remembered);
            """,
            ("$id", node.Id.ToByteArray(bigEndian: true)),
            ("$name", node.Name),
            ("$process", node.ProcessId),
            ("$version", node.Version),
            ("$started", node.StartedAt.ToUnixMicros()),
            ("$seen", node.SeenAt.ToUnixMicros()),
            ("$ended", node.EndedAt is { } ended ? ended.ToUnixMicros() : DBNull.Value),
            ("$lost", node.IsLost),
            ("$host", node.Host),
            ("$load", node.Load is { } load ? TaskJson.WritePart(load) : DBNull.Value),
            ("$remembered", ITaskNodes.Remembered));
        using var transaction = connection.BeginTransaction();
        command.Transaction = transaction;
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    public static IReadOnlyList<TaskNode> List(SqliteConnection connection)
    {
        using var command = SqliteTaskReader.Command(
            connection,
            "SELECT id, name, process_id, version, started_at, seen_at, ended_at, is_lost, host, load FROM nodes ORDER BY started_at DESC");
        return SqliteTaskReader.ReadAll(command, row => new TaskNode(
            new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true),
            row.GetString(1),
            row.GetInt32(2),
            row.GetString(3),
            Clock.FromUnixMicros(row.GetInt64(4)),
            Clock.FromUnixMicros(row.GetInt64(5)))
        {
            EndedAt = row.IsDBNull(6) ? null : Clock.FromUnixMicros(row.GetInt64(6)),
            IsLost = row.GetBoolean(7),
            Host = row.GetString(8),
            Load = row.IsDBNull(9) ? null : TaskJson.ReadPart<NodeLoad>(row.GetString(9)),
        });
    }
}
