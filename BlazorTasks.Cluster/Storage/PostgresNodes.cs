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
            WITH old AS (DELETE FROM nodes WHERE id IN (SELECT id FROM nodes WHERE id <> $1 ORDER BY started_at DESC OFFSET $9))
            INSERT INTO nodes ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, ended_at = excluded.ended_at, is_lost = excluded.is_lost
            """,
            connection);
        object[] values = [node.Id, node.Name, node.ProcessId, node.Version, node.StartedAt.UtcDateTime, node.SeenAt.UtcDateTime];
        Array.ForEach(values, value => command.Parameters.Add(PostgresReading.Parameter(value)));
        command.Parameters.Add(new NpgsqlParameter
        {
            NpgsqlDbType = NpgsqlDbType.TimestampTz,
            Value = (object?)node.EndedAt?.UtcDateTime ?? DBNull.Value
        });
        command.Parameters.Add(new NpgsqlParameter { Value = node.IsLost });
        command.Parameters.Add(new NpgsqlParameter { Value = ITaskNodes.Remembered - 1 });
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
