namespace BlazorTasks.Storage.Sqlite;

/// <summary>The audit log in SQLite.</summary>
internal static class SqliteAudit
{
    public const string Insert =
        "INSERT INTO audit (at, person, action, task_id, task_name, refusal, origin) " +
        "VALUES ($at, $person, $action, $task, $name, $refusal, $origin)";

    /// <summary>What is searched, a line each.</summary>
    private const string Text =
        "concat_ws(char(10), person, task_name, refusal, origin ->> 'person_id', origin ->> 'signed_in_with', origin ->> 'address')";

    public static SqliteStatement Bind(SqliteStatement insert, AuditEntry entry) => insert
        .Bind("$at", entry.At)
        .Bind("$person", entry.By)
        .Bind("$action", (long)entry.Action)
        .Bind("$task", entry.TaskId)
        .Bind("$name", entry.TaskName)
        .Bind("$refusal", entry.Refusal)
        .Bind("$origin", entry.Origin is null ? null : TaskJson.WritePart(entry.Origin));

    public static AuditEntryPage Read(SqliteConnection connection, AuditQuery query)
    {
        using var command = SqliteTaskReader.Command(
            connection,
            $"""
            SELECT number, at, person, action, task_id, task_name, refusal, origin FROM audit
            WHERE ($before IS NULL OR number < $before) AND ($action IS NULL OR action = $action)
              AND ($refused IS NULL OR (refusal IS NOT NULL) = $refused)
            {(query.By is null ? "" : "AND person = $by")} {(query.TaskId is null ? "" : "AND task_id = $task")}
            {(query.Text is null ? "" : $"AND instr(lower({Text}), lower($text)) > 0")}
            ORDER BY number DESC LIMIT $limit
            """,
            ("$before", (object?)query.Before ?? DBNull.Value),
            ("$action", query.Action is { } action ? (long)action : DBNull.Value),
            ("$refused", query.Refused is { } refused ? refused : DBNull.Value),
            ("$by", (object?)query.By ?? DBNull.Value),
            ("$text", (object?)query.Text ?? DBNull.Value),
            ("$task", query.TaskId is { } task ? SqliteTaskRow.Bytes(task) : DBNull.Value),
            ("$limit", query.SafeLimit + 1));
        return AuditEntryPage.Of(query, SqliteTaskReader.ReadAll(command, ReadEntry));
    }

    /// <summary>Deletes the oldest entries before a given time.</summary>
    public static int Purge(SqliteConnection connection, DateTimeOffset before, int most)
    {
        using var command = SqliteTaskReader.Command(
            connection,
            "DELETE FROM audit WHERE number IN (SELECT number FROM (SELECT number, at FROM audit ORDER BY number LIMIT " +
            "$most) WHERE at < $before)",
            ("$most", most),
            ("$before", before.ToUnixMicros()));
        return command.ExecuteNonQuery();
    }

    private static AuditEntry ReadEntry(SqliteDataReader row) => new(
        Clock.FromUnixMicros(row.GetInt64(1)),
        row.GetString(2),
        (AuditAction)row.GetInt32(3),
        new TaskId(new Guid(row.GetFieldValue<byte[]>(4), bigEndian: true)),
        row.GetString(5))
    {
        Number = row.GetInt64(0),
        Refusal = row.IsDBNull(6) ? null : row.GetString(6),
        Origin = row.IsDBNull(7) ? null : TaskJson.ReadPart<ActionOrigin>(row.GetString(7)),
    };
}
