using System.Collections.Frozen;

namespace BlazorTasks.Storage.Sqlite;

/// <summary>Maps snapshots to rows of "tasks". Immutable columns are written once, with the first event.</summary>
internal static class SqliteTaskRow
{
    private static readonly string[] Fixed =
    [
        "id", "definition", "name", "label", "owner", "tags", "parent_id", "created_at", "schedule",
        "due_at",
    ];

    private static readonly string[] Changing =
    [
        "state", "reason", "progress", "status", "step", "steps", "attempt", "max_attempts", "node", "epoch", "seq",
        "priority", "run_at", "queued_at", "started_at", "attempt_started_at", "finished_at", "duration", "cancel_requested_at",
        "cancel_requested_by", "error_type", "error_message", "warnings", "log_lines", "dropped_lines", "last_line",
        "last_line_at", "has_result", "dismissed_at", "prompt", "prompts", "pause_requested_by", "crash_count",
        "trimmed_lines", "error",
    ];

    private static readonly FrozenDictionary<string, int> Ordinals =
        Fixed.Concat(Changing).Select((name, place) => (name, place)).ToFrozenDictionary(column => column.name, column => column.place);

    /// <summary>Updates a task only if nobody else has changed it since, and not under an older epoch.</summary>
    public const string Follows = "id = $id AND seq = $seq_before AND epoch <= $epoch";

    /// <summary>The columns of a SELECT that <see cref="Read"/> expects.</summary>
    public static string Select { get; } = string.Join(", ", Fixed.Concat(Changing));

    public static string Insert { get; } =
        $"INSERT INTO tasks ({Select}, answered_at, finish_number) " +
        $"VALUES ({string.Join(", ", Fixed.Concat(Changing).Select(column => $"${column}"))}, $answered_at, $finish_number) " +
        "ON CONFLICT (id) DO NOTHING";

    /// <summary>A task that finishes now gets a finish number unless it has one; a task that was retried loses it.</summary>
    public static string Update { get; } =
        $"UPDATE tasks SET {string.Join(", ", Changing.Select(column => $"{column} = ${column}"))}, " +
        "answered_at = coalesce($answered_at, answered_at), " +
        "finish_number = CASE WHEN $finished_at IS NULL THEN NULL ELSE coalesce($finish_number, finish_number) END " +
        $"WHERE {Follows}";

    public static byte[] Bytes(TaskId id) => id.Value.ToByteArray(bigEndian: true);

    public static SqliteStatement BindInsert(SqliteStatement statement, StoreEntry entry, long? finishNumber) =>
        BindChanging(BindFixed(statement, entry.Snapshot), entry.Snapshot)
            .Bind("$answered_at", entry.AnsweredAt)
            .Bind("$finish_number", finishNumber);

    public static SqliteStatement BindUpdate(SqliteStatement statement, StoreEntry entry, long? finishNumber) =>
        BindFollows(BindChanging(statement, entry.Snapshot), entry)
            .Bind("$answered_at", entry.AnsweredAt)
            .Bind("$finish_number", finishNumber);

    public static SqliteStatement BindFollows(SqliteStatement statement, StoreEntry entry) => statement
        .Bind("$id", entry.Snapshot.Id)
        .Bind("$seq_before", entry.SeqBefore)
        .Bind("$epoch", entry.Snapshot.Epoch);

