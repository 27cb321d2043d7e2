using System.Runtime.CompilerServices;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>Tells the stored events of a task again, a page of the store at a time.</summary>
internal sealed class TaskReplay(TaskMonitor monitor, TaskId id)
{
    private const int PageSize = 500;

    /// <summary>The task after the newest event that was read; null before the first.</summary>
    public TaskSnapshot? Task { get; private set; }

    /// <summary>The messages of the events after one number and up to another. Asked again, it goes on from where it was.</summary>
    public async IAsyncEnumerable<LiveMessage> ReadAsync(long after, long upTo, [EnumeratorCancellation] CancellationToken stop)
    {
        for (var read = PageSize; read == PageSize && (Task?.Seq ?? 0) < upTo;)
        {
            var page = await monitor.ReadEventsAsync(id, Task?.Seq ?? 0, (int)Math.Min(PageSize, upTo - (Task?.Seq ?? 0)), cancellationToken: stop);
            read = page.Count;
            foreach (var happened in page)
            {
                Task = Task?.Apply(happened) ?? TaskSnapshot.From(id, (TaskCreated)happened);
                if (happened.Seq > after)
                {
                    yield return LiveMessage.Of(Task, happened);
                }
            }
        }
    }
}
