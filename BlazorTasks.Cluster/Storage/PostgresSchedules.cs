using BlazorTasks.Storage;
using Npgsql;
using NpgsqlTypes;

namespace BlazorTasks.Cluster.Storage;

/// <summary>The schedules in PostgreSQL.</summary>
internal static class PostgresSchedules
{
    public static async Task<Schedule?> FindAsync(NpgsqlDataSource source, string id, CancellationToken cancellationToken)
    {
        using var command = source.Command("SELECT id, data FROM schedules WHERE id = $1", PostgresBatch.Plain(id));
        return (await command.ReadAllAsync(Read, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
    }

    public static async Task<IReadOnlyList<Schedule>> ListAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand("SELECT id, data FROM schedules ORDER BY id");
        return await command.ReadAllAsync(Read, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<IReadOnlyList<DueSchedule>> DueAsync(
        NpgsqlDataSource source,
        DateTimeOffset now,
        int skip,
        int limit,
        CancellationToken cancellationToken)
    {
        using var command = source.Command(
            """
            SELECT id, data,
              (SELECT count(*)::int FROM tasks t WHERE t.schedule = s.id AND t.finished_at IS NULL),
              (SELECT max(finished_at) FROM tasks t WHERE t.schedule = s.id)
            FROM schedules s WHERE wake_at <= $1 ORDER BY wake_at, id LIMIT $2 OFFSET $3
            """,
            now,
            limit,
            skip);
        return await command.ReadAllAsync(
            row => new DueSchedule(Read(row), row.GetInt32(2), row.IsDBNull(3) ? null : row.Time(3)),
            cancellationToken).ConfigureAwait(false);
    }

    public static async Task<DateTimeOffset?> NextAsync(
        NpgsqlDataSource source,
        DateTimeOffset after,
        CancellationToken cancellationToken)
    {
        using var command = source.Command("SELECT wake_at FROM schedules WHERE wake_at > $1 ORDER BY wake_at LIMIT 1", after);
        return (await command.ReadAllAsync(row => (DateTimeOffset?)row.Time(0), cancellationToken).ConfigureAwait(false)).FirstOrDefault();
    }

    /// <summary>Stores a schedule and who changed it, with one statement.</summary>
    public static async Task<bool> PutAsync(
        NpgsqlConnection connection,
        Schedule schedule,
        AuditEntry? audit,
        CancellationToken cancellationToken)
    {
        var change = schedule.Version == 1
            ? "INSERT INTO schedules (id, version, wake_at, data) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING"
            : "UPDATE schedules SET version = $2, wake_at = $3, data = $4 WHERE id = $1 AND version = $2 - 1";
        using var command = new NpgsqlCommand { Connection = connection };
        command.Parameters.Add(new() { Value = schedule.Id });
        command.Parameters.Add(new() { Value = schedule.Version });
        command.Parameters.Add(Time(schedule.WakeAt));
        command.Parameters.Add(new() { Value = ScheduleJson.Write(schedule) });
        return await ChangeAsync(command, change, audit, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<bool> DeleteAsync(
        NpgsqlConnection connection,
        string id,
        long version,
        AuditEntry? audit,
        CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand { Connection = connection };
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = version });
        return await ChangeAsync(command, "DELETE FROM schedules WHERE id = $1 AND version = $2", audit, cancellationToken)
            .ConfigureAwait(false);
    }

    public static async Task<IReadOnlyList<HolidayCalendar>> CalendarsAsync(
        NpgsqlDataSource source,
        CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand("SELECT data FROM calendars ORDER BY name");
        return await command.ReadAllAsync(
            row => TaskJson.ReadPart<HolidayCalendar>(row.GetString(0)),
            cancellationToken).ConfigureAwait(false);
    }

    public static async Task PutCalendarAsync(
        NpgsqlConnection connection,
        HolidayCalendar calendar,
        CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            "INSERT INTO calendars (name, data) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET data = excluded.data",
            connection)
        { Parameters = { new() { Value = calendar.Name }, new() { Value = TaskJson.WritePart(calendar) } } };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task<bool> DeleteCalendarAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("DELETE FROM calendars WHERE name = $1", connection)
        { Parameters = { new() { Value = name } } };
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Adds five arrays: task ids, and the id, version, time and data of the schedules that their tasks move on.</summary>
    public static void AddMoves(NpgsqlCommand command, IReadOnlyList<StoreEntry> moves)
    {
        PostgresBatch.Add(command, NpgsqlDbType.Uuid, moves, entry => entry.Snapshot.Id.Value);
        PostgresBatch.Add(command, NpgsqlDbType.Text, moves, entry => entry.Moved!.Id);
        PostgresBatch.Add(command, NpgsqlDbType.Bigint, moves, entry => entry.Moved!.Version);
        PostgresBatch.Add(command, NpgsqlDbType.TimestampTz, moves, entry => entry.Moved!.WakeAt?.UtcDateTime);
        PostgresBatch.Add(command, NpgsqlDbType.Text, moves, entry => ScheduleJson.Write(entry.Moved!));
    }

    private static async Task<bool> ChangeAsync(
        NpgsqlCommand command,
        string change,
        AuditEntry? audit,
        CancellationToken cancellationToken)
    {
        var first = command.Parameters.Count;
        var audited = audit is null
            ? ""
            : $", audited AS (INSERT INTO audit (at, person, action, task_id, task_name) SELECT ${first + 1}, ${first + 2}, " +
                $"${first + 3}, ${first + 4}, ${first + 5} FROM changed)";
        command.CommandText = $"WITH changed AS ({change} RETURNING 1){audited} SELECT count(*) FROM changed";
        if (audit is not null)
        {
            PostgresAudit.AddEntry(command, audit);
        }

        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is > 0L;
    }

    private static NpgsqlParameter Time(DateTimeOffset? at) =>
        new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = (object?)at?.UtcDateTime ?? DBNull.Value };

    private static Schedule Read(NpgsqlDataReader row) => ScheduleJson.Read(row.GetString(0), row.GetString(1));
}