    public static TaskSnapshot Read(SqliteDataReader row)
    {
        return new TaskSnapshot
        {
            Id = Id("id") ?? default,
            Definition = String("definition"),
            Name = String("name")!,
            Label = String("label"),
            Owner = String("owner"),
            Tags = String("tags") is { } tags ? TaskJson.ReadPart<IReadOnlyList<string>>(tags) : [],
            Priority = (int)Number("priority")!,
            ParentId = Id("parent_id"),
            CreatedAt = (DateTimeOffset)Time("created_at")!,
            Schedule = String("schedule"),
            DueAt = Time("due_at"),
            State = (TaskState)Number("state")!,
            Reason = (TaskReason?)Number("reason"),
            Progress = Real("progress"),
            Status = String("status"),
            Step = String("step"),
            Steps = (int)Number("steps")!,
            Attempt = (int)Number("attempt")!,
            MaxAttempts = (int)Number("max_attempts")!,
            Node = String("node"),
            Epoch = (int)Number("epoch")!,
            Seq = (long)Number("seq")!,
            RunAt = Time("run_at"),
            QueuedAt = Time("queued_at"),
            StartedAt = Time("started_at"),
            AttemptStartedAt = Time("attempt_started_at"),
            FinishedAt = Time("finished_at"),
            CancelRequestedAt = Time("cancel_requested_at"),
            CancelRequestedBy = String("cancel_requested_by"),
            ErrorType = String("error_type"),
            ErrorMessage = String("error_message"),
            Warnings = (int)Number("warnings")!,
            LogLines = (long)Number("log_lines")!,
            DroppedLines = (long)Number("dropped_lines")!,
            LastLine = String("last_line"),
            LastLineAt = Time("last_line_at"),
            HasResult = Number("has_result") == 1,
            DismissedAt = Time("dismissed_at"),
            Prompt = String("prompt") is { } prompt ? TaskJson.ReadPart<Prompt>(prompt) : null,
            Prompts = (int)Number("prompts")!,
            PauseRequestedBy = String("pause_requested_by"),
            CrashCount = (int)Number("crash_count")!,
            TrimmedLines = (long)Number("trimmed_lines")!,
        };

        bool IsNull(string column, out int ordinal) => row.IsDBNull(ordinal = Ordinals[column]);
        string? String(string column) => IsNull(column, out var i) ? null : row.GetString(i);
        long? Number(string column) => IsNull(column, out var i) ? null : row.GetInt64(i);
        double? Real(string column) => IsNull(column, out var i) ? null : row.GetDouble(i);
        TaskId? Id(string column) => IsNull(column, out var i) ? null : new TaskId(new Guid(row.GetFieldValue<byte[]>(i), bigEndian: true));
        DateTimeOffset? Time(string column) => Number(column) is { } micros ? Clock.FromUnixMicros(micros) : null;
    }

    private static SqliteStatement BindFixed(SqliteStatement statement, TaskSnapshot task) => statement
        .Bind("$id", task.Id)
        .Bind("$definition", task.Definition)
        .Bind("$name", task.Name)
        .Bind("$label", task.Label)
        .Bind("$owner", task.Owner)
        .Bind("$tags", task.Tags.Count == 0 ? null : TaskJson.WritePart(task.Tags))
        .Bind("$parent_id", task.ParentId)
        .Bind("$created_at", task.CreatedAt)
        .Bind("$schedule", task.Schedule)
        .Bind("$due_at", task.DueAt);

    private static SqliteStatement BindChanging(SqliteStatement statement, TaskSnapshot task) => statement
        .Bind("$state", (int)task.State)
        .Bind("$reason", (int?)task.Reason)
        .Bind("$progress", task.Progress)
        .Bind("$status", task.Status)
        .Bind("$step", task.Step)
        .Bind("$steps", task.Steps)
        .Bind("$attempt", task.Attempt)
        .Bind("$max_attempts", task.MaxAttempts)
        .Bind("$node", task.Node)
        .Bind("$epoch", task.Epoch)
        .Bind("$seq", task.Seq)
        .Bind("$priority", task.Priority)
        .Bind("$run_at", task.RunAt)
        .Bind("$queued_at", task.QueuedAt)
        .Bind("$started_at", task.StartedAt)
        .Bind("$attempt_started_at", task.AttemptStartedAt)
        .Bind("$finished_at", task.FinishedAt)
        .Bind("$duration", (long?)task.Duration?.TotalMicroseconds)
        .Bind("$cancel_requested_at", task.CancelRequestedAt)
        .Bind("$cancel_requested_by", task.CancelRequestedBy)
        .Bind("$error_type", task.ErrorType)
        .Bind("$error_message", task.ErrorMessage)
        .Bind("$warnings", task.Warnings)
        .Bind("$log_lines", task.LogLines)
        .Bind("$dropped_lines", task.DroppedLines)
        .Bind("$last_line", task.LastLine)
        .Bind("$last_line_at", task.LastLineAt)
        .Bind("$has_result", task.HasResult ? 1L : 0L)
        .Bind("$dismissed_at", task.DismissedAt)
        .Bind("$prompt", task.Prompt is null ? null : TaskJson.WritePart(task.Prompt))
        .Bind("$prompts", task.Prompts)
        .Bind("$pause_requested_by", task.PauseRequestedBy)
        .Bind("$crash_count", task.CrashCount)
        .Bind("$trimmed_lines", task.TrimmedLines)
        .Bind("$error", TaskQuery.ErrorOf(task)); // searchable
}
