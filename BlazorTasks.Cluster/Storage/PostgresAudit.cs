namespace BlazorTasks.Cluster.Storage;

/// <summary>The audit log in PostgreSQL.</summary>
internal static class PostgresAudit
{
    /// <summary>The columns of <see cref="EntryValues"/>.</summary>
    public const string EntryColumns = "at, person, action, task_id, task_name, origin";

    /// <summary>An entry as a part of another statement, without its refusal.</summary>
    public const string EntryValues = "@audit_at, @audit_person, @audit_action, @audit_task, @audit_name, @audit_origin";

    /// <summary>What is searched, a line each.</summary>
    private const string Text = "concat_ws(E'\\n', person, task_name, refusal, " +
        "origin::json ->> 'person_id', origin::json ->> 'signed_in_with', origin::json ->> 'address')";

    public static async Task<AuditEntryPage> ReadAsync(NpgsqlDataSource source, AuditQuery query, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            $"""
            SELECT number, at, person, action, task_id, task_name, refusal, origin FROM audit
            WHERE number < @before AND (@action IS NULL OR action = @action) AND (@refused IS NULL OR (refusal IS NOT NULL) = @refused)
            {(query.By is null ? "" : "AND person = @by")}
            {(query.TaskId is null ? "" : "AND task_id = @task")}
            {(query.Text is null ? "" : $"AND strpos(lower({Text}), lower(@text)) > 0")}
            ORDER BY number DESC LIMIT @limit
            """)
            .With("before", query.Before ?? long.MaxValue)
            .With("action", NpgsqlDbType.Smallint, (short?)query.Action)
            .With("refused", NpgsqlDbType.Boolean, query.Refused)
            .With("by", NpgsqlDbType.Text, PostgresBatch.Plain(query.By))
            .With("task", NpgsqlDbType.Uuid, query.TaskId?.Value)
            .With("text", NpgsqlDbType.Text, PostgresBatch.Plain(query.Text))
            .With("limit", query.SafeLimit + 1);
        return AuditEntryPage.Of(query, await command.ReadAllAsync(ReadEntry, cancellationToken).ConfigureAwait(false));
    }

    public static async Task AddAsync(NpgsqlConnection connection, AuditEntry entry, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            $"INSERT INTO audit ({EntryColumns}, refusal) VALUES ({EntryValues}, @refusal)",
            connection)
            .With("refusal", NpgsqlDbType.Text, PostgresBatch.Plain(entry.Refusal));
        AddEntry(command, entry);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds the values of <see cref="EntryValues"/>.</summary>
    public static void AddEntry(NpgsqlCommand command, AuditEntry entry) => command
        .With("audit_at", entry.At)
        .With("audit_person", PostgresBatch.Plain(entry.By))
        .With("audit_action", (short)entry.Action)
        .With("audit_task", entry.TaskId.Value)
        .With("audit_name", PostgresBatch.Plain(entry.TaskName))
        .With("audit_origin", NpgsqlDbType.Text, Write(entry.Origin));

    /// <summary>Returns an origin as it is stored.</summary>
    public static string? Write(ActionOrigin? origin) => origin is null ? null : PostgresBatch.Plain(TaskJson.WritePart(origin));

    /// <summary>Changes at most one row and, if there was one, stores who did it, with one statement.</summary>
    /// <param name="command">A command with the parameters of the change.</param>
    /// <param name="change">The change.</param>
    /// <param name="audit">The audit entry, or null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether there was a row.</returns>
    public static async Task<bool> ChangeAsync(
        this NpgsqlCommand command,
        string change,
        AuditEntry? audit,
        CancellationToken cancellationToken)
    {
        var audited = audit is null
            ? ""
            : $", audited AS (INSERT INTO audit ({EntryColumns}) SELECT {EntryValues} FROM changed)";
        command.CommandText = $"WITH changed AS ({change} RETURNING 1){audited} SELECT count(*) FROM changed";
        if (audit is not null)
        {
            AddEntry(command, audit);
        }

        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is > 0L;
    }

    /// <summary>Deletes the oldest entries before a given time.</summary>
    public static async Task<int> PurgeAsync(
        NpgsqlConnection connection,
        DateTimeOffset before,
        int most,
        CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(
            "DELETE FROM audit WHERE number IN (SELECT number FROM (SELECT number, at FROM audit ORDER BY number LIMIT @most) " +
            "oldest WHERE at < @before)",
            connection)
            .With("most", most)
            .With("before", before);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static AuditEntry ReadEntry(NpgsqlDataReader row) =>
        new(row.Time(1), row.GetString(2), (AuditAction)row.GetInt16(3), new TaskId(row.GetGuid(4)), row.GetString(5))
        {
            Number = row.GetInt64(0),
            Refusal = row.IsDBNull(6) ? null : row.GetString(6),
            Origin = row.IsDBNull(7) ? null : TaskJson.ReadPart<ActionOrigin>(row.GetString(7)),
        };
}
