using System.Text.Json;
using System.Text.Json.Serialization;
using BlazorTasks.Forms;

namespace BlazorTasks.Api;

/// <summary>A task as the API shows it. Every member is always there, null or not; only input and result are left out of lists and messages, and a token is in one answer.</summary>
public sealed record ApiTask
{
    /// <inheritdoc cref="TaskSnapshot.Id" />
    public required TaskId Id { get; init; }

    /// <inheritdoc cref="TaskSnapshot.Definition" />
    public string? Definition { get; init; }

    /// <inheritdoc cref="TaskSnapshot.Name" />
    public required string Name { get; init; }

    /// <inheritdoc cref="TaskSnapshot.Label" />
    public string? Label { get; init; }

    /// <inheritdoc cref="TaskSnapshot.Owner" />
    public string? Owner { get; init; }

    /// <inheritdoc cref="TaskSnapshot.State" />
    public required TaskState State { get; init; }

    /// <inheritdoc cref="TaskSnapshot.Reason" />
    public TaskReason? Reason { get; init; }

    /// <inheritdoc cref="TaskSnapshot.Status" />
    public string? Status { get; init; }

    /// <inheritdoc cref="TaskSnapshot.Progress" />
    public double? Progress { get; init; }

    /// <inheritdoc cref="TaskSnapshot.Step" />
    public string? Step { get; init; }

    /// <inheritdoc cref="TaskSnapshot.Attempt" />
    public int Attempt { get; init; }

    /// <inheritdoc cref="TaskSnapshot.MaxAttempts" />
    public int MaxAttempts { get; init; }

    /// <inheritdoc cref="TaskSnapshot.Priority" />
    public int Priority { get; init; }

    /// <inheritdoc cref="TaskSnapshot.Tags" />
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <inheritdoc cref="TaskSnapshot.Node" />
    public string? Node { get; init; }

    /// <inheritdoc cref="TaskSnapshot.ParentId" />
    public TaskId? ParentId { get; init; }

    /// <inheritdoc cref="TaskSnapshot.CreatedAt" />
    public DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc cref="TaskSnapshot.RunAt" />
    public DateTimeOffset? RunAt { get; init; }

    /// <inheritdoc cref="TaskSnapshot.StartedAt" />
    public DateTimeOffset? StartedAt { get; init; }

    /// <inheritdoc cref="TaskSnapshot.FinishedAt" />
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What it was started with, secrets hidden. Left out where it was not read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Input { get; init; }

    /// <inheritdoc cref="TaskSnapshot.HasResult" />
    public bool HasResult { get; init; }

    /// <summary>What it returned. Left out where it was not read, and while there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Result { get; init; }

    /// <summary>What went wrong in the last attempt.</summary>
    public ApiError? Error { get; init; }

    /// <inheritdoc cref="TaskSnapshot.Warnings" />
    public int Warnings { get; init; }

    /// <summary>The number of the newest line of its log, dropped ones counted.</summary>
    public long LogLines { get; init; }

    /// <inheritdoc cref="TaskSnapshot.GoneLines" />
    public long GoneLines { get; init; }

    /// <inheritdoc cref="TaskSnapshot.Prompt" />
    public ApiPrompt? Prompt { get; init; }

    /// <inheritdoc cref="TaskSnapshot.CancelRequestedAt" />
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <inheritdoc cref="TaskSnapshot.CancelRequestedBy" />
    public string? CancelRequestedBy { get; init; }

    /// <inheritdoc cref="TaskSnapshot.PauseRequestedBy" />
    public string? PauseRequestedBy { get; init; }

    /// <inheritdoc cref="TaskSnapshot.DismissedAt" />
    public DateTimeOffset? DismissedAt { get; init; }

    /// <inheritdoc cref="TaskSnapshot.Seq" />
    public long Seq { get; init; }

    /// <summary>What the script of an external task shows with every call. Only in the answer to its start, and nowhere afterwards.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }

    /// <summary>A task without its input and result.</summary>
    public static ApiTask From(TaskSnapshot task) => new()
    {
        Id = task.Id,
        Definition = task.Definition,
        Name = task.Name,
        Label = task.Label,
        Owner = task.Owner,
        State = task.State,
        Reason = task.Reason,
        Status = task.Status,
        Progress = task.Progress,
        Step = task.Step,
        Attempt = task.Attempt,
        MaxAttempts = task.MaxAttempts,
        Priority = task.Priority,
        Tags = task.Tags,
        Node = task.Node,
        ParentId = task.ParentId,
        CreatedAt = task.CreatedAt,
        RunAt = task.RunAt,
        StartedAt = task.StartedAt,
        FinishedAt = task.FinishedAt,
        HasResult = task.HasResult,
        Error = task.ErrorMessage is { } message ? new ApiError(task.ErrorType ?? task.State.ToString(), message) : null,
        Warnings = task.Warnings,
        LogLines = task.LogLines + task.DroppedLines,
        GoneLines = task.GoneLines,
        Prompt = task.Prompt is { } prompt ? ApiPrompt.From(prompt) : null,
        CancelRequestedAt = task.CancelRequestedAt,
        CancelRequestedBy = task.CancelRequestedBy,
        PauseRequestedBy = task.PauseRequestedBy,
        DismissedAt = task.DismissedAt,
        Seq = task.Seq,
    };

    /// <summary>A task with its input, secrets hidden, and its result.</summary>
    public static ApiTask From(TaskSnapshot task, TaskDetails? details) => From(task) with
    {
        Input = details?.Input is { } input ? HideSecrets(input) : null,
        Result = task.HasResult ? details?.Result : null,
    };

    private static JsonElement HideSecrets(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object || !input.EnumerateObject().Any(member => TaskDetails.IsSecret(member.Value)))
        {
            return input;
        }

        var shown = input.EnumerateObject().ToDictionary(
            member => member.Name,
            member => TaskDetails.IsSecret(member.Value) ? JsonSerializer.SerializeToElement(SecretText.Mask, ApiJson.Options) : member.Value);
        return JsonSerializer.SerializeToElement(shown, ApiJson.Options);
    }
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
    PromptKind Kind,
    string Title,
    string? Body,
    IReadOnlyList<FormField> Fields,
    JsonElement? Default,
    DateTimeOffset AskedAt,
    DateTimeOffset? Deadline,
    string AnsweredBy)
{
    /// <summary>A question of a task.</summary>
    public static ApiPrompt From(Prompt prompt) => new(
        prompt.Id, prompt.Kind, prompt.Title, prompt.Body, prompt.Form.Fields, prompt.Default, prompt.AskedAt, prompt.Deadline, prompt.For.ToString());
}

/// <summary>One page of tasks.</summary>
/// <param name="Items">The tasks: those that have not ended first, newest first.</param>
/// <param name="Next">What to give as "after" for the next page; null on the last.</param>
public sealed record ApiTaskPage(IReadOnlyList<ApiTask> Items, string? Next);
