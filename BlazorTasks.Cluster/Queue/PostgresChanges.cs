namespace BlazorTasks.Cluster.Queue;

/// <summary>
/// What was changed since a position: the oldest transaction that was still open when the last changes were read. Numbers of
/// rows would not do, because they become visible out of order. A task may be returned twice.
/// </summary>
internal sealed class PostgresChanges(NpgsqlDataSource source, UnreadableTasks unreadable)
{
    /// <summary>More than one transaction changes, so that a page always gets further.</summary>
    private const int Page = 5_000;

    public async Task<TaskChanges> ReadAsync(string? position, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            $"""
            SELECT t.snapshot, t.id, t.changed::text, pg_snapshot_xmin(pg_current_snapshot())::text
            FROM (SELECT 1) AS always LEFT JOIN (
              SELECT snapshot, id, changed FROM tasks WHERE changed >= @position::xid8 ORDER BY changed LIMIT {Page}) t ON true
            """)
            .With("position", NpgsqlTypes.NpgsqlDbType.Text, position);
        var rows = await command.ReadAllAsync(
            row => (
                Task: row.IsDBNull(0) ? null : PostgresTaskReader.ReadTask(row, unreadable),
                Changed: row.IsDBNull(2) ? null : row.GetString(2),
                Oldest: row.GetString(3)),
            cancellationToken).ConfigureAwait(false);
        var next = rows.Count == Page ? rows[^1].Changed! : rows[0].Oldest;
        return new TaskChanges(next, [.. rows.Select(row => row.Task).OfType<TaskSnapshot>()]);
    }

    public async Task<IReadOnlyList<TaskId>> MissingAsync(IReadOnlyCollection<TaskId> tasks, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            "SELECT id FROM unnest(@ids) AS id WHERE id NOT IN (SELECT id FROM tasks WHERE id = ANY (@ids))")
            .With("ids", tasks.Select(id => id.Value).ToArray());
        return await command.ReadAllAsync(row => new TaskId(row.GetGuid(0)), cancellationToken).ConfigureAwait(false);
    }
}
