using BlazorTasks.Forms;
using BlazorTasks.Prompts;
using BlazorTasks.Secrets;

namespace BlazorTasks;

public sealed partial class TaskContext
{
    /// <summary>Asks a person a yes/no question. The task holds neither a thread nor a concurrency slot while it waits.</summary>
    /// <param name="title">The question, up to <see cref="BlazorTasksOptions.MaxPromptTitle"/> characters.</param>
    /// <param name="options">Button labels, default answer, timeout and who may answer.</param>
    /// <exception cref="PromptTimeoutException">Nobody answered in time, and there is no default answer.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public async Task<bool> ConfirmAsync(string title, PromptOptions? options = null) =>
        PromptForms.ValueOf((await AskAsync(
            PromptKind.Confirm,
            title,
            ConfirmForm(title, options),
            options).ConfigureAwait(false)).Values).GetBoolean();

    /// <summary>Asks for approval. The task continues if it is approved, and ends as Declined if it is not.</summary>
    /// <inheritdoc cref="ConfirmAsync" />
    /// <exception cref="TaskDeclinedException">Approval was declined. Do not catch it.</exception>
    public async Task RequireConfirmAsync(string title, PromptOptions? options = null)
    {
        var answer = await AskAsync(PromptKind.Confirm, title, ConfirmForm(title, options), options).ConfigureAwait(false);
        if (!PromptForms.ValueOf(answer.Values).GetBoolean())
        {
            throw new TaskDeclinedException(title, answer.By);
        }
    }

    /// <summary>Asks a person to choose one of several options.</summary>
    /// <param name="title">The question.</param>
    /// <param name="choices">The choices, 1 to <see cref="BlazorTasksOptions.MaxPromptChoices"/>. The value of one of them is
    /// returned.</param>
    /// <param name="options">Default answer, timeout and who may answer.</param>
    /// <inheritdoc cref="ConfirmAsync" path="/exception" />
    public async Task<string> ChooseAsync(string title, IEnumerable<FieldOption> choices, PromptOptions? options = null) =>
        PromptForms.ValueOf((await AskAsync(
            PromptKind.Choice,
            title,
            PromptForms.Choice(title, [.. choices]),
            options).ConfigureAwait(false)).Values).GetString()!;

    /// <inheritdoc cref="ChooseAsync(string, IEnumerable{FieldOption}, PromptOptions?)" />
    public Task<string> ChooseAsync(string title, params string[] choices) =>
        ChooseAsync(title, choices.Select(choice => new FieldOption(choice, choice)));

    /// <summary>
    /// Asks a person to fill in a form defined by a record. Its members become the fields, and their DataAnnotations the
    /// validation rules.
    /// </summary>
    /// <typeparam name="T">A record or class whose members have types that are supported as task parameters.</typeparam>
    /// <param name="title">The question.</param>
    /// <param name="options">Default answer, timeout and who may answer.</param>
    /// <exception cref="NotSupportedException">A member's type is not supported as a field.</exception>
    /// <inheritdoc cref="ConfirmAsync" path="/exception" />
    public async Task<T> AskAsync<T>(string title, PromptOptions? options = null)
    {
        var form = FormBuilder.FromType(typeof(T));
        var answer = await AskAsync(PromptKind.Input, title, form, options).ConfigureAwait(false);
        return FormBinder.Bind<T>(Reveal(form, answer.Values), _task.Runtime.Uploads);
    }

    /// <summary>Asks a person to fill in a form built at run time.</summary>
    /// <param name="title">The question.</param>
    /// <param name="form">The fields, up to <see cref="BlazorTasksOptions.MaxPromptFields"/>.</param>
    /// <param name="options">Default answer, timeout and who may answer.</param>
    /// <returns>The answer, a JSON object that matches the form.</returns>
    /// <inheritdoc cref="ConfirmAsync" path="/exception" />
    public async Task<JsonElement> AskAsync(string title, FormSchema form, PromptOptions? options = null) =>
        Reveal(form, (await AskAsync(PromptKind.Input, title, form, options).ConfigureAwait(false)).Values);

    /// <summary>
    /// A point at which the task can be paused or cancelled. Returns immediately or, if a pause was requested, when the task
    /// is resumed.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public async Task CheckpointAsync()
    {
        CancellationToken.ThrowIfCancellationRequested();
        _attempt.OnCheckpoint();
        await _attempt.Prompts.PauseAsync().ConfigureAwait(false);
    }

    private static FormSchema ConfirmForm(string title, PromptOptions? options) =>
        PromptForms.Confirm(title, options?.Yes ?? PromptOptions.None.Yes, options?.No ?? PromptOptions.None.No);

    private Task<PromptAnswered> AskAsync(PromptKind kind, string title, FormSchema form, PromptOptions? options)
    {
        var (draft, timeout) = PromptLimits.Draft(kind, title, form, options, _task.Runtime.Options, _task.Runtime.Uploads);
        return _attempt.Prompts.AskAsync(Redact(draft), timeout);
    }

    /// <summary>Redacts known secrets in a prompt. The values of choices are preserved because the code expects them.</summary>
    internal Prompt Redact(Prompt draft) => !Live.HasSecrets
        ? draft
        : draft with
        {
            Title = Live.Hide(draft.Title),
            Body = draft.Body is { } body ? Live.Hide(body) : null,
            Form = draft.Form with { Fields = [.. draft.Form.Fields.Select(Redact)] },
        };

    private FormField Redact(FormField field) => field with
    {
        Label = Live.Hide(field.Label),
        Description = field.Description is { } description ? Live.Hide(description) : null,
        Options = [.. field.Options.Select(option => option with { Label = Live.Hide(option.Label) })],
    };

    /// <summary>
    /// Decrypts the secrets in an answer for the code that asked. From then on they are redacted in the task's output.
    /// </summary>
    private JsonElement Reveal(FormSchema form, JsonElement values) =>
        SecretFields.Reveal(form, values, _task.Runtime.Secrets, AddSecret);
}
