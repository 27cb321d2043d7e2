using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace BlazorTasks.Storage.Sqlite;

/// <summary>How a snapshot lies in a row of "tasks": one list of columns, used for writing and for reading.</summary>
internal static class SqliteTaskRow
{
    private static readonly (string Column, Func<TaskSnapshot, object?> Value)[] Map =
    [
        ("id", task => Bytes(task.Id)),
        ("definition", task => task.Definition),
        ("name", task => task.Name),
        ("label", task => task.Label),
        ("owner", task => task.Owner),
        ("tags", task => task.Tags.Count == 0 ? null : JsonSerializer.Serialize(task.Tags, TaskJson.Generated)),
        ("priority", task => task.Priority),
        ("parent_id", task => task.ParentId is { } parent ? Bytes(parent) : null),
        ("state", task => (int)task.State),
        ("reason", task => (int?)task.Reason),
        ("progress", task => task.Progress),
        ("status", task => task.Status),
        ("step", task => task.Step),
        ("steps", task => task.Steps),
        ("attempt", task => task.Attempt),
        ("max_attempts", task => task.MaxAttempts),
        ("node", task => task.Node),
        ("epoch", task => task.Epoch),
        ("seq", task => task.Seq),
        ("created_at", task => task.CreatedAt.ToUnixMicros()),
        ("run_at", task => task.RunAt?.ToUnixMicros()),
        ("queued_at", task => task.QueuedAt?.ToUnixMicros()),
        ("started_at", task => task.StartedAt?.ToUnixMicros()),
        ("attempt_started_at", task => task.AttemptStartedAt?.ToUnixMicros()),
        ("finished_at", task => task.FinishedAt?.ToUnixMicros()),
        ("cancel_requested_at", task => task.CancelRequestedAt?.ToUnixMicros()),
        ("cancel_requested_by", task => task.CancelRequestedBy),
        ("error_type", task => task.ErrorType),
        ("error_message", task => task.ErrorMessage),
        ("warnings", task => task.Warnings),
        ("log_lines", task => task.LogLines),
        ("dropped_lines", task => task.DroppedLines),
        ("last_line", task => task.LastLine),
        ("last_line_at", task => task.LastLineAt?.ToUnixMicros()),
        ("has_result", task => task.HasResult ? 1 : 0),
        ("dismissed_at", task => task.DismissedAt?.ToUnixMicros()),
        ("duration", task => (long?)task.Duration?.TotalMicroseconds),
    ];

    public static IEnumerable<string> Columns => Map.Select(pair => pair.Column);

    /// <summary>The columns of a SELECT that <see cref="Read"/> reads.</summary>
    public static string Select { get; } = string.Join(", ", Columns);

    /// <summary>Writes a row, new or not. $finish_number is the number of a task that ends now; one that ended before keeps its own.</summary>
    public static string Upsert { get; } =
        $"INSERT INTO tasks ({Select}, finish_number) VALUES ({string.Join(", ", Columns.Select(column => "$" + column))}, $finish_number) "
        + $"ON CONFLICT (id) DO UPDATE SET {string.Join(", ", Columns.Skip(1).Select(column => $"{column} = excluded.{column}"))}, "
        + "finish_number = CASE WHEN excluded.finished_at IS NULL THEN NULL ELSE coalesce(excluded.finish_number, finish_number) END";

    public static byte[] Bytes(TaskId id) => id.Value.ToByteArray(bigEndian: true);

    public static void Bind(SqliteParameterCollection parameters, TaskSnapshot task)
    {
        for (var i = 0; i < Map.Length; i++)
        {
            parameters[i].Value = Map[i].Value(task) ?? DBNull.Value;
        }
    }

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
            Tags = String() is { } tags ? JsonSerializer.Deserialize<IReadOnlyList<string>>(tags, TaskJson.Generated)! : [],
            Priority = (int)Number()!,
            ParentId = Id(),
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
            CreatedAt = (DateTimeOffset)Time()!,
            RunAt = Time(),
            QueuedAt = Time(),
            StartedAt = Time(),
            AttemptStartedAt = Time(),
            FinishedAt = Time(),
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
        };

        string? String() => row.IsDBNull(i++) ? null : row.GetString(i - 1);
        long? Number() => row.IsDBNull(i++) ? null : row.GetInt64(i - 1);
        TaskId? Id() => row.IsDBNull(i++) ? null : new TaskId(new Guid(row.GetFieldValue<byte[]>(i - 1), bigEndian: true));
        DateTimeOffset? Time() => row.IsDBNull(i++) ? null : Clock.FromUnixMicros(row.GetInt64(i - 1));
    }
}
