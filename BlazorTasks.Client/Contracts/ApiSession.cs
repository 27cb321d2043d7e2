namespace BlazorTasks.Client;

/// <summary>Who listens to a task, in the words of a session.</summary>
/// <param name="SessionId">The task.</param>
/// <param name="IsConnected">Whether somebody follows this one task over a stream or a socket.</param>
/// <param name="SavedStateMessages">How many messages are replayed to who connects.</param>
/// <param name="TaskExists">Whether there is such a task.</param>
public sealed record ApiSession(Guid SessionId, bool IsConnected, long SavedStateMessages, bool TaskExists);
