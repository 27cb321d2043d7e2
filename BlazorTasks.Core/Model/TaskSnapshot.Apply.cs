using System.Diagnostics.CodeAnalysis;

namespace BlazorTasks;

public sealed partial record TaskSnapshot
{
    /// <summary>An empty snapshot to build on.</summary>
    public TaskSnapshot()
    {
    }

    /// <summary>
    /// Copies the snapshot and advances it by one event. The event sets the members that it changes on the copy, which is the
    /// only allocation per event.
    /// </summary>
    [SetsRequiredMembers]
    internal TaskSnapshot(TaskSnapshot before, TaskEvent appended)
        : this(before)
    {
        State = appended.NextState ?? before.State;
        Seq = appended.Seq;
        Epoch = appended.Epoch;
        if (appended.NextState is { } next && (next.IsFinal() || next is TaskState.Cancelling or TaskState.Backoff))
        {
            Prompt = null; // nothing waits for the answer any longer
        }
    }

    /// <summary>Creates the snapshot of a task from the first event of its history, which may be unreadable.</summary>
    public static TaskSnapshot From(TaskId id, TaskEvent first) => first is TaskCreated created
        ? New(id, created)
        : New(id, (TaskCreated)new TaskCreated("Unknown").Stamp(first.Seq, first.At, first.Epoch));

    private static TaskSnapshot New(TaskId id, TaskCreated created) => new()
    {
        Id = id,
        Definition = created.Definition,
        Name = created.Name,
        Label = created.Label,
        Owner = created.Owner,
        Tags = created.Tags,
        Priority = created.Priority,
        ParentId = created.ParentId,
        Schedule = created.Schedule,
        DueAt = created.DueAt,
        State = created.RunAt is null ? TaskState.Queued : TaskState.Scheduled,
        MaxAttempts = created.MaxAttempts,
        Epoch = created.Epoch,
        Seq = created.Seq,
        CreatedAt = created.At,
        RunAt = created.RunAt,
        QueuedAt = created.RunAt is null ? created.At : null,
    };

    /// <summary>Returns the task after an event. What an event changes is defined by the event itself.</summary>
    public TaskSnapshot Apply(TaskEvent appended) => appended.ApplyTo(this);

    /// <summary>Returns the task with newer live state.</summary>
    internal TaskSnapshot Report(double? progress, string? status) =>
        this with { Progress = Furthest(progress), Status = status ?? Status };

    /// <summary>Returns the task with the live state of a snapshot that may be newer.</summary>
    internal TaskSnapshot Report(TaskSnapshot live) => live is { Progress: null, Status: null, HasCheckpoints: false }
        ? this
        : this with
        {
            Progress = Furthest(live.Progress),
            Status = live.Status ?? Status,
            HasCheckpoints = HasCheckpoints || live.HasCheckpoints,
        };

    /// <summary>Progress is clamped to 0–100 and never decreases within an attempt. Null and NaN leave it unchanged.</summary>
    internal double? Furthest(double? progress)
    {
        var clamped = progress is { } value && !double.IsNaN(value) ? Math.Clamp(value, 0, 100) : Progress;
        return clamped < Progress ? Progress : clamped;
    }
}
