using BlazorTasks.Client;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>Where messages go: an event stream or a socket.</summary>
internal interface ILiveSender
{
    /// <summary>Sends a message, at once or with those that follow until the next flush.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cursor">The place to go on from after it; null if it has none.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="StreamEndedException">The client does not take it.</exception>
    ValueTask SendAsync(LiveMessage message, string? cursor, CancellationToken stop);

    /// <summary>Sends what waits.</summary>
    ValueTask FlushAsync(CancellationToken stop);
}

/// <summary>What a client is told: first what it missed, between a start and an end mark, then what happens.</summary>
internal abstract class LiveStream(LiveHub hub, LiveClient client)
{
    protected LiveHub Hub => hub;

    /// <summary>The client that it is for.</summary>
    public LiveClient Client => client;

    /// <summary>Tells it, until there is nothing more to tell, or until stopped.</summary>
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

    /// <summary>Tells what happened before, and has the hub offer what follows to the client.</summary>
    /// <returns>Whether anything can follow.</returns>
    protected abstract Task<bool> CatchUpAsync(ILiveSender to, CancellationToken stop);

    /// <summary>Tells what happens now.</summary>
    /// <returns>Whether anything can follow.</returns>
    protected abstract ValueTask<bool> TellAsync(LiveMessage message, ILiveSender to, CancellationToken stop);

    protected static ValueTask SayAsync(ApiMessage message, ILiveSender to, CancellationToken stop, string? cursor = null) =>
        to.SendAsync(LiveMessage.Of(message), cursor, stop);

    protected static StateReplayStart StartOf(long count) => new(count, $"Replaying {count} state messages");

    protected static StateReplayComplete EndOf(long count) => new($"Replayed {count} state messages");
}
