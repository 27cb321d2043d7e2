namespace BlazorTasks.Client;

/// <summary>Who follows a task, in terms of a session.</summary>
/// <param name="SessionId">The task's id.</param>
/// <param name="IsConnected">Whether a stream or WebSocket of this single task is open.</param>
/// <param name="SavedStateMessages">The number of messages that are replayed to a new client.</param>
/// <param name="TaskExists">Whether the task exists.</param>
public sealed record ApiSession(Guid SessionId, bool IsConnected, long SavedStateMessages, bool TaskExists);
