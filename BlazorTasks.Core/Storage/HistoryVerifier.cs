using System.Runtime.CompilerServices;

namespace BlazorTasks.Storage;

/// <summary>
/// Reads a whole history and says where it contradicts itself (RELIABILITY §5): a snapshot that is not the sum of its
/// events, numbers with gaps, times and epochs that go back, moves that the lifecycle does not know, questions that were
/// open twice, lines with wrong numbers. It works beside the process that writes.
/// </summary>
/// <param name="store">A store that is open to read.</param>
public sealed class HistoryVerifier(ITaskStore store)
{
    private const int EventPage = 2_000;

    /// <summary>How many tasks were read so far.</summary>
    public int Tasks { get; private set; }

    /// <summary>How many events were read so far.</summary>
    public long Events { get; private set; }

    /// <summary>Checks every task, and gives a sentence for each contradiction.</summary>
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
    }

    private async Task<IReadOnlyList<string>> CheckAsync(TaskSnapshot task, CancellationToken cancellationToken)
    {
        Tasks++;
        var milestones = new TaskHistoryVerifier(task);
        IReadOnlyList<TaskEvent> page;
        do
        {
            page = await store.EventsAsync(task.Id, milestones.Seq, EventPage, EventKinds.All, cancellationToken).ConfigureAwait(false);
            foreach (var happened in page)
            {
                milestones.Add(happened);
            }

            Events += page.Count;
        }
        while (page.Count == EventPage);

        // what was written or removed while this was read is no contradiction
        var now = await store.FindAsync(task.Id, cancellationToken).ConfigureAwait(false);
        return now is null ? [] : milestones.Close(now.Seq);
    }
}
