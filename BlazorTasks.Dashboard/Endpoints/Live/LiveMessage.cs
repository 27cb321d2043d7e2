using System.Globalization;
using System.Text.Json;
using BlazorTasks.Client;
using BlazorTasks.Dashboard.Endpoints.Mapping;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>A message as bytes: made once, and shared by every client that is told it.</summary>
internal sealed class LiveMessage
{
    private LiveMessage(ApiMessage? message) =>
        Json = message is null ? ReadOnlyMemory<byte>.Empty : JsonSerializer.SerializeToUtf8Bytes(message, ApiJson.Options);

    /// <summary>Nothing, to be sent so that a quiet connection is not taken for a dead one.</summary>
    public static LiveMessage KeepAlive { get; } = new(null);

    /// <summary>The message.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The task that it is about, as it is now; null when it is about the stream itself.</summary>
    public TaskSnapshot? Task { get; private init; }

    /// <summary>The state before, where that is known.</summary>
    public TaskState? Before { get; private init; }

    /// <summary>The place among the events of all tasks in this process; 0 if it has none there.</summary>
    public long Number { get; private init; }

    /// <summary>The same for clients, to go on from there.</summary>
    public string? Cursor { get; private init; }

    /// <summary>Whether it tells of an event, and not of what lies between two events.</summary>
    public bool IsEvent { get; private init; }

    /// <summary>The place among the events of its task, for clients.</summary>
    public string? TaskCursor => IsEvent ? field ??= Task!.Seq.ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>Something about the stream itself, or an answer to a command.</summary>
    public static LiveMessage Of(ApiMessage message) => new(message);

    /// <summary>An event that has just been committed.</summary>
    public static LiveMessage Of(TaskSnapshot task, TaskEvent happened, TaskState? before, long number, string cursor) =>
        new(task.ToMessage(happened) with { Cursor = cursor }) { Task = task, Before = before, Number = number, Cursor = cursor, IsEvent = true };

    /// <summary>An event that is told again.</summary>
    public static LiveMessage Of(TaskSnapshot task, TaskEvent happened) => new(task.ToMessage(happened)) { Task = task, IsEvent = true };

    /// <summary>How a task is now.</summary>
    public static LiveMessage Of(TaskSnapshot task, DateTimeOffset at) => new(task.ToMessage(at)) { Task = task };
}
