namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>The target of messages: an event stream or a WebSocket.</summary>
internal interface ILiveSender
{
    /// <summary>Sends a message, immediately or with the following ones at the next flush.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cursor">The position after this message, or null if it has none.</param>
    /// <param name="stop">Cancels waiting.</param>
    /// <exception cref="StreamEndedException">The client does not accept it.</exception>
    ValueTask SendAsync(LiveMessage message, string? cursor, CancellationToken stop);

    /// <summary>Sends buffered messages.</summary>
    ValueTask FlushAsync(CancellationToken stop);
}

/// <summary>
/// What a client receives: first a replay of what it missed, between a start and an end mark, then live messages.
/// </summary>
internal abstract class LiveStream(LiveHub hub, LiveClient client)
{
    protected LiveHub Hub => hub;

    /// <summary>Gets the client.</summary>
    public LiveClient Client => client;

    /// <summary>Sends messages until there are no more, or until stopped.</summary>
    /// <exception cref="StreamEndedException">The client is too slow.</exception>
    public async Task PlayAsync(ILiveSender to, CancellationToken stop)
    {
        await hub.StartAsync();
        try
        {
            var goesOn = await CatchUpAsync(to, stop);
            await to.FlushAsync(stop);
            while (goesOn)
            {
                await client.WaitAsync(stop);
                while (goesOn && client.TryTake(out var message))
                {
                    goesOn = await TellAsync(message, to, stop);
                }

                await to.FlushAsync(stop);
            }
        }
        finally
        {
            hub.Detach(client);
        }
    }

    /// <summary>Replays past events, and subscribes the client to what follows.</summary>
    /// <returns>Whether anything can follow.</returns>
    protected abstract Task<bool> CatchUpAsync(ILiveSender to, CancellationToken stop);

    /// <summary>Sends live messages.</summary>
    /// <returns>Whether anything can follow.</returns>
    protected abstract ValueTask<bool> TellAsync(LiveMessage message, ILiveSender to, CancellationToken stop);

    protected static ValueTask SayAsync(ApiMessage message, ILiveSender to, CancellationToken stop, string? cursor = null) =>
        to.SendAsync(LiveMessage.Of(message), cursor, stop);

    protected static StateReplayStart StartOf(long count) => new(count, $"Replaying {count} state messages");

    protected static StateReplayComplete EndOf(long count) => new($"Replayed {count} state messages");
}
