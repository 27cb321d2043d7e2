namespace BlazorTasks.Client;

/// <summary>
/// The response to a call of the script of an external task: the state of its task, and whether the script should stop.
/// </summary>
/// <param name="Id">The task's id.</param>
/// <param name="State">The state of the task.</param>
/// <param name="CancelRequested">Whether cancellation was requested. The script should stop and report that with "fail".</param>
/// <param name="CancelRequestedBy">Who requested it.</param>
/// <param name="Heartbeat">The maximum time until the next call.</param>
public sealed record ApiCall(Guid Id, ApiTaskState State, bool CancelRequested, string? CancelRequestedBy, TimeSpan Heartbeat);

/// <summary>A prompt of a script and its status.</summary>
/// <param name="Id">The number of the prompt within the task.</param>
/// <param name="Status">The status of the prompt.</param>
/// <param name="Value">The answer, if it is a single value, or null.</param>
/// <param name="Values">The answer to a form, or null.</param>
/// <param name="By">Who answered.</param>
/// <param name="CancelRequested">Whether cancellation of the task was requested.</param>
/// <param name="Deadline">When the prompt expires.</param>
public sealed record ApiPromptAnswer(
    string Id,
    ApiPromptStatus Status,
    JsonElement? Value,
    JsonElement? Values,
    string? By,
    bool CancelRequested,
    DateTimeOffset? Deadline);
