namespace BlazorTasks.Storage;

/// <summary>Derives information from the milestones of a task.</summary>
internal static class EventReader
{
    private const int Page = 1_000;

    /// <summary>Reads all events of a task except log lines and progress.</summary>
    public static async Task<IReadOnlyList<TaskEvent>> MilestonesAsync(
        this ITaskStore store,
        TaskId id,
        CancellationToken cancellationToken = default)
    {
        var milestones = new List<TaskEvent>();
        IReadOnlyList<TaskEvent> page;
        do
        {
            page = await store.EventsAsync(
                id,
                milestones.Count == 0 ? 0 : milestones[^1].Seq,
                Page,
                EventKinds.Milestones,
                cancellationToken).ConfigureAwait(false);
            milestones.AddRange(page);
        }
        while (page.Count == Page);
        return milestones;
    }

    /// <summary>
    /// Returns the latest input: the one that the task was started with, unless it was changed for another attempt.
    /// </summary>
    public static JsonElement? InputOf(
        this IEnumerable<TaskEvent> milestones) => milestones.Aggregate((JsonElement?)null, (input, taskEvent) => taskEvent switch
    {
        TaskCreated created => created.Input,
        RetryApproved { Input: { } changed } => changed,
        _ => input,
    });
}
