namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>A serialized message, shared by all clients that receive it.</summary>
internal sealed class LiveMessage
{
    private LiveMessage(ApiMessage? message) =>
        Json = message is null ? ReadOnlyMemory<byte>.Empty : JsonSerializer.SerializeToUtf8Bytes(message, ApiJson.Options);

    /// <summary>An empty message, sent as a keep-alive.</summary>
    public static LiveMessage KeepAlive { get; } = new(null);

    /// <summary>Gets the serialized message.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Gets the current state of the task, or null for a message about the stream itself.</summary>
    public TaskSnapshot? Task { get; private init; }

    /// <summary>Gets the previous state, if it is known.</summary>
    public TaskState? Before { get; private init; }

    /// <summary>Gets the position among the events of all tasks in this process, or 0 if it has none.</summary>
    public long Number { get; private init; }

    /// <summary>Gets the position as a cursor for clients.</summary>
    public string? Cursor { get; private init; }

    /// <summary>Gets whether this is an event rather than live state between two events.</summary>
    public bool IsEvent { get; private init; }

    /// <summary>Gets the position among the events of its task, for clients.</summary>
    public string? TaskCursor => IsEvent ? field ??= Task!.Seq.ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>Returns whether a client with this filter receives the message: also when the task leaves one of its states.</summary>
    public bool Matches(TaskFilter filter) =>
        Task is not { } task || filter.Matches(task) || (Before is { } before && filter.Matches(task, before));

    /// <summary>Creates a message about the stream itself, or the response to a command.</summary>
    public static LiveMessage Of(ApiMessage message) => new(message);

    /// <summary>Creates a message for an event that has just been committed.</summary>
    public static LiveMessage Of(TaskSnapshot task, TaskEvent taskEvent, TaskState? before, long number, string cursor) =>
        new(task.ToMessage(taskEvent) with { Cursor = cursor })
        {
            Task = task,
            Before = before,
            Number = number,
            Cursor = cursor,
            IsEvent = true
        };

    /// <summary>Creates a message for a replayed event.</summary>
    public static LiveMessage Of(TaskSnapshot task, TaskEvent taskEvent) => new(task.ToMessage(taskEvent)) { Task = task, IsEvent = true };

    /// <summary>Creates a message with the current state of a task.</summary>
    public static LiveMessage Of(TaskSnapshot task, DateTimeOffset at) => new(task.ToMessage(at)) { Task = task };
}
