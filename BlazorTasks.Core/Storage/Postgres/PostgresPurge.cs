using Npgsql;

namespace BlazorTasks.Storage.Postgres;

/// <summary>Removes finished tasks with all that belongs to them, a few at a time, in one statement.</summary>
internal static class PostgresPurge
{
    public static async Task<int> RunAsync(NpgsqlConnection connection, DateTimeOffset before, int keep, int most, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            """
            WITH doomed AS (
              SELECT id FROM tasks WHERE finished_at IS NOT NULL
                AND (finished_at < $1 OR (finished_at, id) <= (SELECT finished_at, id FROM tasks WHERE finished_at IS NOT NULL ORDER BY finished_at DESC, id DESC OFFSET $2 LIMIT 1))
              ORDER BY finished_at, id LIMIT $3),
            no_events AS (DELETE FROM events USING doomed WHERE task_id = id),
            no_tags AS (DELETE FROM tags USING doomed WHERE task_id = id),
            no_text AS (DELETE FROM search USING doomed WHERE task_id = id),
            no_keys AS (DELETE FROM idempotency_keys USING doomed WHERE task_id = id)
            DELETE FROM tasks USING doomed WHERE tasks.id = doomed.id
            """,
            connection)
        { Parameters = { new() { Value = before.UtcDateTime }, new() { Value = keep }, new() { Value = most } } };
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
