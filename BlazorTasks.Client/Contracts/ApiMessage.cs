namespace BlazorTasks.Client;

/// <summary>A message of an event stream or WebSocket (docs/api.md).</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(StateReplayStart), "state_replay_start")]
[JsonDerivedType(typeof(StateReplayComplete), "state_replay_complete")]
[JsonDerivedType(typeof(StreamReset), "reset")]
[JsonDerivedType(typeof(StateUpdate), "state_update")]
[JsonDerivedType(typeof(LogMessage), "stream")]
[JsonDerivedType(typeof(RequestConfirmation), "request_confirmation")]
[JsonDerivedType(typeof(RequestUserInput), "request_user_input")]
[JsonDerivedType(typeof(TaskCompleted), "task_completed")]
[JsonDerivedType(typeof(TaskFailure), "task_failed")]
[JsonDerivedType(typeof(TaskStopped), "task_cancelled")]
[JsonDerivedType(typeof(CommandAck), "ack")]
[JsonDerivedType(typeof(CommandError), "error")]
public abstract record ApiMessage;

/// <summary>A message about a task.</summary>
public abstract record TaskMessage : ApiMessage
{
    /// <summary>The task's id.</summary>
    public Guid TaskId { get; init; }

    /// <summary>The number of the event within its task. For live state, that of the preceding event.</summary>
    public long Seq { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>
    /// The position among the events of all tasks, for resuming the stream. Omitted for live state and replayed events.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cursor { get; init; }
}

/// <summary>Marks the start of a replay: past events follow, up to <see cref="StateReplayComplete"/>.</summary>
/// <param name="Count">The number of messages that follow.</param>
/// <param name="Message">A message for people.</param>
public sealed record StateReplayStart(long Count, string Message) : ApiMessage;

/// <summary>Marks the end of a replay: live events follow.</summary>
/// <param name="Message">A message for people.</param>
public sealed record StateReplayComplete(string Message) : ApiMessage
{
    /// <summary>The position among the events of all tasks at the end of the replay. Omitted in streams of a single task.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cursor { get; init; }
}

/// <summary>The requested position is no longer available. Discard all state; the current state follows.</summary>
/// <param name="Message">The reason.</param>
public sealed record StreamReset(string Message) : ApiMessage;

/// <summary>The task has changed.</summary>
/// <param name="Task">The current state of the task.</param>
public sealed record StateUpdate(ApiTask Task) : TaskMessage;

/// <summary>The task wrote log lines.</summary>
/// <param name="Content">The lines, separated by line breaks.</param>
/// <param name="FirstLine">The number of the first line.</param>
/// <param name="Lines">The number of lines.</param>
/// <param name="Dropped">The number of lines dropped before these because of rate limiting or the maximum length of the
/// log.</param>
public sealed record LogMessage(string Content, long FirstLine, int Lines, long Dropped) : TaskMessage;

/// <summary>The task asks a yes/no question. Answer with "confirm".</summary>
/// <param name="PromptId">The prompt's id.</param>
/// <param name="Content">The question.</param>
/// <param name="Task">The waiting task.</param>
public sealed record RequestConfirmation(string PromptId, string Content, ApiTask Task) : TaskMessage;

/// <summary>The task asks for input. Answer with "user_input".</summary>
/// <param name="PromptId">The prompt's id.</param>
/// <param name="Content">The question.</param>
/// <param name="Fields">The fields of the answer.</param>
/// <param name="Task">The waiting task.</param>
public sealed record RequestUserInput(string PromptId, string Content, IReadOnlyList<ApiField> Fields, ApiTask Task) : TaskMessage;

/// <summary>The task succeeded.</summary>
/// <param name="Values">The result, or null.</param>
/// <param name="Task">The finished task.</param>
public sealed record TaskCompleted(JsonElement? Values, ApiTask Task) : TaskMessage;

/// <summary>The task or one of its attempts failed.</summary>
/// <param name="Error">The error.</param>
/// <param name="CanRetry">Whether the task asks whether to retry. Answer with "retry".</param>
/// <param name="Attempt">The number of the failed attempt.</param>
/// <param name="PromptId">The id of the retry prompt.</param>
/// <param name="Task">The current state of the task.</param>
public sealed record TaskFailure(ApiError Error, bool CanRetry, int Attempt, string? PromptId, ApiTask Task) : TaskMessage;

/// <summary>The task was cancelled, or ended because approval was declined (its state is then "declined").</summary>
/// <param name="Task">The finished task.</param>
public sealed record TaskStopped(ApiTask Task) : TaskMessage;

/// <summary>A command was accepted and stored.</summary>
/// <param name="RequestId">The id that was sent with the command.</param>
/// <param name="TaskId">The task's id.</param>
/// <param name="Seq">The number of its latest event.</param>
public sealed record CommandAck(string? RequestId, Guid TaskId, long Seq) : ApiMessage;

/// <summary>A command was rejected or invalid.</summary>
/// <param name="RequestId">The id that was sent with the command, if it could be read.</param>
/// <param name="Reason">The machine-readable reason.</param>
/// <param name="Message">The reason as a message for people.</param>
/// <param name="Errors">The validation errors by field name.</param>
public sealed record CommandError(
    string? RequestId,
    string Reason,
    string Message,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors)
    : ApiMessage;
