namespace BlazorTasks.Storage.Sqlite;

/// <summary>
/// Deletes finished tasks with everything that belongs to them. Runs on the writing connection, a few tasks at a time.
/// </summary>
internal static class SqlitePurge
{
    private const string Doomed = "SELECT key, id, finish_number FROM doomed";

    /// <summary>Deletes tasks that finished before a given time, and the oldest beyond a maximum number.</summary>
    public static IReadOnlyList<TaskId> Old(SqliteConnection connection, DateTimeOffset before, int keep, int most) => Run(
        connection,
        () => { },
        """
        SELECT key, id, finish_number FROM tasks WHERE finished_at IS NOT NULL
          AND (finished_at < $before OR finish_number <= (SELECT max(finish_number) FROM tasks) - $keep)
        ORDER BY finished_at LIMIT $most
        """,
        ("$before", before.ToUnixMicros()),
        ("$keep", keep),
        ("$most", most));

    /// <summary>Deletes one task and stores its audit entry in the same transaction.</summary>
    public static IReadOnlyList<TaskId> One(SqliteConnection connection, TaskId id, Action note) =>
        Run(
            connection,
            note,
            "SELECT key, id, finish_number FROM tasks WHERE finished_at IS NOT NULL AND id = $id",
            ("$id", SqliteTaskRow.Bytes(id)));

    private static List<TaskId> Run(
        SqliteConnection connection,
        Action onRemoved,
        string which,
        params ReadOnlySpan<(string, object)> values)
    {
        using var transaction = connection.BeginTransaction();
        Execute("DROP TABLE IF EXISTS temp.doomed");
        Execute($"CREATE TEMP TABLE doomed AS {which}", values);
        Execute($"DELETE FROM events WHERE task_id IN (SELECT id FROM ({Doomed}))");
        Execute($"DELETE FROM tags WHERE task_key IN (SELECT key FROM ({Doomed}))");
        Execute($"DELETE FROM search WHERE rowid IN (SELECT finish_number FROM ({Doomed}))");
        Execute($"DELETE FROM idempotency_keys WHERE task_id IN (SELECT id FROM ({Doomed}))");
        using var last = SqliteTaskReader.Command(connection, $"DELETE FROM tasks WHERE key IN (SELECT key FROM ({Doomed})) RETURNING id");
        last.Transaction = transaction;
        var removed = SqliteTaskReader.ReadAll(last, row => row.GetFieldValue<byte[]>(0))
            .Where(id => id.Length == 16) // the id of a damaged row is of no use to anybody
            .Select(id => new TaskId(new Guid(id, bigEndian: true))).ToList();
        if (removed.Count > 0)
        {
            onRemoved();
        }

        transaction.Commit();
        return removed;

        void Execute(string sql, params ReadOnlySpan<(string, object)> parameters)
        {
            using var command = SqliteTaskReader.Command(connection, sql, parameters);
            command.Transaction = transaction;
            command.ExecuteNonQuery();
        }
    }
}
