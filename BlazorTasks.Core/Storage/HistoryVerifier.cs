using System.Runtime.CompilerServices;

namespace BlazorTasks.Storage;

/// <summary>
/// Reads an entire history and reports inconsistencies: snapshots that are not the result of their events,
/// gaps in numbering, times or epochs that decrease, transitions that the lifecycle does not allow, prompts that were open
/// twice, and wrong line numbers. It can run while another process is writing.
/// </summary>
/// <param name="store">A store opened for reading.</param>
public sealed class HistoryVerifier(ITaskStore store)
{
    private const int EventPage = 2_000;

    /// <summary>Gets the number of tasks read so far.</summary>
    public int Tasks { get; private set; }

    /// <summary>Gets the number of events read so far.</summary>
    public long Events { get; private set; }

    /// <summary>Verifies every task and returns a sentence for each inconsistency.</summary>
    public async IAsyncEnumerable<string> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var finished in (bool[])[true, false])
        {
            await foreach (var task in store.ListAllAsync(new TaskQuery { Finished = finished }, cancellationToken).ConfigureAwait(false))
            {
                foreach (var found in await CheckAsync(task, cancellationToken).ConfigureAwait(false))
                {
                    yield return found;
                }
            }
        }

        foreach (var task in store.Unreadable.All)
        {
            yield return task.ToString();
        }
    }

    private async Task<IReadOnlyList<string>> CheckAsync(TaskSnapshot task, CancellationToken cancellationToken)
    {
        Tasks++;
        var milestones = new TaskHistoryVerifier(task);
        IReadOnlyList<TaskEvent> page;
        do
        {
            page = await store.EventsAsync(task.Id, milestones.Seq, EventPage, EventKinds.All, cancellationToken).ConfigureAwait(false);
            foreach (var taskEvent in page)
            {
                milestones.Add(taskEvent);
            }

            Events += page.Count;
        }
        while (page.Count == EventPage);

        // changes made while reading are not inconsistencies
        var now = await store.FindAsync(task.Id, cancellationToken).ConfigureAwait(false);
        return now is null ? [] : milestones.Close(now.Seq);
    }
}
