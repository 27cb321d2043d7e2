namespace BlazorTasks;

/// <summary>The task's progress, recorded about once a second. Progress in between is live state only.</summary>
/// <param name="Progress">0 to 100, or null if the total amount is unknown.</param>
/// <param name="Status">The status text of the task.</param>
public sealed record TaskProgressed(double? Progress, string? Status) : TaskEvent
{
    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) =>
        new(task, this) { Progress = task.Furthest(Progress), Status = Status ?? task.Status };
}

/// <summary>The task wrote log lines.</summary>
/// <param name="FirstLine">The number of the first line in the task's log, starting at 1.</param>
/// <param name="Lines">The lines, in order.</param>
/// <param name="Dropped">The number of lines dropped before these because of rate limiting.</param>
public sealed record TaskLogged(long FirstLine, IReadOnlyList<LogLine> Lines, long Dropped = 0) : TaskEvent
{
    /// <summary>
    /// The older lines that were dropped when these were written because the log exceeded its maximum length. Usually null.
    /// </summary>
    public LogTrim? Trim { get; init; }

    /// <summary>What these lines contained before they were dropped, or null while they are stored.</summary>
    public TrimmedChunk? Trimmed { get; init; }

    /// <summary>Returns the same event without its lines.</summary>
    internal TaskLogged Empty() => Trimmed is null
        ? this with { Lines = [], Trimmed = new TrimmedChunk(Lines.Count, Lines.Count(line => line.IsWarning)) }
        : this;

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this)
    {
        LogLines = task.LogLines + Lines.Count + (Trimmed?.Lines ?? 0) - (Trim?.Lines ?? 0),
        DroppedLines = task.DroppedLines + Dropped + (Trim?.Lines ?? 0),
        TrimmedLines = Trim?.LastLine ?? task.TrimmedLines,
        Warnings = task.Warnings + Lines.Count(line => line.IsWarning) + (Trimmed?.Warnings ?? 0),
        LastLine = Lines.Count > 0 ? Text.Truncate(Lines[^1].Text, Text.MaxLastLine) : task.LastLine,
        LastLineAt = Lines.Count > 0 ? Lines[^1].At : task.LastLineAt,
    };
}

/// <summary>The oldest lines of a log were dropped.</summary>
/// <param name="LastLine">The number of the last dropped line. All lines up to it were dropped.</param>
/// <param name="Lines">The number of lines dropped now, not counting those that had been dropped before.</param>
public sealed record LogTrim([property: JsonPropertyName("gone")] long LastLine, long Lines);

/// <summary>The number of log lines that an event contained before they were dropped.</summary>
/// <param name="Lines">The number of lines.</param>
/// <param name="Warnings">The number of warnings among them.</param>
public sealed record TrimmedChunk(int Lines, int Warnings);

/// <summary>A step started.</summary>
/// <param name="Step">The number of the step in this task, starting at 1.</param>
/// <param name="Name">The display name of the step.</param>
public sealed record StepStarted(int Step, string Name) : TaskEvent
{
    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this) { Step = Name, Steps = Step };
}

/// <summary>A step ended.</summary>
/// <param name="Step">The number of the step.</param>
/// <param name="Error">The message of the exception that ended the step, or null if it succeeded.</param>
public sealed record StepFinished(int Step, string? Error = null) : TaskEvent
{
    /// <summary>The step's result if the task is <see cref="TaskPolicy.Restartable"/>. A later attempt reuses it.</summary>
    public JsonElement? Result { get; init; }

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this) { Step = null };
}

/// <summary>A step was skipped because an earlier attempt had completed it.</summary>
/// <param name="Step">The number of the step in this task, starting at 1.</param>
/// <param name="Name">The display name of the step.</param>
public sealed record StepReused(int Step, string Name) : TaskEvent
{
    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this) { Steps = Step };
}
