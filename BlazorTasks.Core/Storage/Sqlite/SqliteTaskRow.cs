using Microsoft.Data.Sqlite;

namespace BlazorTasks.Storage.Sqlite;

/// <summary>Maps snapshots to rows of "tasks". Immutable columns are written once, with the first event.</summary>
internal static class SqliteTaskRow
{
    private const string Fixed = "id, definition, name, label, owner, tags, priority, parent_id, created_at, schedule, due_at";

    private const string Changing =
        "state, reason, progress, status, step, steps, attempt, max_attempts, node, epoch, seq, run_at, queued_at, " +
        "started_at, attempt_started_at, "
        + "finished_at, duration, cancel_requested_at, cancel_requested_by, error_type, error_message, warnings, log_lines, " +
            "dropped_lines, last_line, "
        + "last_line_at, has_result, dismissed_at, prompt, prompts, pause_requested_by, crash_count, trimmed_lines, error";

    /// <summary>The columns of a SELECT that <see cref="Read"/> expects.</summary>
    public static string Select { get; } = $"{Fixed}, {Changing}";

    /// <summary>Updates a task only if nobody else has changed it since, and not under an older epoch.</summary>
    public const string Follows = "id = ? AND seq = ? AND epoch <= ?";

    public static string Insert { get; } =
        $"INSERT INTO tasks ({Select}, answered_at, finish_number) VALUES " +
        $"({string.Join(", ", Enumerable.Repeat("?", Select.Count(c => c == ',') + 3))}) ON CONFLICT (id) DO NOTHING";

    /// <summary>
    /// Binds the last parameters: when a prompt was answered, the finish number of a task that finishes now (an earlier one
    /// is preserved), and the expected state of the row.
    /// </summary>
    public static string Update { get; } =
        $"UPDATE tasks SET {Changing.Replace(",", " = ?,", StringComparison.Ordinal)} = ?, "
        + "answered_at = coalesce(?, answered_at), finish_number = CASE WHEN ?16 IS NULL THEN NULL ELSE coalesce(?, " +
            $"finish_number) END WHERE {Follows}";

    public static byte[] Bytes(TaskId id) => id.Value.ToByteArray(bigEndian: true);

    public static SqliteStatement BindInsert(SqliteStatement statement, StoreEntry entry, long? finishNumber) =>
        BindChanging(BindFixed(statement, entry.Snapshot), entry.Snapshot).Bind(entry.AnsweredAt).Bind(finishNumber);

    public static SqliteStatement BindUpdate(SqliteStatement statement, StoreEntry entry, long? finishNumber) =>
        BindFollows(BindChanging(statement, entry.Snapshot).Bind(entry.AnsweredAt).Bind(finishNumber), entry);

    public static SqliteStatement BindFollows(SqliteStatement statement, StoreEntry entry) =>
        statement.Bind(entry.Snapshot.Id).Bind(entry.SeqBefore).Bind(entry.Snapshot.Epoch);

    public static TaskSnapshot Read(SqliteDataReader row)
    {
        var i = 0;
        return new TaskSnapshot
        {
            Id = Id() ?? default,
            Definition = String(),
            Name = String()!,
            Label = String(),
            Owner = String(),
            Tags = String() is { } tags ? TaskJson.ReadPart<IReadOnlyList<string>>(tags) : [],
            Priority = (int)Number()!,
            ParentId = Id(),
            CreatedAt = (DateTimeOffset)Time()!,
            Schedule = String(),
            DueAt = Time(),
            State = (TaskState)Number()!,
            Reason = (TaskReason?)Number(),
            Progress = row.IsDBNull(i++) ? null : row.GetDouble(i - 1),
            Status = String(),
            Step = String(),
            Steps = (int)Number()!,
            Attempt = (int)Number()!,
            MaxAttempts = (int)Number()!,
            Node = String(),
            Epoch = (int)Number()!,
            Seq = (long)Number()!,
            RunAt = Time(),
            QueuedAt = Time(),
            StartedAt = Time(),
            AttemptStartedAt = Time(),
            FinishedAt = Time(skip: 1),
            CancelRequestedAt = Time(),
            CancelRequestedBy = String(),
            ErrorType = String(),
            ErrorMessage = String(),
            Warnings = (int)Number()!,
            LogLines = (long)Number()!,
            DroppedLines = (long)Number()!,
            LastLine = String(),
            LastLineAt = Time(),
            HasResult = Number() == 1,
            DismissedAt = Time(),
            Prompt = String() is { } prompt ? TaskJson.ReadPart<Prompt>(prompt) : null,
            Prompts = (int)Number()!,
            PauseRequestedBy = String(),
            CrashCount = (int)Number()!,
            TrimmedLines = (long)Number()!,
        };

        string? String() => row.IsDBNull(i++) ? null : row.GetString(i - 1);
        long? Number() => row.IsDBNull(i++) ? null : row.GetInt64(i - 1);
        TaskId? Id() => row.IsDBNull(i++) ? null : new TaskId(new Guid(row.GetFieldValue<byte[]>(i - 1), bigEndian: true));

        DateTimeOffset? Time(int skip = 0)
        {
            var at = Number();
            i += skip; // the duration column is for sorting only
            return at is { } micros ? Clock.FromUnixMicros(micros) : null;
        }
    }

    private static SqliteStatement BindFixed(SqliteStatement statement, TaskSnapshot task) => statement
        .Bind(task.Id)
        .Bind(task.Definition)
        .Bind(task.Name)
        .Bind(task.Label)
        .Bind(task.Owner)
        .Bind(task.Tags.Count == 0 ? null : TaskJson.WritePart(task.Tags))
        .Bind(task.Priority)
        .Bind(task.ParentId)
        .Bind(task.CreatedAt)
        .Bind(task.Schedule)
        .Bind(task.DueAt);

    private static SqliteStatement BindChanging(SqliteStatement statement, TaskSnapshot task) => statement
        .Bind((int)task.State)
        .Bind((int?)task.Reason)
        .Bind(task.Progress)
        .Bind(task.Status)
        .Bind(task.Step)
        .Bind(task.Steps)
        .Bind(task.Attempt)
        .Bind(task.MaxAttempts)
        .Bind(task.Node)
        .Bind(task.Epoch)
        .Bind(task.Seq)
        .Bind(task.RunAt)
        .Bind(task.QueuedAt)
        .Bind(task.StartedAt)
        .Bind(task.AttemptStartedAt)
        .Bind(task.FinishedAt)
        .Bind((long?)task.Duration?.TotalMicroseconds)
        .Bind(task.CancelRequestedAt)
        .Bind(task.CancelRequestedBy)
        .Bind(task.ErrorType)
        .Bind(task.ErrorMessage)
        .Bind(task.Warnings)
        .Bind(task.LogLines)
        .Bind(task.DroppedLines)
        .Bind(task.LastLine)
        .Bind(task.LastLineAt)
        .Bind(task.HasResult ? 1L : 0L)
        .Bind(task.DismissedAt)
        .Bind(task.Prompt is null ? null : TaskJson.WritePart(task.Prompt))
        .Bind(task.Prompts)
        .Bind(task.PauseRequestedBy)
        .Bind(task.CrashCount)
        .Bind(task.TrimmedLines)
        .Bind(TaskQuery.ErrorOf(task)); // searchable
}
