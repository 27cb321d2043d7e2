using System.Text.Json;
using System.Text.Json.Serialization;

namespace BlazorTasks.Client;

/// <summary>A task as the API shows it. Every member is always there, null or not; only input and result are left out of lists and messages, and a token is in one answer.</summary>
public sealed record ApiTask
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The definition's name, such as "import-customers", or null for a lambda.</summary>
    public string? Definition { get; init; }

    /// <summary>What people see.</summary>
    public required string Name { get; init; }

    /// <summary>What tells it from its siblings: usually its first input.</summary>
    public string? Label { get; init; }

    /// <summary>Who it belongs to, or null if code started it.</summary>
    public string? Owner { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required ApiTaskState State { get; init; }

    /// <summary>Why it ended, where the state alone does not say it.</summary>
    public ApiTaskReason? Reason { get; init; }

    /// <summary>What it is doing, in the task's own words.</summary>
    public string? Status { get; init; }

    /// <summary>0 to 100, or null when the amount is unknown. Never goes back within an attempt.</summary>
    public double? Progress { get; init; }

    /// <summary>The step it is in.</summary>
    public string? Step { get; init; }

    /// <summary>The number of the current or last attempt; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>How many attempts it has in all.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>Higher runs first; 0 is normal.</summary>
    public int Priority { get; init; }

    /// <summary>Free words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The node that runs it or ran it last.</summary>
    public string? Node { get; init; }

    /// <summary>The task that started it.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The earliest time of its next attempt, while it is Scheduled or in Backoff.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>When its first attempt began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What it was started with, secrets hidden. Left out where it was not read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Input { get; init; }

    /// <summary>Whether it returned something.</summary>
    public bool HasResult { get; init; }

    /// <summary>What it returned. Left out where it was not read, and while there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Result { get; init; }

    /// <summary>What went wrong in the last attempt.</summary>
    public ApiError? Error { get; init; }

    /// <summary>How often it called Warn. A task with warnings still succeeds.</summary>
    public int Warnings { get; init; }

    /// <summary>The number of the newest line of its log, dropped ones counted.</summary>
    public long LogLines { get; init; }

    /// <summary>The number of the last line of those that were dropped from the beginning of its log, because a log keeps only so many (MaxLinesKept); mostly 0.</summary>
    public long TrimmedLines { get; init; }

    /// <summary>The open question, if there is one.</summary>
    public ApiPrompt? Prompt { get; init; }

    /// <summary>When someone asked it to stop.</summary>
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <summary>Who asked it to stop.</summary>
    public string? CancelRequestedBy { get; init; }

    /// <summary>Who asked it to pause at its next checkpoint.</summary>
    public string? PauseRequestedBy { get; init; }

    /// <summary>When it was taken off the list of active tasks.</summary>
    public DateTimeOffset? DismissedAt { get; init; }

    /// <summary>The number of its last event.</summary>
    public long Seq { get; init; }

    /// <summary>What the script of an external task shows with every call. Only in the answer to its start, and nowhere afterwards.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }
}

/// <summary>What went wrong, without the stack: that is for the task's page.</summary>
/// <param name="Type">The type of the exception.</param>
/// <param name="Message">What happened, for people.</param>
public sealed record ApiError(string Type, string Message);

/// <summary>A question to a person as the API shows it. Answer with {"value": …} if it has the one field "value", otherwise with {"values": {…}}.</summary>
/// <param name="Id">Its number in the task.</param>
/// <param name="Kind">What kind of answer it wants.</param>
/// <param name="Title">The question.</param>
/// <param name="Body">More about it, in Markdown.</param>
/// <param name="Fields">The fields that an answer must fit.</param>
/// <param name="Default">What is taken when nobody answers in time.</param>
/// <param name="AskedAt">When it was asked.</param>
/// <param name="Deadline">Until when it can be answered; null for as long as the task lives.</param>
/// <param name="AnsweredBy">Who may answer, in words.</param>
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

/// <summary>One page of tasks.</summary>
/// <param name="Items">The tasks: those that have not ended first, newest first.</param>
/// <param name="Next">What to give as "after" for the next page; null on the last.</param>
public sealed record ApiTaskPage(IReadOnlyList<ApiTask> Items, string? Next);
