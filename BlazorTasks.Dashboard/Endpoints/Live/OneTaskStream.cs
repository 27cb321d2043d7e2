namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>The stream of one task: its events, from the first or from a given one, and the progress between them.</summary>
/// <param name="hub">The source of live messages.</param>
/// <param name="access">The source of past events.</param>
/// <param name="time">The clock.</param>
/// <param name="task">The task at the time of the connection.</param>
/// <param name="after">The number of the last event that the client has received.</param>
/// <param name="endsWithTask">Whether the stream ends when the task has finished. Otherwise it continues if the task is
/// retried.</param>
internal sealed class OneTaskStream(LiveHub hub, TaskAccess access, TimeProvider time, TaskSnapshot task, long after, bool endsWithTask)
    : LiveStream(hub, LiveClient.Of(access.Person, task.Id, hub.Limits))
{
    private readonly TaskReplay _replay = new(access, task.Id);
    private long _told;

    protected override async Task<bool> CatchUpAsync(ILiveSender to, CancellationToken stop)
    {
        if (after > task.Seq)
        {
            await SayAsync(new StreamReset($"This task has no event {after}. All of its events follow."), to, stop);
        }

        _told = after > task.Seq ? 0 : after;
        var count = task.Seq - _told;
        await SayAsync(StartOf(count), to, stop);
        await ReplayAsync(task.Seq, to, stop);
        await SayAsync(EndOf(count), to, stop);
        await ReplayAsync(long.MaxValue, to, stop); // there may be many new events, which must not fill the queue
        if (IsEnd(_replay.Task))
        {
            return false;
        }

        Hub.Attach(Client);
        await ReplayAsync(long.MaxValue, to, stop);
        return !IsEnd(_replay.Task) && await TellProgressAsync(to, stop);
    }

    protected override async ValueTask<bool> TellAsync(LiveMessage message, ILiveSender to, CancellationToken stop)
    {
        var isNews = message.Task is not { } now || (message.IsEvent ? now.Seq > _told : now.Seq == _told);
        if (isNews)
        {
            await to.SendAsync(message, message.TaskCursor, stop);
        }

        if (message.IsEvent && isNews)
        {
            _told = message.Task!.Seq;
        }

        return !(message.IsEvent && IsEnd(message.Task));
    }

    private bool IsEnd(TaskSnapshot? now) => endsWithTask && now is { State: var state } && state.IsFinal();

    private async Task ReplayAsync(long upTo, ILiveSender to, CancellationToken stop)
    {
        await foreach (var message in _replay.ReadAsync(_told, upTo, stop))
        {
            await to.SendAsync(message, message.TaskCursor, stop);
            _told = message.Task!.Seq;
        }
    }

    /// <summary>The stored progress may be older than what is displayed elsewhere.</summary>
    private async Task<bool> TellProgressAsync(ILiveSender to, CancellationToken stop)
    {
        if (access.FindLive(task.Id) is { } now
            && now.Seq == _told
            && (now.Progress, now.Status) != (_replay.Task?.Progress, _replay.Task?.Status))
        {
            await to.SendAsync(LiveMessage.Of(now, time.GetUtcNow()), cursor: null, stop);
        }

        return true;
    }
}
