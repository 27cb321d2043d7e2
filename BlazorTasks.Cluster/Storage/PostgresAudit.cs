using Npgsql;
using NpgsqlTypes;

namespace BlazorTasks.Cluster.Storage;

/// <summary>The audit log in PostgreSQL.</summary>
internal static class PostgresAudit
{
    public static async Task<AuditEntryPage> ReadAsync(NpgsqlDataSource source, AuditQuery query, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            $"""
            SELECT number, at, person, action, task_id, task_name, refusal FROM audit
            WHERE number < $1 AND ($2::smallint IS NULL OR action = $2) AND ($3::boolean IS NULL OR (refusal IS NOT NULL) = $3)
            {(query.By is null ? "AND $4::text IS NULL" : "AND person = $4")}
            {(query.TaskId is null ? "AND $5::uuid IS NULL" : "AND task_id = $5")}
            ORDER BY number DESC LIMIT $6
            """);
        Add(command, NpgsqlDbType.Bigint, query.Before ?? long.MaxValue);
        Add(command, NpgsqlDbType.Smallint, (short?)query.Action);
        Add(command, NpgsqlDbType.Boolean, query.Refused);
        Add(command, NpgsqlDbType.Text, PostgresBatch.Plain(query.By));
        Add(command, NpgsqlDbType.Uuid, query.TaskId?.Value);
        Add(command, NpgsqlDbType.Integer, query.SafeLimit + 1);
        return AuditEntryPage.Of(query, await command.ReadAllAsync(ReadEntry, cancellationToken).ConfigureAwait(false));
    }

    public static async Task AddAsync(NpgsqlConnection connection, AuditEntry entry, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            "INSERT INTO audit (at, person, action, task_id, task_name, refusal) VALUES ($1, $2, $3, $4, $5, $6)",
            connection);
        AddEntry(command, entry);
        Add(command, NpgsqlDbType.Text, PostgresBatch.Plain(entry.Refusal));
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds five values: time, person, action, task id and task name.</summary>
    public static void AddEntry(NpgsqlCommand command, AuditEntry entry)
    {
        Add(command, NpgsqlDbType.TimestampTz, entry.At.UtcDateTime);
        Add(command, NpgsqlDbType.Text, PostgresBatch.Plain(entry.By));
        Add(command, NpgsqlDbType.Smallint, (short)entry.Action);
        Add(command, NpgsqlDbType.Uuid, entry.TaskId.Value);
        Add(command, NpgsqlDbType.Text, PostgresBatch.Plain(entry.TaskName));
    }

    /// <summary>Deletes the oldest entries before a given time.</summary>
    public static async Task<int> PurgeAsync(
        NpgsqlConnection connection,
        DateTimeOffset before,
        int most,
        CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            "DELETE FROM audit WHERE number IN (SELECT number FROM (SELECT number, at FROM audit ORDER BY number LIMIT $1) " +
            "oldest WHERE at < $2)",
            connection);
        Add(command, NpgsqlDbType.Integer, most);
        Add(command, NpgsqlDbType.TimestampTz, before.UtcDateTime);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, T value) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = (object?)value ?? DBNull.Value });

    private static AuditEntry ReadEntry(NpgsqlDataReader row) =>
        new(row.Time(1), row.GetString(2), (AuditAction)row.GetInt16(3), new TaskId(row.GetGuid(4)), row.GetString(5))
        {
            Number = row.GetInt64(0),
            Refusal = row.IsDBNull(6) ? null : row.GetString(6),
        };
}
