using System.Threading.Channels;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// Waits until a task changes. Changes since its creation are not missed, and several changes between two waits count as one.
/// </summary>
internal sealed class TaskChanges : IDisposable
{
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly IDisposable _subscription;

    public TaskChanges(TaskAccess access, TaskId id) => _subscription = access.Subscribe(frame =>
    {
        if (frame.Changed.ContainsKey(id))
        {
            _changed.Writer.TryWrite(true);
        }
    });

    /// <summary>Waits for a change.</summary>
    /// <returns>False if it was cancelled first.</returns>
    public async Task<bool> NextAsync(CancellationToken stop)
    {
        try
        {
            return await _changed.Reader.ReadAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose() => _subscription.Dispose();
}
