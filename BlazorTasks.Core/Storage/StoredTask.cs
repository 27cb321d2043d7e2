namespace BlazorTasks.Storage;

/// <summary>A task with its events, in the memory of this process.</summary>
internal sealed class StoredTask
{
    private TaskSnapshot? _snapshot;

    public TaskSnapshot Snapshot
    {
        get => _snapshot!;
        set => (_snapshot, Place) = (value, TaskCursor.At(value, TaskSort.Time));
    }

    public TaskCursor Place { get; private set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public List<TaskEvent> Events { get; } = [];

    public void EmptyTo(long line)
    {
        for (var i = 0; i < Events.Count; i++)
        {
            if (Events[i] is TaskLogged chunk && chunk.FirstLine <= line)
            {
                Events[i] = chunk.Empty();
            }
        }
    }

    public string Text => SearchText.Of(Snapshot, (Events.FirstOrDefault() as TaskCreated)?.Input);
}
