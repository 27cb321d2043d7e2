using BlazorTasks.Storage;
using Npgsql;
using NpgsqlTypes;

namespace BlazorTasks.Cluster.Storage;

/// <summary>The node registry in PostgreSQL.</summary>
internal static class PostgresNodes
{
    public const string Columns = "id, name, process_id, version, started_at, seen_at, ended_at, is_lost";

    public static async Task PutAsync(NpgsqlConnection connection, TaskNode node, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            $"""
            WITH old AS (DELETE FROM nodes WHERE id IN (SELECT id FROM nodes WHERE id <> @id ORDER BY started_at DESC OFFSET @others))
            INSERT INTO nodes ({Columns}) VALUES (@id, @name, @process_id, @version, @started_at, @seen_at, @ended_at, @is_lost)
            ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, ended_at = excluded.ended_at, is_lost = excluded.is_lost
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
            .With("others", ITaskNodes.Remembered - 1);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task<IReadOnlyList<TaskNode>> ListAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand($"SELECT {Columns} FROM nodes ORDER BY started_at DESC");
        return await command.ReadAllAsync(row => Read(row), cancellationToken).ConfigureAwait(false);
    }

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
        };
}
