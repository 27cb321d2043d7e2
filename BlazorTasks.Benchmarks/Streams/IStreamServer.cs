namespace BlazorTasks.Benchmarks.Streams;

/// <summary>A server that tells all its clients of changes.</summary>
internal interface IStreamServer : IAsyncDisposable
{
    /// <summary>Where a client connects.</summary>
    Uri AddressOf(Wire wire);

    /// <summary>Makes one change. The message tells when it was made, after <see cref="StreamClient.Marker"/>.</summary>
    Task ChangeAsync(long at);
}

/// <summary>How messages travel.</summary>
internal enum Wire
{
    WebSocket,
    ServerSentEvents,
}
