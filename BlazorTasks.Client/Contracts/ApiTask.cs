namespace BlazorTasks.Client;

/// <summary>
/// A task as returned by the API. All members are always present, possibly as null, except input and result, which are
/// omitted in lists and messages, and the token, which is returned once.
/// </summary>
public sealed record ApiTask
{
    /// <summary>The task's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name of the definition, such as "import-customers", or null for a lambda.</summary>
    public string? Definition { get; init; }

    /// <summary>The display name.</summary>
    public required string Name { get; init; }

    /// <summary>A label that distinguishes the task from others of the same definition, usually its first input value.</summary>
    public string? Label { get; init; }

    /// <summary>The owner, or null if the task was started by code.</summary>
    public string? Owner { get; init; }

    /// <summary>The current state.</summary>
    public required ApiTaskState State { get; init; }

    /// <summary>Why the task ended, if the state alone does not say so.</summary>
    public ApiTaskReason? Reason { get; init; }

    /// <summary>The status text reported by the task.</summary>
    public string? Status { get; init; }

    /// <summary>0 to 100, or null if the total amount is unknown. Never decreases within an attempt.</summary>
    public double? Progress { get; init; }

    /// <summary>The current step.</summary>
    public string? Step { get; init; }

    /// <summary>The number of the current or last attempt, or 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>The maximum number of attempts.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>The priority. Higher values run first; 0 is normal.</summary>
    public int Priority { get; init; }

    /// <summary>Free-form tags to search by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The node that runs the task or ran it last.</summary>
    public string? Node { get; init; }

    /// <summary>The id of the parent task.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>When the task was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The id of the schedule that started the task, or null.</summary>
    public string? Schedule { get; init; }

    /// <summary>
    /// The earliest time of the next attempt, while the task is Scheduled or in Backoff. Otherwise, the due time for which
    /// its schedule started it, or null.
    /// </summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>When the first attempt started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the task finished.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The input with its secrets masked. Omitted in lists and messages.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Input { get; init; }

    /// <summary>Whether the task returned a result.</summary>
    public bool HasResult { get; init; }

    /// <summary>The result. Omitted in lists and messages, and while there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Result { get; init; }

    /// <summary>The error of the last attempt.</summary>
    public ApiError? Error { get; init; }

    /// <summary>The number of warnings. A task with warnings can still succeed.</summary>
    public int Warnings { get; init; }

    /// <summary>The number of the latest log line, including dropped lines.</summary>
    public long LogLines { get; init; }

    /// <summary>
    /// The number of the last line dropped from the beginning of the log because it exceeded its maximum length
    /// (MaxLinesKept). Usually 0.
    /// </summary>
    public long TrimmedLines { get; init; }

    /// <summary>The open prompt, if there is one.</summary>
    public ApiPrompt? Prompt { get; init; }

    /// <summary>When cancellation was requested.</summary>
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <summary>Who requested cancellation.</summary>
    public string? CancelRequestedBy { get; init; }

    /// <summary>Who requested a pause at the next checkpoint.</summary>
    public string? PauseRequestedBy { get; init; }

    /// <summary>When the task was removed from the list of active tasks.</summary>
    public DateTimeOffset? DismissedAt { get; init; }

    /// <summary>The number of the latest event.</summary>
    public long Seq { get; init; }

    /// <summary>
    /// The token that the script of an external task sends with every call. Only returned when the task is started.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }
}

/// <summary>An error, without its stack trace, which is shown on the task's page.</summary>
/// <param name="Type">The type of the exception.</param>
/// <param name="Message">The message.</param>
public sealed record ApiError(string Type, string Message);

/// <summary>
/// A prompt as returned by the API. Answer with {"value": …} if its only field is "value", otherwise with {"values": {…}}.
/// </summary>
/// <param name="Id">The number of the prompt within the task.</param>
/// <param name="Kind">The kind of prompt.</param>
/// <param name="Title">The question.</param>
/// <param name="Body">Details in Markdown.</param>
/// <param name="Fields">The fields of the answer.</param>
/// <param name="Default">The answer that is used if the prompt expires.</param>
/// <param name="AskedAt">When the prompt was opened.</param>
/// <param name="Deadline">When the prompt expires, or null if it does not.</param>
/// <param name="AnsweredBy">Who may answer, as text.</param>
public sealed record ApiPrompt(
    string Id,
    ApiPromptKind Kind,
    string Title,
    string? Body,
    IReadOnlyList<ApiField> Fields,
    JsonElement? Default,
    DateTimeOffset AskedAt,
    DateTimeOffset? Deadline,
    string AnsweredBy);

/// <summary>A page of tasks.</summary>
/// <param name="Items">The tasks: unfinished ones first, newest first.</param>
/// <param name="Next">The value of "after" for the next page, or null on the last page.</param>
public sealed record ApiTaskPage(IReadOnlyList<ApiTask> Items, string? Next);
