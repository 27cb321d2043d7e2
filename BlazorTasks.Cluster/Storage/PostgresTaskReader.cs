namespace BlazorTasks.Cluster.Storage;

/// <summary>The queries. Each takes a pooled connection and returns records.</summary>
internal static class PostgresTaskReader
{
    public static async Task<TaskSnapshot?> FindAsync(
        NpgsqlDataSource source,
        TaskId id,
        UnreadableTasks unreadable,
        CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand("SELECT snapshot, id FROM tasks WHERE id = @id").With("id", id.Value);
        var found = await command.ReadAllAsync(row => ReadTask(row, unreadable), cancellationToken).ConfigureAwait(false);
        return found.FirstOrDefault();
    }

    public static async Task<TaskPage> ListAsync(
        NpgsqlDataSource source,
        TaskQuery query,
        UnreadableTasks unreadable,
        CancellationToken cancellationToken)
    {
        for (var skipped = 0; ;)
        {
            var filter = new PostgresTaskFilter(query);
            using var command = filter.List(source, skipped);
            var found = await command.ReadAllAsync(row => ReadTask(row, unreadable), cancellationToken).ConfigureAwait(false);
            var bad = found.Count(task => task is null);
            if (bad <= skipped || filter.HasTextOfUnfinished)
            {
                return TaskCursor.Page(query, Matching(filter, found, query));
            }

            skipped = bad; // as many rows more, so that the page is full and the next one is found
        }
    }

    public static async Task<int> CountAsync(
        NpgsqlDataSource source,
        TaskQuery query,
        int limit,
        UnreadableTasks unreadable,
        CancellationToken cancellationToken)
    {
        var filter = new PostgresTaskFilter(query);
        if (filter.HasTextOfUnfinished)
        {
            using var all = filter.All(source);
            var found = await all.ReadAllAsync(row => ReadTask(row, unreadable), cancellationToken).ConfigureAwait(false);
            return Matching(filter, found, query).Take(limit).Count();
        }

        using var command = filter.Count(source, limit);
        return (int)(long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    public static async Task<IReadOnlyList<OutcomeCount>> OutcomesAsync(
        NpgsqlDataSource source,
        TaskQuery query,
        TimeSpan step,
        CancellationToken cancellationToken)
    {
        var from = query.From ?? throw new ArgumentException("From is required to count outcomes.", nameof(query));
        using var command = new PostgresTaskFilter(query).Outcomes(source, from, step);
        return await command.ReadAllAsync(
            row => new OutcomeCount(from + (step * row.GetInt64(0)), (TaskState)row.GetInt16(1), row.GetInt32(2)),
            cancellationToken).ConfigureAwait(false);
    }

    public static async Task<IReadOnlyList<DurationPercentiles>> DurationsAsync(
        NpgsqlDataSource source,
        TaskQuery query,
        int newest,
        CancellationToken cancellationToken)
    {
        using var command = new PostgresTaskFilter(query).Durations(source, newest);
        return DurationPercentiles.Of(await command.ReadAllAsync(
            row => (row.IsDBNull(0) ? null : row.GetString(0), row.GetString(1), TimeSpan.FromMicroseconds(row.GetInt64(2))),
            cancellationToken).ConfigureAwait(false));
    }

    public static async Task<IReadOnlyList<string>> ValuesAsync(
        NpgsqlDataSource source,
        TaskFacet facet,
        string? owner,
        int limit,
        CancellationToken cancellationToken)
    {
        using var command = owner is null
            ? source.CreateCommand(FacetValues.Sql(facet, "@limit")).With("limit", limit)
            : source.CreateCommand(FacetValues.SqlOfOwner(facet, "@owner", "@limit", "task_id = id"))
                .With("limit", limit)
                .With("owner", PostgresBatch.Plain(owner));
        return await command.ReadAllAsync(row => row.GetString(0), cancellationToken).ConfigureAwait(false);
    }

    public static async Task<IReadOnlyList<TaskSnapshot>> AnsweredAsync(
        NpgsqlDataSource source,
        DateTimeOffset since,
        string? owner,
        int limit,
        UnreadableTasks unreadable,
        CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            """
            SELECT snapshot, id FROM tasks
            WHERE answered_at >= @since AND (@owner IS NULL OR owner = @owner)
            ORDER BY answered_at DESC, id DESC LIMIT @limit
            """)
            .With("since", since)
            .With("owner", NpgsqlDbType.Text, PostgresBatch.Plain(owner))
            .With("limit", limit);
        var found = await command.ReadAllAsync(row => ReadTask(row, unreadable), cancellationToken).ConfigureAwait(false);
        return [.. found.OfType<TaskSnapshot>()];
    }

    public static async Task<IdempotencyRecord?> FindKeyAsync(
        NpgsqlDataSource source,
        string owner,
        string key,
        DateTimeOffset since,
        CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            "SELECT task_id, fingerprint FROM idempotency_keys WHERE owner = @owner AND key = @key AND at >= @since")
            .With("owner", PostgresBatch.Plain(owner))
            .With("key", PostgresBatch.Plain(key))
            .With("since", since);
        return (await command.ReadAllAsync(
            row => new IdempotencyRecord(new TaskId(row.GetGuid(0)), row.GetString(1)),
            cancellationToken).ConfigureAwait(false)).FirstOrDefault();
    }

