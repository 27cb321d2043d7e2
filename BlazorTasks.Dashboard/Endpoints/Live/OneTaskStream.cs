using BlazorTasks.Client;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>The stream of one task: its events from the first, or from a place on, and the progress between them.</summary>
/// <param name="hub">Tells what happens now.</param>
/// <param name="monitor">Has what happened before.</param>
/// <param name="time">The clock.</param>
/// <param name="task">The task, as it is when the client comes.</param>
/// <param name="after">The number of the last event that the client knows.</param>
/// <param name="endsWithTask">Whether nothing follows when the task has ended; otherwise it may be retried.</param>
internal sealed class OneTaskStream(LiveHub hub, TaskMonitor monitor, TimeProvider time, TaskSnapshot task, long after, bool endsWithTask)
    : LiveStream(hub, LiveClient.Of(task.Id, hub.Limits))
{
    private readonly TaskReplay _replay = new(monitor, task.Id);
    private long _told;

    protected override async Task<bool> CatchUpAsync(ILiveSender to, CancellationToken stop)
    {
        if (after > task.Seq)
        {
            await SayAsync(new StreamReset($"This task has no event {after}. All that happened to it follows."), to, stop);
        }

        _told = after > task.Seq ? 0 : after;
        var count = task.Seq - _told;
        await SayAsync(StartOf(count), to, stop);
        await ReplayAsync(task.Seq, to, stop);
        await SayAsync(EndOf(count), to, stop);
        await ReplayAsync(long.MaxValue, to, stop); // what happened meanwhile may be much, and must not wait in the queue
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

    /// <summary>The store may lag behind the progress that everyone else sees.</summary>
    private async Task<bool> TellProgressAsync(ILiveSender to, CancellationToken stop)
    {
        if (monitor.Find(task.Id)?.Snapshot is { } now && now.Seq == _told && (now.Progress, now.Status) != (_replay.Task?.Progress, _replay.Task?.Status))
        {
            await to.SendAsync(LiveMessage.Of(now, time.GetUtcNow()), cursor: null, stop);
        }

        return true;
    }
}
