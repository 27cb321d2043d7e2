namespace BlazorTasks.Dashboard.Endpoints.Mapping;

/// <summary>Maps tasks to contracts.</summary>
internal static class TaskMapping
{
    /// <summary>Maps a task without its input and result, with a long error message truncated.</summary>
    public static ApiTask ToApi(this TaskSnapshot task) => new()
    {
        Id = task.Id.Value,
        Definition = task.Definition,
        Name = task.Name,
        Label = task.Label,
        Owner = task.Owner,
        State = (ApiTaskState)task.State,
        Reason = (ApiTaskReason?)task.Reason,
        Status = task.Status,
        Progress = task.Progress,
        Step = task.Step,
        Attempt = task.Attempt,
        MaxAttempts = task.MaxAttempts,
        Priority = task.Priority,
        Tags = task.Tags,
        Node = task.Node,
        ParentId = task.ParentId?.Value,
        CreatedAt = task.CreatedAt,
        Schedule = task.Schedule,
        RunAt = task.RunAt ?? task.DueAt,
        StartedAt = task.StartedAt,
        FinishedAt = task.FinishedAt,
        HasResult = task.HasResult,
        Error = ErrorOf(task, task.ErrorSummary),
        Warnings = task.Warnings,
        LogLines = task.LogLines + task.DroppedLines,
        TrimmedLines = task.TrimmedLines,
        Prompt = task.Prompt?.ToApi(),
        CancelRequestedAt = task.CancelRequestedAt,
        CancelRequestedBy = task.CancelRequestedBy,
        PauseRequestedBy = task.PauseRequestedBy,
        DismissedAt = task.DismissedAt,
        Seq = task.Seq,
    };

    /// <summary>Maps a task with its entire error message, its result and its input, secrets masked.</summary>
    public static ApiTask ToApi(this TaskSnapshot task, TaskDetails? details) => task.ToApi() with
    {
        Input = details?.Input is { } input ? MaskSecrets(input) : null,
        Result = task.HasResult ? details?.Result : null,
        Error = ErrorOf(task, task.ErrorMessage),
    };

    /// <summary>Maps a prompt with the fields of its answer.</summary>
    public static ApiPrompt ToApi(this Prompt prompt) => new(
        prompt.Id,
        (ApiPromptKind)prompt.Kind,
        prompt.Title,
        prompt.Body,
        prompt.Form.Fields.ToApi(),
        prompt.Default,
        prompt.AskedAt,
        prompt.Deadline,
        prompt.For.ToString());

    /// <summary>Maps a task to the compact format.</summary>
    public static ApiClientTask ToCompact(this TaskSnapshot task) =>
        new(CompactStatus(task), task.Progress ?? 0, (task.CreatedAt - DateTimeOffset.UnixEpoch).TotalSeconds);

    private static ApiError? ErrorOf(TaskSnapshot task, string? message) =>
        message is null ? null : new ApiError(task.ErrorType ?? task.State.ToString(), message);

    private static string CompactStatus(TaskSnapshot task) => task.State switch
    {
        TaskState.Running when !string.IsNullOrWhiteSpace(task.Status) => task.Status,
        TaskState.Scheduled or TaskState.Queued => "NOT_STARTED",
        TaskState.Starting => "STARTING",
        TaskState.Running => "PROCESSING",
        TaskState.Succeeded => "FINISHED",
        TaskState.Failed => "ERROR",
        TaskState.Declined => "NOT_CONFIRMED",
        var other => other.ToString().ToUpperInvariant(),
    };

    /// <summary>Masks the secrets of an input.</summary>
    public static JsonElement MaskSecrets(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object || !input.EnumerateObject().Any(member => TaskDetails.IsSecret(member.Value)))
        {
            return input;
        }

        var shown = input.EnumerateObject().ToDictionary(
            member => member.Name,
            member => TaskDetails.IsSecret(member.Value)
                ? JsonSerializer.SerializeToElement(TaskDetails.SecretMask, ApiJson.Options)
                : member.Value);
        return JsonSerializer.SerializeToElement(shown, ApiJson.Options);
    }
}
