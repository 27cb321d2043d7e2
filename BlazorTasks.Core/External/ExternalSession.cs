using BlazorTasks.Execution;
using BlazorTasks.Forms;
using BlazorTasks.Prompts;
using BlazorTasks.Secrets;

namespace BlazorTasks;

/// <summary>
/// A call of the script of an external task: reports and reads. While a call is open, no heartbeat is required. See
/// <see cref="TaskMonitor.OpenExternalAsync"/>.
/// </summary>
public abstract class ExternalSession : IDisposable
{
    private readonly TaskRuntime _runtime;

    private protected ExternalSession(TaskRuntime runtime) => _runtime = runtime;

    /// <summary>Gets the current snapshot of the task.</summary>
    public abstract TaskSnapshot Task { get; }

    /// <summary>Gets the maximum time between two calls.</summary>
    public abstract TimeSpan Heartbeat { get; }

    /// <summary>Gets whether the script should stop.</summary>
    public virtual bool IsCancelRequested => Task.State == TaskState.Cancelling;

    /// <inheritdoc cref="TaskContext.Report(double?, string?)" />
    public abstract void Report(double? progress, string? status = null);

    /// <summary>Writes a line to the task's log. A warning makes the task succeed with warnings.</summary>
    public abstract void Log(LogLevel level, string text);

    /// <summary>Passes on what was reported, if the task runs on another node. To be called at the end of each call.</summary>
    /// <returns>Whether the task has received it and, if not, why.</returns>
    public virtual Task<CommandResult> SendAsync() => System.Threading.Tasks.Task.FromResult(CommandResult.Accepted(Task));

    /// <summary>Reports that the script has succeeded.</summary>
    /// <param name="result">The result, or null.</param>
    /// <param name="cancellationToken">Cancels waiting, not the task.</param>
    /// <returns>How the task ended. Rejected if it had already finished.</returns>
    public abstract Task<CommandResult> CompleteAsync(JsonElement? result, CancellationToken cancellationToken = default);

    /// <summary>Reports that the script has failed or, after a cancellation request, that it has stopped.</summary>
    /// <param name="error">What went wrong, as a message for users.</param>
    /// <param name="cancellationToken">Cancels waiting, not the task.</param>
    /// <returns>How the task ended. Rejected if it had already finished.</returns>
    public abstract Task<CommandResult> FailAsync(string error, CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens a prompt. The answer is read with <see cref="ReadAnswerAsync"/>. A task can have one open prompt at a time.
    /// </summary>
    /// <param name="kind">The kind of prompt: yes/no, a choice, or a form.</param>
    /// <param name="title">The question.</param>
    /// <param name="form">The fields of a form. For the other kinds, the single field "value".</param>
    /// <param name="options">Body, default answer, timeout and who may answer.</param>
    /// <returns>Whether the prompt was opened (<see cref="CommandResult.PromptId"/>) and, if not, why.</returns>
    /// <exception cref="ArgumentException">The prompt is invalid. The message explains why.</exception>
    public Task<CommandResult> AskAsync(PromptKind kind, string title, FormSchema form, PromptOptions? options = null)
    {
        var (draft, timeout) = PromptLimits.Draft(kind, title, form, options, _runtime.Options, _runtime.Uploads);
        return PutAsync(draft, timeout);
    }

    /// <inheritdoc cref="AskAsync(PromptKind, string, FormSchema, PromptOptions?)" />
    public Task<CommandResult> ConfirmAsync(string title, PromptOptions? options = null) =>
        AskAsync(
            PromptKind.Confirm,
            title,
            PromptForms.Confirm(title, (options ?? PromptOptions.None).Yes, (options ?? PromptOptions.None).No),
            options);

    /// <inheritdoc cref="AskAsync(PromptKind, string, FormSchema, PromptOptions?)" />
    public Task<CommandResult> ChooseAsync(string title, IReadOnlyList<FieldOption> choices, PromptOptions? options = null) =>
        AskAsync(PromptKind.Choice, title, PromptForms.Choice(title, choices), options);

    /// <summary>Returns the status of a prompt of this task, or null if it does not exist.</summary>
    public async Task<ExternalAnswer?> ReadAnswerAsync(string prompt, CancellationToken cancellationToken = default)
    {
        var isOpen = Task.Prompt?.Id == prompt; // read first: once a prompt is closed, its answer is in the milestones
        var milestones = await _runtime.Store.MilestonesAsync(Task.Id, cancellationToken).ConfigureAwait(false);
        if (milestones.OfType<PromptAsked>().LastOrDefault(asked => asked.Prompt.Id == prompt)?.Prompt is not { } question)
        {
            return null;
        }

        if (milestones.OfType<PromptAnswered>().LastOrDefault(answered => answered.Prompt == prompt) is { } answer)
        {
            await LearnSecretsAsync(question, answer).ConfigureAwait(false);
            var values = SecretFields.Reveal(question.Form, answer.Values, _runtime.Secrets, secret => secret);
            return new ExternalAnswer(question, answer.IsDefault ? PromptStatus.Default : PromptStatus.Answered, values, answer.By);
        }

        return new ExternalAnswer(
            question,
            milestones.Any(taskEvent => taskEvent is PromptExpired expired && expired.Prompt == prompt) ? PromptStatus.Expired
            : isOpen ? PromptStatus.Open : PromptStatus.Closed,
            null,
            null);
    }

    /// <summary>Opens a prompt.</summary>
    internal abstract Task<CommandResult> PutAsync(Prompt draft, TimeSpan timeout);

    /// <summary>Ends the call. The next one must follow within the heartbeat interval.</summary>
    public void Dispose()
    {
        EndCall();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes sure that the secrets of an answer do not appear in the log of the task.</summary>
    private protected abstract Task LearnSecretsAsync(Prompt prompt, PromptAnswered answer);

    private protected abstract void EndCall();
}

/// <summary>The status of a prompt.</summary>
public enum PromptStatus
{
    /// <summary>The prompt is waiting for its answer.</summary>
    Open,

    /// <summary>The prompt was answered.</summary>
    Answered,

    /// <summary>The prompt expired, and its default answer was used.</summary>
    Default,

    /// <summary>The prompt expired without a default answer.</summary>
    Expired,

    /// <summary>Cancellation of its task was requested.</summary>
    Closed,
}

/// <summary>A prompt of a script and its status.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Status">Its status.</param>
/// <param name="Values">The answer with its secrets decrypted, or null.</param>
/// <param name="By">Who answered.</param>
public sealed record ExternalAnswer(Prompt Prompt, PromptStatus Status, JsonElement? Values, string? By);
