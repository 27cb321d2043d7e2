namespace BlazorTasks;

/// <summary>The task opened a prompt and waits for its answer.</summary>
/// <param name="Prompt">The prompt. A prompt that was open when a process crashed is reopened with the same id.</param>
public sealed record PromptAsked(Prompt Prompt) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Waiting;

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this)
    {
        Prompt = Prompt,
        Prompts = int.TryParse(Prompt.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Math.Max(task.Prompts, number)
            : task.Prompts,
        PauseRequestedBy = Prompt.Kind == PromptKind.Pause ? null : task.PauseRequestedBy,
        Step = Prompt.HoldsCode ? task.Step : null,
        ErrorType = Prompt.Error?.Type ?? task.ErrorType,
        ErrorMessage = Prompt.Error?.Message ?? task.ErrorMessage,
    };
}

/// <summary>A prompt was answered.</summary>
/// <param name="Prompt">The prompt's id.</param>
/// <param name="By">Who answered, or null for the application itself and for the default answer.</param>
/// <param name="Values">The normalized answer, with its secrets encrypted.</param>
public sealed record PromptAnswered(string Prompt, string? By, JsonElement Values) : TaskEvent
{
    /// <summary>Whether the prompt expired and its default answer was used.</summary>
    public bool IsDefault { get; init; }

    /// <summary>
    /// False if the answer arrived while the code was not waiting for it: after a crash, before the new attempt reached the
    /// prompt.
    /// </summary>
    public bool Resumes { get; init; } = true;

    /// <inheritdoc />
    public override TaskState? NextState => Resumes ? TaskState.Running : null;

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this) { Prompt = null };
}

/// <summary>A prompt without a default answer expired.</summary>
/// <param name="Prompt">The prompt's id.</param>
public sealed record PromptExpired(string Prompt) : TaskEvent
{
    /// <summary>False if the code was not waiting for it.</summary>
    public bool Resumes { get; init; } = true;

    /// <inheritdoc />
    public override TaskState? NextState => Resumes ? TaskState.Running : null;

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this) { Prompt = null };
}

/// <summary>Another attempt was requested in a retry prompt.</summary>
/// <param name="Prompt">The prompt's id.</param>
/// <param name="By">Who requested it, or null if the prompt expired and the policy is to retry.</param>
/// <param name="Input">The changed input, or null to use the same one.</param>
public sealed record RetryApproved(string Prompt, string? By, JsonElement? Input = null) : TaskEvent
{
    /// <inheritdoc />
    public override TaskState? NextState => TaskState.Queued;

    /// <inheritdoc />
    internal override TaskSnapshot ApplyTo(TaskSnapshot task) => new(task, this) { Prompt = null, QueuedAt = At };
}