    public static async Task<IReadOnlyList<TaskEvent>> EventsAsync(
        NpgsqlDataSource source,
        TaskId id,
        long after,
        int limit,
        EventKinds kinds,
        CancellationToken cancellationToken)
    {
        var milestones = kinds == EventKinds.Milestones ? " AND milestone" : "";
        using var command = source.CreateCommand(
            $"SELECT seq, epoch, at, data FROM events WHERE task_id = @id AND seq > @after{milestones} ORDER BY seq LIMIT @limit")
            .With("id", id.Value)
            .With("after", after)
            .With("limit", limit);
        return await command.ReadAllAsync(ReadEvent, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<IReadOnlyList<TaskLogged>> LogAsync(
        NpgsqlDataSource source,
        TaskId id,
        long firstLine,
        int lines,
        CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            """
            SELECT seq, epoch, at, data FROM events
            WHERE task_id = @id
              AND line < @lines + greatest(@first, (SELECT min(line) FROM events WHERE task_id = @id AND line IS NOT NULL))
              AND line >= coalesce((SELECT max(line) FROM events WHERE task_id = @id AND line <= @first), 0)
            ORDER BY line, seq
            """)
            .With("id", id.Value)
            .With("first", firstLine)
            .With("lines", (long)lines);
        var chunks = await command.ReadAllAsync(ReadEvent, cancellationToken).ConfigureAwait(false);
        return [.. chunks.OfType<TaskLogged>().Where(chunk => chunk.FirstLine + Math.Max(1, chunk.Lines.Count) > firstLine)];
    }

    private static IEnumerable<TaskSnapshot> Matching(PostgresTaskFilter filter, IEnumerable<TaskSnapshot?> found, TaskQuery query)
    {
        var readable = found.OfType<TaskSnapshot>();
        return filter.HasTextOfUnfinished ? readable.Where(task => query.Matches(task, () => SearchText.Of(task, null))) : readable;
    }

    public static TaskSnapshot? ReadTask(NpgsqlDataReader row, UnreadableTasks unreadable) => unreadable.Read(
        () => TaskJson.ReadSnapshot(row.GetString(0)),
        () => new TaskId(row.GetGuid(1)),
        () => $"id = '{row.GetGuid(1)}'");

    private static TaskEvent ReadEvent(NpgsqlDataReader row) =>
        TaskJson.ReadEvent(row.GetString(3), row.GetInt64(0), row.Time(2), row.GetInt32(1));
}
