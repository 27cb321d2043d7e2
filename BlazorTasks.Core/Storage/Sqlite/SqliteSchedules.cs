namespace BlazorTasks.Storage.Sqlite;

/// <summary>The schedules in SQLite.</summary>
internal static class SqliteSchedules
{
    /// <summary>Moves a schedule on if its stored version is the expected one.</summary>
    public const string Update =
        "UPDATE schedules SET version = $version, wake_at = $wake_at, data = $data WHERE id = $id AND version = $version - 1";

    private const string Insert =
        "INSERT INTO schedules (id, version, wake_at, data) VALUES ($id, $version, $wake_at, $data) ON CONFLICT (id) DO NOTHING";

    public static bool Put(SqliteConnection connection, Schedule schedule)
    {
        using var statement = new SqliteStatement(connection, schedule.Version == 1 ? Insert : Update);
        return Bind(statement, schedule).RunOnRow();
    }

    public static bool Delete(SqliteConnection connection, string id, long version)
    {
        using var statement = new SqliteStatement(connection, "DELETE FROM schedules WHERE id = $id AND version = $version");
        return statement.Bind("$id", id).Bind("$version", version).RunOnRow();
    }

    public static Schedule? Find(SqliteConnection connection, string id)
    {
        using var command = SqliteTaskReader.Command(connection, "SELECT id, data FROM schedules WHERE id = $id", ("$id", id));
        return SqliteTaskReader.ReadAll(command, Read).FirstOrDefault();
    }

    public static IReadOnlyList<Schedule> List(SqliteConnection connection)
    {
        using var command = SqliteTaskReader.Command(connection, "SELECT id, data FROM schedules ORDER BY id");
        return SqliteTaskReader.ReadAll(command, Read);
    }

    public static IReadOnlyList<DueSchedule> Due(SqliteConnection connection, DateTimeOffset now, int skip, int limit)
    {
        using var command = SqliteTaskReader.Command(
            connection,
            """
            SELECT id, data,
              (SELECT count(*) FROM tasks t WHERE t.schedule = s.id AND t.finished_at IS NULL),
              (SELECT max(finished_at) FROM tasks t WHERE t.schedule = s.id)
            FROM schedules s WHERE wake_at <= $now ORDER BY wake_at, id LIMIT $limit OFFSET $skip
            """,
            ("$now", now.ToUnixMicros()),
            ("$limit", limit),
            ("$skip", skip));
        return SqliteTaskReader.ReadAll(command, row => new DueSchedule(
            Read(row),
            row.GetInt32(2),
            row.IsDBNull(3) ? null : Clock.FromUnixMicros(row.GetInt64(3))));
    }

    public static DateTimeOffset? Next(SqliteConnection connection, DateTimeOffset after)
    {
        using var command = SqliteTaskReader.Command(
            connection,
            "SELECT min(wake_at) FROM schedules WHERE wake_at > $after",
            ("$after", after.ToUnixMicros()));
        return command.ExecuteScalar() is long at ? Clock.FromUnixMicros(at) : null;
    }

    public static IReadOnlyList<HolidayCalendar> Calendars(SqliteConnection connection)
    {
        using var command = SqliteTaskReader.Command(connection, "SELECT data FROM calendars ORDER BY name");
        return SqliteTaskReader.ReadAll(command, row => TaskJson.ReadPart<HolidayCalendar>(row.GetString(0)));
    }

    public static void PutCalendar(SqliteConnection connection, HolidayCalendar calendar)
    {
        using var statement = new SqliteStatement(connection, "INSERT OR REPLACE INTO calendars (name, data) VALUES ($name, $data)");
        statement.Bind("$name", calendar.Name).Bind("$data", TaskJson.WritePart(calendar)).Run();
    }

    public static bool DeleteCalendar(SqliteConnection connection, string name)
    {
        using var statement = new SqliteStatement(connection, "DELETE FROM calendars WHERE name = $name");
        return statement.Bind("$name", name).RunOnRow();
    }

    public static SqliteStatement Bind(SqliteStatement statement, Schedule schedule) => statement
        .Bind("$id", schedule.Id)
        .Bind("$version", schedule.Version)
        .Bind("$wake_at", schedule.WakeAt)
        .Bind("$data", ScheduleJson.Write(schedule));

    private static Schedule Read(SqliteDataReader row) => ScheduleJson.Read(row.GetString(0), row.GetString(1));
}
