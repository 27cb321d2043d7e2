using System.Runtime.CompilerServices;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>Replays the stored events of a task, one page at a time.</summary>
internal sealed class TaskReplay(TaskMonitor monitor, TaskId id)
{
    private const int PageSize = 500;

    /// <summary>Gets the task after the latest event that was read, or null before the first.</summary>
    public TaskSnapshot? Task { get; private set; }

    /// <summary>Returns the messages for the events between two numbers. Further calls continue where the last one ended.</summary>
    public async IAsyncEnumerable<LiveMessage> ReadAsync(long after, long upTo, [EnumeratorCancellation] CancellationToken stop)
    {
        for (var read = PageSize; read == PageSize && (Task?.Seq ?? 0) < upTo;)
        {
            var page = await monitor.ReadEventsAsync(
                id,
                Task?.Seq ?? 0,
                (int)Math.Min(PageSize, upTo - (Task?.Seq ?? 0)),
                cancellationToken: stop);
            read = page.Count;
            foreach (var taskEvent in page)
            {
                Task = Task?.Apply(taskEvent) ?? TaskSnapshot.From(id, taskEvent);
                if (taskEvent.Seq > after)
                {
                    yield return LiveMessage.Of(Task, taskEvent);
                }
            }
        }
    }
}
