namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>The filter of a client of the stream of all tasks, with the same parameters as the list of tasks.</summary>
/// <param name="States">Only these states, including transitions out of them. Empty means any.</param>
/// <param name="Definition">Only this definition.</param>
/// <param name="Owner">Only this owner.</param>
/// <param name="Tag">Only tasks with this tag.</param>
internal sealed record LiveFilter(IReadOnlyList<TaskState> States, string? Definition, string? Owner, string? Tag)
{
    public static LiveFilter None { get; } = new([], null, null, null);

    public static LiveFilter Read(ApiQuery parameters) =>
        new(StateNames.Read(parameters.Words("state")), parameters.Text("definition"), parameters.Text("owner"), parameters.Text("tag"));

    public bool Matches(LiveMessage message) => message.Task is not { } task || Matches(task, message.Before);

    public bool Matches(TaskSnapshot task, TaskState? before = null) =>
        (States.Count == 0 || States.Contains(task.State) || (before is { } state && States.Contains(state)))
        && (Definition is null || task.Definition == Definition)
        && (Owner is null || task.Owner == Owner)
        && (Tag is null || task.Tags.Contains(Tag));
}
