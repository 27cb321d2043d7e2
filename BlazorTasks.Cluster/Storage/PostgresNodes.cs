using BlazorTasks.Storage;
using Npgsql;
using NpgsqlTypes;

namespace BlazorTasks.Cluster.Storage;

/// <summary>The node registry in PostgreSQL.</summary>
internal static class PostgresNodes
{
    private const string Columns = "id, name, process_id, version, started_at, seen_at, ended_at, is_lost";

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
        return await command.ReadAllAsync(Read, cancellationToken).ConfigureAwait(false);
    }

    private static TaskNode Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.Time(4), row.Time(5))
        {
            EndedAt = row.IsDBNull(6) ? null : row.Time(6),
            IsLost = row.GetBoolean(7),
        };
}
