namespace BlazorTasks.Cluster.Storage;

/// <summary>Deletes finished tasks with everything that belongs to them, a few at a time, in one statement.</summary>
internal static class PostgresPurge
{
    /// <summary>Deletes tasks that finished before a given time, and the oldest beyond a maximum number.</summary>
    public static Task<List<TaskId>> OldAsync(
        NpgsqlConnection connection,
        DateTimeOffset before,
        int keep,
        int most,
        CancellationToken cancellationToken) => RunAsync(
        connection,
        """
        (finished_at < @before OR (finished_at, id) <= (
          SELECT finished_at, id FROM tasks WHERE finished_at IS NOT NULL ORDER BY finished_at DESC, id DESC OFFSET @keep LIMIT 1))
        ORDER BY finished_at, id LIMIT @most
        """,
        [("before", before), ("keep", keep), ("most", most)],
        cancellationToken);

    /// <summary>Deletes one task and stores its audit entry.</summary>
    public static Task<List<TaskId>> OneAsync(
        NpgsqlConnection connection,
        TaskId id,
        AuditEntry? audit,
        CancellationToken cancellationToken) =>
        RunAsync(connection, "id = @id", [("id", id.Value)], cancellationToken, audit);

    private static async Task<List<TaskId>> RunAsync(
        NpgsqlConnection connection,
        string which,
        (string Name, object Value)[] values,
        CancellationToken cancellationToken,
        AuditEntry? audit = null)
    {
        var noted = audit is null
            ? ""
            : $"noted AS (INSERT INTO audit ({PostgresAudit.EntryColumns}) SELECT {PostgresAudit.EntryValues} FROM doomed),";
        using var command = new NpgsqlCommand(
            $"""
            WITH doomed AS (SELECT id FROM tasks WHERE finished_at IS NOT NULL AND {which} FOR UPDATE),
            {noted}
            no_events AS (DELETE FROM events USING doomed WHERE task_id = id),
            no_tags AS (DELETE FROM tags USING doomed WHERE task_id = id),
            no_text AS (DELETE FROM search USING doomed WHERE task_id = id),
            no_keys AS (DELETE FROM idempotency_keys USING doomed WHERE task_id = id)
            DELETE FROM tasks USING doomed WHERE tasks.id = doomed.id RETURNING tasks.id
            """,
            connection);
        Array.ForEach(values, value => command.With(value.Name, value.Value));
        if (audit is not null)
        {
            PostgresAudit.AddEntry(command, audit);
        }

        return await command.ReadAllAsync(row => new TaskId(row.GetGuid(0)), cancellationToken).ConfigureAwait(false);
    }
}
