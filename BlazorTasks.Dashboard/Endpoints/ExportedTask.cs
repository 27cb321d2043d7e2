namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>A finished task as exported to a file: exact times in UTC, without input, log and result.</summary>
internal sealed record ExportedTask(
    TaskId Id,
    string? Definition,
    string Name,
    string? Label,
    string? Owner,
    string State,
    string? Reason,
    string Outcome,
    string? ErrorType,
    int Warnings,
    int Attempt,
    int MaxAttempts,
    int Priority,
    IReadOnlyList<string> Tags,
    string? Node,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    double? DurationSeconds,
    long LogLines)
{
    /// <summary>The header row of a CSV file.</summary>
    public const string CsvHead =
        "id,definition,name,label,owner,state,reason,outcome,error_type,warnings,attempt," +
        "max_attempts,priority,tags,node,created_at,started_at,finished_at,duration_seconds,log_lines";

    public static ExportedTask From(TaskSnapshot task) => new(
        task.Id,
        task.Definition,
        task.Name,
        task.Label,
        task.Owner,
        TaskText.Key(task.State),
        task.Reason is { } reason ? System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()) : null,
        TaskText.Outcome(task, me: null),
        task.ErrorType,
        task.Warnings,
        task.Attempt,
        task.MaxAttempts,
        task.Priority,
        task.Tags,
        task.Node,
        task.CreatedAt.UtcDateTime,
        task.StartedAt?.UtcDateTime,
        task.FinishedAt?.UtcDateTime,
        task.Duration?.TotalSeconds,
        task.LogLines);

    /// <summary>Returns the task as a row of a CSV file.</summary>
    public string ToCsv() => string.Join(
        ',',
        Id.ToString(),
        CsvCell.Of(Definition),
        CsvCell.Of(Name),
        CsvCell.Of(Label),
        CsvCell.Of(Owner),
        State,
        Reason,
        CsvCell.Of(Outcome),
        CsvCell.Of(ErrorType),
        Number(Warnings),
        Number(Attempt),
        Number(MaxAttempts),
        Number(Priority),
        CsvCell.Of(string.Join(' ', Tags.Select(tag => tag.Replace(' ', '_')))),
        CsvCell.Of(Node),
        Time(CreatedAt),
        Time(StartedAt),
        Time(FinishedAt),
        DurationSeconds?.ToString("0.######", CultureInfo.InvariantCulture),
        Number(LogLines));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Time(DateTime? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
