using System.Text.Json;
using System.Text.Json.Serialization;

namespace BlazorTasks.Client;

/// <summary>What the server says on a stream of events or on a socket (docs/api.md).</summary>
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

/// <summary>Something about a task.</summary>
public abstract record TaskMessage : ApiMessage
{
    /// <summary>The task.</summary>
    public Guid TaskId { get; init; }

    /// <summary>The number of the event in its task; of live state, that of the event before it.</summary>
    public long Seq { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Its place among the events of all tasks, to go on from there. Left out of live state and of what is replayed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cursor { get; init; }
}

/// <summary>What follows happened before: it is told again, up to <see cref="StateReplayComplete"/>.</summary>
/// <param name="Count">How many messages follow.</param>
/// <param name="Message">The same in words.</param>
public sealed record StateReplayStart(long Count, string Message) : ApiMessage;

/// <summary>What follows happens now.</summary>
/// <param name="Message">The same in words.</param>
public sealed record StateReplayComplete(string Message) : ApiMessage
{
    /// <summary>The place among the events of all tasks that what was told leads up to. Left out where one task is followed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cursor { get; init; }
}

/// <summary>The place that was asked for is gone. Forget what you know; how things are now follows.</summary>
/// <param name="Message">Why.</param>
public sealed record StreamReset(string Message) : ApiMessage;

/// <summary>The task has changed.</summary>
/// <param name="Task">How it is now.</param>
public sealed record StateUpdate(ApiTask Task) : TaskMessage;

/// <summary>The task wrote lines.</summary>
/// <param name="Content">The lines, separated by line breaks.</param>
/// <param name="FirstLine">The number of the first.</param>
/// <param name="Lines">How many there are.</param>
/// <param name="Dropped">How many were dropped before them, because they came too fast or a log keeps only so many.</param>
public sealed record LogMessage(string Content, long FirstLine, int Lines, long Dropped) : TaskMessage;

/// <summary>The task asks yes or no. Answer with "confirm".</summary>
/// <param name="PromptId">The question.</param>
/// <param name="Content">Its words.</param>
/// <param name="Task">The task that waits.</param>
public sealed record RequestConfirmation(string PromptId, string Content, ApiTask Task) : TaskMessage;

/// <summary>The task asks for something. Answer with "user_input".</summary>
/// <param name="PromptId">The question.</param>
/// <param name="Content">Its words.</param>
/// <param name="Fields">What the answer must fit.</param>
/// <param name="Task">The task that waits.</param>
public sealed record RequestUserInput(string PromptId, string Content, IReadOnlyList<ApiField> Fields, ApiTask Task) : TaskMessage;

/// <summary>The task succeeded.</summary>
/// <param name="Values">What it returned, or null.</param>
/// <param name="Task">How it ended.</param>
public sealed record TaskCompleted(JsonElement? Values, ApiTask Task) : TaskMessage;

/// <summary>The task failed, or an attempt did.</summary>
/// <param name="Error">What went wrong.</param>
/// <param name="CanRetry">Whether it asks to try again. Answer with "retry".</param>
/// <param name="Attempt">Which attempt it was.</param>
/// <param name="PromptId">The question whether to try again.</param>
/// <param name="Task">How it is now.</param>
public sealed record TaskFailure(ApiError Error, bool CanRetry, int Attempt, string? PromptId, ApiTask Task) : TaskMessage;

/// <summary>The task was stopped: by a cancel, or because somebody said no (its state is declined then).</summary>
/// <param name="Task">How it ended.</param>
public sealed record TaskStopped(ApiTask Task) : TaskMessage;

/// <summary>A command was accepted, and is stored.</summary>
/// <param name="RequestId">The id that the command brought.</param>
/// <param name="TaskId">The task.</param>
/// <param name="Seq">The number of its newest event.</param>
public sealed record CommandAck(string? RequestId, Guid TaskId, long Seq) : ApiMessage;

/// <summary>A command was refused, or not understood.</summary>
/// <param name="RequestId">The id that the command brought, if it could be read.</param>
/// <param name="Reason">Why, in a word for programs.</param>
/// <param name="Message">Why, for people.</param>
/// <param name="Errors">What is wrong with each field, by name.</param>
public sealed record CommandError(string? RequestId, string Reason, string Message, IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors) : ApiMessage;
