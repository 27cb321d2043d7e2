using System.Text.Json;
using BlazorTasks.Forms;
using BlazorTasks.Prompts;
using BlazorTasks.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks;

public sealed partial class TaskContext
{
    /// <summary>Asks a person yes or no. The task waits without holding a thread or a slot, however long that takes.</summary>
    /// <param name="title">The question, up to <see cref="BlazorTasksOptions.MaxPromptTitle"/> characters.</param>
    /// <param name="options">Words on the buttons, default, time, who may answer.</param>
    /// <exception cref="PromptTimeoutException">Nobody answered in time, and there is no default.</exception>
    /// <exception cref="OperationCanceledException">The task was asked to stop.</exception>
    public async Task<bool> ConfirmAsync(string title, PromptOptions? options = null) =>
        PromptForms.ValueOf((await AskAsync(PromptKind.Confirm, title, ConfirmForm(title, options), options).ConfigureAwait(false)).Values).GetBoolean();

    /// <summary>Asks for something that the task cannot do without: it goes on after a yes, and ends Declined after a no.</summary>
    /// <inheritdoc cref="ConfirmAsync" />
    /// <exception cref="TaskDeclinedException">The answer was no. Let it through.</exception>
    public async Task RequireConfirmAsync(string title, PromptOptions? options = null)
    {
        var answer = await AskAsync(PromptKind.Confirm, title, ConfirmForm(title, options), options).ConfigureAwait(false);
        if (!PromptForms.ValueOf(answer.Values).GetBoolean())
        {
            throw new TaskDeclinedException(title, answer.By);
        }
    }

    /// <summary>Asks a person to choose one of several things.</summary>
    /// <param name="title">The question.</param>
    /// <param name="choices">What to choose from, 1 to <see cref="BlazorTasksOptions.MaxPromptChoices"/>; the value that comes back is one of these.</param>
    /// <param name="options">Default, time, who may answer.</param>
    /// <inheritdoc cref="ConfirmAsync" path="/exception" />
    public async Task<string> ChooseAsync(string title, IEnumerable<FieldOption> choices, PromptOptions? options = null) =>
        PromptForms.ValueOf((await AskAsync(PromptKind.Choice, title, PromptForms.Choice(title, [.. choices]), options).ConfigureAwait(false)).Values).GetString()!;

    /// <inheritdoc cref="ChooseAsync(string, IEnumerable{FieldOption}, PromptOptions?)" />
    public Task<string> ChooseAsync(string title, params string[] choices) => ChooseAsync(title, choices.Select(choice => new FieldOption(choice, choice)));

    /// <summary>Asks a person to fill in a form made of a record: its members become the fields, their DataAnnotations the rules.</summary>
    /// <typeparam name="T">A record or class whose members have types that a parameter of a task can have.</typeparam>
    /// <param name="title">The question.</param>
    /// <param name="options">Default, time, who may answer.</param>
    /// <exception cref="NotSupportedException">A member has a type for which there is no field.</exception>
    /// <inheritdoc cref="ConfirmAsync" path="/exception" />
    public async Task<T> AskAsync<T>(string title, PromptOptions? options = null)
    {
        var form = FormBuilder.FromType(typeof(T));
        var answer = await AskAsync(PromptKind.Input, title, form, options).ConfigureAwait(false);
        return FormBinder.Bind<T>(Reveal(form, answer.Values), Services.GetService<UploadStore>());
    }

    /// <summary>Asks a person to fill in a form made at run time.</summary>
    /// <param name="title">The question.</param>
    /// <param name="form">The fields, up to <see cref="BlazorTasksOptions.MaxPromptFields"/>.</param>
    /// <param name="options">Default, time, who may answer.</param>
    /// <returns>The answer: a JSON object that fits the form.</returns>
    /// <inheritdoc cref="ConfirmAsync" path="/exception" />
    public async Task<JsonElement> AskAsync(string title, FormSchema form, PromptOptions? options = null) =>
        Reveal(form, (await AskAsync(PromptKind.Input, title, form, options).ConfigureAwait(false)).Values);

    /// <summary>A place where the task can be paused and stopped: returns at once, or, after someone asked it to pause, when someone lets it go on.</summary>
    /// <exception cref="OperationCanceledException">The task was asked to stop.</exception>
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
        options ??= PromptOptions.None;
        var timeout = PromptLimits.Check(title, form, options, _task.Engine.Options);
        var draft = new Prompt("", kind, title)
        {
            Body = options.Body,
            Form = form,
            For = options.For,
            Default = PromptLimits.DefaultOf(kind, form, options.Default, Services.GetService<UploadStore>()),
        };
        return _attempt.Prompts.AskAsync(Redact(draft), timeout);
    }

    /// <summary>A question without the secrets that the task knows. What can be chosen keeps its value, which the code waits for.</summary>
    internal Prompt Redact(Prompt draft) => draft with
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

    /// <summary>The answer with its secrets readable, for the code that asked; from here on they are hidden in what it says.</summary>
    private JsonElement Reveal(FormSchema form, JsonElement values) =>
        SecretFields.Reveal(form, values, Services.GetRequiredService<ISecretProtector>(), AddSecret);
}
