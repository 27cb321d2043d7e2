namespace BlazorTasks.Cluster.Storage;

/// <summary>The schedules in PostgreSQL.</summary>
internal static class PostgresSchedules
{
    public static async Task<Schedule?> FindAsync(NpgsqlDataSource source, string id, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand("SELECT id, data FROM schedules WHERE id = @id").With("id", PostgresBatch.Plain(id));
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
        using var command = source.CreateCommand(
            """
            SELECT id, data,
              (SELECT count(*)::int FROM tasks t WHERE t.schedule = s.id AND t.finished_at IS NULL),
              (SELECT max(finished_at) FROM tasks t WHERE t.schedule = s.id)
            FROM schedules s WHERE wake_at <= @now ORDER BY wake_at, id LIMIT @limit OFFSET @skip
            """)
            .With("now", now)
            .With("limit", limit)
            .With("skip", skip);
        return await command.ReadAllAsync(
            row => new DueSchedule(Read(row), row.GetInt32(2), row.IsDBNull(3) ? null : row.Time(3)),
            cancellationToken).ConfigureAwait(false);
    }

    public static async Task<DateTimeOffset?> NextAsync(
        NpgsqlDataSource source,
        DateTimeOffset after,
        CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand("SELECT wake_at FROM schedules WHERE wake_at > @after ORDER BY wake_at LIMIT 1")
            .With("after", after);
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
            ? "INSERT INTO schedules (id, version, wake_at, data) VALUES (@id, @version, @wake_at, @data) ON CONFLICT (id) DO NOTHING"
            : "UPDATE schedules SET version = @version, wake_at = @wake_at, data = @data WHERE id = @id AND version = @version - 1";
        using var command = new NpgsqlCommand { Connection = connection }
            .With("id", schedule.Id)
            .With("version", schedule.Version)
            .With("wake_at", NpgsqlDbType.TimestampTz, schedule.WakeAt?.UtcDateTime)
            .With("data", ScheduleJson.Write(schedule));
        return await command.ChangeAsync(change, audit, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<bool> DeleteAsync(
        NpgsqlConnection connection,
        string id,
        long version,
        AuditEntry? audit,
        CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand { Connection = connection }.With("id", id).With("version", version);
        return await command.ChangeAsync("DELETE FROM schedules WHERE id = @id AND version = @version", audit, cancellationToken)
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
            "INSERT INTO calendars (name, data) VALUES (@name, @data) ON CONFLICT (name) DO UPDATE SET data = excluded.data",
            connection)
            .With("name", calendar.Name)
            .With("data", TaskJson.WritePart(calendar));
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task<bool> DeleteCalendarAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("DELETE FROM calendars WHERE name = @name", connection).With("name", name);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Adds five arrays: task ids, and the id, version, time and data of the schedules that their tasks move on.</summary>
    public static void AddMoves(NpgsqlCommand command, IReadOnlyList<StoreEntry> moves)
    {
        PostgresBatch.Add(command, "move_tasks", NpgsqlDbType.Uuid, moves, entry => entry.Snapshot.Id.Value);
        PostgresBatch.Add(command, "move_ids", NpgsqlDbType.Text, moves, entry => entry.Moved!.Id);
        PostgresBatch.Add(command, "move_versions", NpgsqlDbType.Bigint, moves, entry => entry.Moved!.Version);
        PostgresBatch.Add(command, "move_times", NpgsqlDbType.TimestampTz, moves, entry => entry.Moved!.WakeAt?.UtcDateTime);
        PostgresBatch.Add(command, "move_data", NpgsqlDbType.Text, moves, entry => ScheduleJson.Write(entry.Moved!));
    }

    private static Schedule Read(NpgsqlDataReader row) => ScheduleJson.Read(row.GetString(0), row.GetString(1));
}
