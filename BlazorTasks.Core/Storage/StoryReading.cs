using System.Text.Json;

namespace BlazorTasks.Storage;

/// <summary>What follows from the story of a task.</summary>
internal static class StoryReading
{
    private const int Page = 1_000;

    /// <summary>Everything that happened to a task, without log lines and progress.</summary>
    public static async Task<IReadOnlyList<TaskEvent>> StoryAsync(this ITaskStore store, TaskId id, CancellationToken cancellationToken = default)
    {
        var story = new List<TaskEvent>();
        IReadOnlyList<TaskEvent> page;
        do
        {
            page = await store.EventsAsync(id, story.Count == 0 ? 0 : story[^1].Seq, Page, EventKinds.Story, cancellationToken).ConfigureAwait(false);
            story.AddRange(page);
        }
        while (page.Count == Page);
        return story;
    }

    /// <summary>The newest input: what it was started with, unless a person changed it for another attempt.</summary>
    public static JsonElement? InputOf(this IEnumerable<TaskEvent> story) => story.Aggregate((JsonElement?)null, (input, happened) => happened switch
    {
        TaskCreated created => created.Input,
        RetryApproved { Input: { } changed } => changed,
        _ => input,
    });
}
