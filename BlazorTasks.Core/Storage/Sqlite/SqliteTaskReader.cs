namespace BlazorTasks.Storage.Sqlite;

/// <summary>The queries. Each takes a connection and returns records.</summary>
internal static class SqliteTaskReader
{
    public static TaskSnapshot? Find(SqliteConnection connection, TaskId id, UnreadableTasks unreadable)
    {
        using var command = Command(
            connection,
            $"SELECT {SqliteTaskRow.Select}, key FROM tasks WHERE id = $id",
            ("$id", SqliteTaskRow.Bytes(id)));
        return ReadTasks(command, unreadable).FirstOrDefault();
    }

    public static TaskPage List(SqliteConnection connection, TaskQuery query, UnreadableTasks unreadable)
    {
        using var command = SqliteTaskFilter.List(connection, query);
        var rows = query.SafeLimit + 1;
        for (var skipped = 0; ;)
        {
            command.Parameters["$limit"].Value = rows + skipped;
            var found = ReadAll(command, row => ReadTask(row, unreadable));
            var bad = found.Count(task => task is null);
            if (bad <= skipped)
            {
                return TaskCursor.Page(query, found.OfType<TaskSnapshot>());
            }

            skipped = bad; // as many rows more, so that the page is full and the next one is found
        }
    }

    public static int Count(SqliteConnection connection, TaskQuery query, int limit)
    {
        using var command = SqliteTaskFilter.Count(connection, query, limit);
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public static IReadOnlyList<OutcomeCount> Outcomes(SqliteConnection connection, TaskQuery query, TimeSpan step)
    {
        var from = query.From ?? throw new ArgumentException("From is required to count outcomes.", nameof(query));
        using var command = SqliteTaskFilter.Outcomes(connection, query, from, step);
        return ReadAll(command, row => new OutcomeCount(from + (step * row.GetInt64(0)), (TaskState)row.GetInt32(1), row.GetInt32(2)));
    }

    public static IReadOnlyList<DurationPercentiles> Durations(SqliteConnection connection, TaskQuery query, int newest)
    {
        using var command = SqliteTaskFilter.Durations(connection, query, newest);
        return DurationPercentiles.Of(ReadAll(
            command,
            row => (row.IsDBNull(0) ? null : row.GetString(0), row.GetString(1), TimeSpan.FromMicroseconds(row.GetInt64(2)))));
    }

    public static IReadOnlyList<string> Values(SqliteConnection connection, TaskFacet facet, string? owner, int limit)
    {
        using var command = owner is null
            ? Command(connection, FacetValues.Sql(facet, "$limit"), ("$limit", limit))
            : Command(
                connection,
                FacetValues.SqlOfOwner(facet, "$owner", "$limit", "task_key = key"),
                ("$limit", limit),
                ("$owner", owner));
        return ReadAll(command, row => row.GetString(0));
    }

    public static IReadOnlyList<TaskSnapshot> Answered(
        SqliteConnection connection,
        DateTimeOffset since,
        string? owner,
        int limit,
        UnreadableTasks unreadable)
    {
        using var command = Command(
            connection,
            $"""
            SELECT {SqliteTaskRow.Select}, key FROM tasks
            WHERE answered_at >= $since AND ($owner IS NULL OR owner = $owner)
            ORDER BY answered_at DESC, id DESC LIMIT $limit
            """,
            ("$since", since.ToUnixMicros()),
            ("$owner", owner ?? (object)DBNull.Value),
            ("$limit", limit));
        return [.. ReadTasks(command, unreadable)];
    }

    public static IdempotencyRecord? FindKey(SqliteConnection connection, string owner, string key, DateTimeOffset since)
    {
        using var command = Command(
            connection,
            "SELECT task_id, fingerprint FROM idempotency_keys WHERE owner = $owner AND key = $key AND at >= $since",
            ("$owner", owner),
            ("$key", key),
            ("$since", since.ToUnixMicros()));
        return ReadAll(
            command,
            row => new IdempotencyRecord(
                new TaskId(new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true)),
                row.GetString(1))).FirstOrDefault();
    }

    public static IReadOnlyList<TaskEvent> Events(SqliteConnection connection, TaskId id, long after, int limit, EventKinds kinds)
    {
        var milestones = kinds == EventKinds.Milestones ? " AND milestone = 1" : "";
        using var command = Command(
            connection,
            $"SELECT seq, epoch, at, data FROM events WHERE task_id = $id AND seq > $after{milestones} ORDER BY seq LIMIT $limit",
            ("$id", SqliteTaskRow.Bytes(id)),
            ("$after", after),
            ("$limit", limit));
        return ReadAll(command, ReadEvent);
    }

    public static IReadOnlyList<TaskLogged> Log(SqliteConnection connection, TaskId id, long firstLine, int lines)
    {
        using var command = Command(
            connection,
            """
            SELECT seq, epoch, at, data FROM events
            WHERE task_id = $id
              AND line < $lines + max($first, coalesce((SELECT min(line) FROM events WHERE task_id = $id AND line IS NOT NULL), 0))
              AND line >= coalesce((SELECT max(line) FROM events WHERE task_id = $id AND line <= $first), 0)
            ORDER BY line, seq
            """,
            ("$id", SqliteTaskRow.Bytes(id)),
            ("$first", firstLine),
            ("$lines", lines));
        return [.. ReadAll(command, ReadEvent).OfType<TaskLogged>().Where(chunk => chunk.FirstLine
            + Math.Max(1, chunk.Lines.Count) > firstLine)];
    }

    public static SqliteCommand Command(
        SqliteConnection connection,
        string sql,
        params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private static IEnumerable<TaskSnapshot> ReadTasks(SqliteCommand command, UnreadableTasks unreadable) =>
        ReadAll(command, row => ReadTask(row, unreadable)).OfType<TaskSnapshot>();

    private static TaskSnapshot? ReadTask(SqliteDataReader row, UnreadableTasks unreadable) => unreadable.Read(
        () => SqliteTaskRow.Read(row),
        () => new TaskId(new Guid(row.GetFieldValue<byte[]>(row.GetOrdinal("id")), bigEndian: true)),
        () => string.Create(CultureInfo.InvariantCulture, $"key = {row.GetInt64(row.GetOrdinal("key"))}"));

    private static TaskEvent ReadEvent(SqliteDataReader row) =>
        TaskJson.ReadEvent(row.GetString(3), row.GetInt64(0), Clock.FromUnixMicros(row.GetInt64(2)), row.GetInt32(1));

    public static List<T> ReadAll<T>(SqliteCommand command, Func<SqliteDataReader, T> read)
    {
        var all = new List<T>();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            all.Add(read(row));
        }

        return all;
    }
}
