using System.Text.Json;

namespace BlazorTasks.Client;

/// <summary>The answer to a call of the script of an external task: how its task is, and whether the script should stop.</summary>
/// <param name="Id">The task.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="CancelRequested">Whether somebody asked it to stop. The script should do so, and say that with "fail".</param>
/// <param name="CancelRequestedBy">Who asked.</param>
/// <param name="Heartbeat">The longest silence before the next call.</param>
public sealed record ApiCall(Guid Id, ApiTaskState State, bool CancelRequested, string? CancelRequestedBy, TimeSpan Heartbeat);

/// <summary>A question of a script, and what became of it.</summary>
/// <param name="Id">Its number in the task.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Value">The answer to a question with one, or null.</param>
/// <param name="Values">The answer to a form, or null.</param>
/// <param name="By">Who answered.</param>
/// <param name="CancelRequested">Whether somebody asked the task to stop.</param>
/// <param name="Deadline">Until when it can be answered.</param>
public sealed record ApiPromptAnswer(string Id, ApiPromptStatus Status, JsonElement? Value, JsonElement? Values, string? By, bool CancelRequested, DateTimeOffset? Deadline);
