using System.Net.WebSockets;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>Thrown to end a stream or WebSocket with a reason that is sent to the client.</summary>
internal sealed class StreamEndedException(int status, string reason) : Exception(reason)
{
    /// <summary>Gets the close status of a WebSocket (RFC 6455 and the IANA registry).</summary>
    public WebSocketCloseStatus Status => (WebSocketCloseStatus)status;

    public static StreamEndedException ShuttingDown() => new(1001, "shutting_down");

    public static StreamEndedException SlowConsumer() => new(1013, "slow_consumer");

    public static StreamEndedException FrameTooLarge() => new(1009, "frame_too_large");

    public static StreamEndedException TooManyFrames() => new(1008, "too_many_frames");

    public static StreamEndedException BadFrames() => new(1008, "bad_frames");

    public static StreamEndedException AccessChanged() => new(1008, "access_changed");

    public static StreamEndedException OurMistake() => new(1011, "internal");
}
