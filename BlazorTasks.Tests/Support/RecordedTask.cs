namespace BlazorTasks.Tests.Support;

/// <summary>A task's life as a test tells it: events stamped and folded as the engine does.</summary>
public sealed class RecordedTask(string name, DateTimeOffset at)
{
    private readonly List<TaskEvent> _events = [];
    private TaskSnapshot? _snapshot;
    private int _taken;

    public TaskId Id { get; } = TaskId.New(at);

    /// <summary>When the next events happen.</summary>
    public DateTimeOffset At { get; set; } = at;

    public string? Key { get; init; }

    public string? Fingerprint { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = ["one", "two"];

    public string? Definition { get; init; }

    public string? Owner { get; init; }

    public TaskId? Parent { get; init; }

    public JsonElement? Input { get; init; }

    public string? Schedule { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public ExternalStart? External { get; init; }

    public TaskSnapshot Snapshot => _snapshot ?? Begin();

    public IReadOnlyList<TaskEvent> Events => _events;

    public RecordedTask Add(TaskEvent taskEvent)
    {
        var epoch = Snapshot.Epoch + (taskEvent is TaskStarting ? 1 : 0);
        taskEvent.Stamp(Snapshot.Seq + 1, At, epoch);
        _events.Add(taskEvent);
        _snapshot = Snapshot.Apply(taskEvent);
        return this;
    }

    /// <summary>What was told since the last call, as a store takes it.</summary>
    public StoreEntry TakeEntry()
    {
        var snapshot = Snapshot;
        var entry = new StoreEntry(snapshot, [.. _events.Skip(_taken)]);
        _taken = _events.Count;
        return entry;
    }

    private TaskSnapshot Begin()
    {
        var created = new TaskCreated(name)
        {
            Definition = Definition,
            Owner = Owner,
            ParentId = Parent,
            Input = Input,
            Schedule = Schedule,
            DueAt = DueAt,
            External = External,
            Tags = Tags,
            Label = "a.csv",
            IdempotencyKey = Key,
            Fingerprint = Fingerprint
        };
        created.Stamp(1, At, 0);
        _events.Add(created);
        return _snapshot = TaskSnapshot.From(Id, created);
    }
}
