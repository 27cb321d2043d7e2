namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>
/// The stream of all tasks that match a filter, either from a cursor or starting with the current state of unfinished tasks.
/// </summary>
internal sealed class AllTasksStream(LiveHub hub, TaskAccess access, TimeProvider time, TaskFilter filter, LiveCursor? after)
    : LiveStream(hub, LiveClient.Of(access.Person, filter, hub.Limits))
{
    protected override async Task<bool> CatchUpAsync(ILiveSender to, CancellationToken stop)
    {
        var number = after is not { } cursor ? await ShowAsync(to, stop)
            : Hub.PlaceOf(cursor) is { } place ? await ReplayAsync(place, to, stop)
            : await Hub.ChangedAsync(cursor, Client, stop) is var (changed, last) ? await ShowAsync(changed, last, to, stop)
            : await ShowAsync(to, stop);
        for (var isAttached = false; !isAttached;)
        {
            (var between, number, isAttached) = Hub.Attach(Client, number);
            await SendAsync(between, to, stop);
        }

        return true;
    }

    protected override async ValueTask<bool> TellAsync(LiveMessage message, ILiveSender to, CancellationToken stop)
    {
        await to.SendAsync(message, message.Cursor, stop);
        return true;
    }

    /// <summary>Replays what the client missed.</summary>
    private async Task<long> ReplayAsync(long place, ILiveSender to, CancellationToken stop)
    {
        var (missed, number) = Hub.Since(place, Client);
        await SayAsync(StartOf(missed.Count), to, stop);
        await SendAsync(missed, to, stop);
        return await EndAsync(missed.Count, number, to, stop);
    }

    /// <summary>
    /// Sends the current state of unfinished tasks, to a new client or to one that was disconnected for too long.
    /// </summary>
    private async Task<long> ShowAsync(ILiveSender to, CancellationToken stop)
    {
        if (after is not null)
        {
            await SayAsync(
                new StreamReset("The events after this cursor are no longer available. The current state of unfinished tasks follows."),
                to,
                stop);
        }

        var (tasks, number) = Hub.Now(Client);
        return await ShowAsync(tasks, number, to, stop);
    }

    private async Task<long> ShowAsync(List<TaskSnapshot> tasks, long number, ILiveSender to, CancellationToken stop)
    {
        await SayAsync(StartOf(tasks.Count), to, stop);
        foreach (var task in tasks)
        {
            await to.SendAsync(LiveMessage.Of(task, time.GetUtcNow()), cursor: null, stop);
        }

        return await EndAsync(tasks.Count, number, to, stop);
    }

    private async Task<long> EndAsync(int count, long number, ILiveSender to, CancellationToken stop)
    {
        var cursor = Hub.CursorOf(number);
        await SayAsync(EndOf(count) with { Cursor = cursor }, to, stop, cursor);
        return number;
    }

    private static async Task SendAsync(List<LiveMessage> messages, ILiveSender to, CancellationToken stop)
    {
        foreach (var message in messages)
        {
            await to.SendAsync(message, message.Cursor, stop);
        }
    }
}
