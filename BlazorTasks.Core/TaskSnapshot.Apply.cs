namespace BlazorTasks;

public sealed partial record TaskSnapshot
{
    private const int MaxLastLine = 200;

    /// <summary>The snapshot of a task that has just been created.</summary>
    public static TaskSnapshot From(TaskId id, TaskCreated created) => new()
    {
        Id = id,
        Definition = created.Definition,
        Name = created.Name,
        Label = created.Label,
        Owner = created.Owner,
        Tags = created.Tags,
        Priority = created.Priority,
        ParentId = created.ParentId,
        State = created.RunAt is null ? TaskState.Queued : TaskState.Scheduled,
        MaxAttempts = created.MaxAttempts,
        Epoch = created.Epoch,
        Seq = created.Seq,
        CreatedAt = created.At,
        RunAt = created.RunAt,
        QueuedAt = created.RunAt is null ? created.At : null,
    };

    /// <summary>The task after one more event. The whole meaning of an event is here.</summary>
    public TaskSnapshot Apply(TaskEvent happened)
    {
        var next = happened switch
        {
            TaskQueued => this with { QueuedAt = happened.At, RunAt = null },
            TaskRetried => Leave() with { QueuedAt = happened.At },
            TaskBackoff backoff => this with { RunAt = backoff.DueAt, Step = null, ErrorType = backoff.Error.Type, ErrorMessage = backoff.Error.Message },
            TaskStarting starting => Begin(starting),
            TaskProgressed progressed => Report(progressed.Progress, progressed.Status),
            TaskLogged logged => Write(logged),
            StepStarted step => this with { Step = step.Name, Steps = step.Step },
            StepFinished => this with { Step = null },
            CancelRequested asked => this with { CancelRequestedAt = happened.At, CancelRequestedBy = asked.By },
            TaskSucceeded succeeded => End(happened) with { HasResult = succeeded.Result is not null, Progress = 100 },
            TaskFailed failed => End(happened, failed.Reason) with { ErrorType = failed.Error.Type, ErrorMessage = failed.Error.Message },
            TaskCancelled cancelled => End(happened, cancelled.Reason) with { CancelRequestedBy = cancelled.By ?? CancelRequestedBy },
            TaskInterrupted interrupted => End(happened, interrupted.Reason) with { ErrorMessage = interrupted.Message },
            TaskDismissed => this with { DismissedAt = happened.At },
            _ => this,
        };
        return next with { State = happened.NextState ?? State, Seq = happened.Seq, Epoch = happened.Epoch };
    }

    /// <summary>The task with newer live state: progress is clamped to 0–100, never goes back, and NaN means unknown.</summary>
    internal TaskSnapshot Report(double? progress, string? status)
    {
        var clamped = progress is { } value && !double.IsNaN(value) ? Math.Clamp(value, 0, 100) : Progress;
        return this with { Progress = clamped < Progress ? Progress : clamped, Status = status ?? Status };
    }

    private TaskSnapshot Leave() => this with
    {
        MaxAttempts = Math.Max(MaxAttempts, Attempt + 1),
        FinishedAt = null,
        Reason = null,
        DismissedAt = null,
        CancelRequestedAt = null,
        CancelRequestedBy = null,
    };

    private TaskSnapshot Begin(TaskStarting starting) => this with
    {
        Node = starting.Node,
        Attempt = starting.Attempt,
        StartedAt = StartedAt ?? starting.At,
        AttemptStartedAt = starting.At,
        Progress = null,
        Status = null,
        Step = null,
        ErrorType = null,
        ErrorMessage = null,
    };

    private TaskSnapshot Write(TaskLogged logged)
    {
        var last = logged.Lines.Count > 0 ? logged.Lines[^1] : null;
        return this with
        {
            LogLines = LogLines + logged.Lines.Count,
            DroppedLines = DroppedLines + logged.Dropped,
            Warnings = Warnings + logged.Lines.Count(line => line.IsWarning),
            LastLine = last is null ? LastLine : Text.Cut(last.Text, MaxLastLine),
            LastLineAt = last?.At ?? LastLineAt,
        };
    }

    private TaskSnapshot End(TaskEvent happened, TaskReason? reason = null) =>
        this with { FinishedAt = happened.At, Reason = reason, RunAt = null };
}
