using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BlazorTasks;

public sealed partial record TaskSnapshot
{
    private const int MaxLastLine = 200;

    /// <summary>An empty snapshot to build on.</summary>
    public TaskSnapshot()
    {
    }

    /// <summary>
    /// Copies the snapshot and advances it by one event. The members that the event changes are set on the copy, which is the
    /// only allocation per event.
    /// </summary>
    [SetsRequiredMembers]
    private TaskSnapshot(TaskSnapshot before, TaskEvent happened)
        : this(before)
    {
        State = happened.NextState ?? before.State;
        Seq = happened.Seq;
        Epoch = happened.Epoch;
        if (happened.NextState is { } next && (next.IsFinal() || next is TaskState.Cancelling or TaskState.Backoff))
        {
            Prompt = null; // nothing waits for the answer any longer
        }
    }

    /// <summary>Creates the snapshot of a new task.</summary>
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

    /// <summary>Applies an event. The meaning of every event is defined here.</summary>
    public TaskSnapshot Apply(TaskEvent happened) => happened switch
    {
        TaskQueued => new(this, happened) { QueuedAt = happened.At, RunAt = null },
        TaskRetried => Retry(happened),
        TaskStarting starting => Begin(starting),
        TaskProgressed progressed => new(this, happened) { Progress = Furthest(progressed.Progress), Status = progressed.Status ?? Status },
        TaskLogged logged => Write(logged),
        StepStarted step => new(this, happened) { Step = step.Name, Steps = step.Step },
        StepFinished => new(this, happened) { Step = null },
        StepReused kept => new(this, happened) { Steps = kept.Step },
        PromptAsked asked => Ask(asked),
        PromptAnswered or PromptExpired => new(this, happened) { Prompt = null },
        RetryApproved => new(this, happened) { Prompt = null, QueuedAt = happened.At },
        PauseRequested pause => new(this, happened) { PauseRequestedBy = pause.By },
        TaskLost lost =>
            new(this, happened)
            {
                QueuedAt = happened.At,
                Step = null,
                CrashCount = CrashCount + (CountsAsCrash(lost) ? 1 : 0),
                PauseRequestedBy = null
            },
        TaskDeclined declined => new(this, happened) { FinishedAt = happened.At, CancelRequestedBy = declined.By, Status = declined.Title },
        CancelRequested asked => new(this, happened) { CancelRequestedAt = happened.At, CancelRequestedBy = asked.By },
        TaskBackoff backoff =>
            new(this, happened)
            {
                RunAt = backoff.DueAt,
                Step = null,
                ErrorType = backoff.Error.Type,
                ErrorMessage = backoff.Error.Message
            },
        TaskSucceeded succeeded =>
            new(this, happened) { FinishedAt = happened.At, HasResult = succeeded.Result is not null, Progress = 100 },
        TaskFailed failed =>
            new(this, happened)
            {
                FinishedAt = happened.At,
                Reason = failed.Reason,
                ErrorType = failed.Error.Type,
                ErrorMessage = failed.Error.Message
            },
        TaskCancelled cancelled =>
            new(this, happened)
            {
                FinishedAt = happened.At,
                Reason = cancelled.Reason,
                RunAt = null,
                CancelRequestedBy = cancelled.By ?? CancelRequestedBy
            },
        TaskInterrupted interrupted =>
            new(this, happened) { FinishedAt = happened.At, Reason = interrupted.Reason, ErrorMessage = interrupted.Message },
        TaskDismissed => new(this, happened) { DismissedAt = happened.At },
        _ => new(this, happened),
    };

    /// <summary>Returns the task with newer live state.</summary>
    internal TaskSnapshot Report(double? progress, string? status) =>
        this with { Progress = Furthest(progress), Status = status ?? Status };

    /// <summary>
    /// Returns whether the task itself may have caused its process to crash. A task that waits for a person runs no code.
    /// </summary>
    private bool CountsAsCrash(TaskLost lost) => lost.Reason == TaskReason.ProcessDied && State != TaskState.Waiting;

    /// <summary>Progress is clamped to 0–100 and never decreases within an attempt. Null and NaN leave it unchanged.</summary>
    private double? Furthest(double? progress)
    {
        var clamped = progress is { } value && !double.IsNaN(value) ? Math.Clamp(value, 0, 100) : Progress;
        return clamped < Progress ? Progress : clamped;
    }

    private TaskSnapshot Retry(TaskEvent happened) => new(this, happened)
    {
        QueuedAt = happened.At,
        MaxAttempts = Math.Max(MaxAttempts, Attempt + 1),
        FinishedAt = null,
        Reason = null,
        DismissedAt = null,
        CrashCount = 0,
        CancelRequestedAt = null,
        CancelRequestedBy = null,
    };

    private TaskSnapshot Ask(PromptAsked asked) => new(this, asked)
    {
        Prompt = asked.Prompt,
        Prompts = int.TryParse(asked.Prompt.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Max(Prompts, number)
            : Prompts,
        PauseRequestedBy = asked.Prompt.Kind == PromptKind.Pause ? null : PauseRequestedBy,
        Step = asked.Prompt.HoldsCode ? Step : null,
        ErrorType = asked.Prompt.Error?.Type ?? ErrorType,
        ErrorMessage = asked.Prompt.Error?.Message ?? ErrorMessage,
    };

    private TaskSnapshot Begin(TaskStarting starting) => new(this, starting)
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
        return new(this, logged)
        {
            LogLines = LogLines + logged.Lines.Count + (logged.Trimmed?.Lines ?? 0) - (logged.Trim?.Lines ?? 0),
            DroppedLines = DroppedLines + logged.Dropped + (logged.Trim?.Lines ?? 0),
            TrimmedLines = logged.Trim?.Gone ?? TrimmedLines,
            Warnings = Warnings + logged.Lines.Count(line => line.IsWarning) + (logged.Trimmed?.Warnings ?? 0),
            LastLine = last is null ? LastLine : Text.Truncate(last.Text, MaxLastLine),
            LastLineAt = last?.At ?? LastLineAt,
        };
    }
}
