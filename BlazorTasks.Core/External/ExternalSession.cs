using System.Text.Json;
using BlazorTasks.External;
using BlazorTasks.Forms;
using BlazorTasks.Prompts;
using BlazorTasks.Secrets;
using BlazorTasks.Storage;
using Microsoft.Extensions.Logging;

namespace BlazorTasks;

/// <summary>
/// One call of the script of an external task: what it may say, and what it is told. As long as a call is open, the
/// script is not silent; see <see cref="TaskMonitor.OpenExternalAsync"/>.
/// </summary>
public sealed class ExternalSession : IDisposable
{
    private readonly MonitoredTask _task;
    private readonly ExternalTaskCoordinator _desk;
    private readonly TaskContext _context;

    internal ExternalSession(MonitoredTask task, ExternalTaskCoordinator desk, TaskContext context) => (_task, _desk, _context) = (task, desk, context);

    /// <summary>The task as everyone sees it.</summary>
    public TaskSnapshot Task => _task.Snapshot;

    /// <summary>The longest silence between two calls.</summary>
    public TimeSpan Heartbeat => _desk.Start.Heartbeat;

    /// <summary>Whether the script should stop.</summary>
    public bool IsCancelRequested => _task.State == TaskState.Cancelling || Task.State == TaskState.Cancelling;

    /// <inheritdoc cref="TaskContext.Report(double?, string?)" />
    public void Report(double? progress, string? status = null) => _context.Report(progress, status);

    /// <summary>Writes a line into the task's log; a warning makes its success one with warnings.</summary>
    public void Log(LogLevel level, string text)
    {
        if (level == LogLevel.Warning)
        {
            _context.Warn(text);
        }
        else
        {
            _context.Log(level, text);
        }
    }

    /// <summary>The script has done its work.</summary>
    /// <param name="result">What came of it, or nothing.</param>
    /// <param name="cancellationToken">Ends the waiting, not the task.</param>
    /// <returns>How the task ended; refused when it had ended before.</returns>
    public Task<CommandResult> CompleteAsync(JsonElement? result, CancellationToken cancellationToken = default) =>
        EndAsync(_desk.TryComplete(result), cancellationToken);

    /// <summary>The script has failed. After it was asked to stop, this is how it says that it has.</summary>
    /// <param name="error">What went wrong, for people.</param>
    /// <param name="cancellationToken">Ends the waiting, not the task.</param>
    /// <returns>How the task ended; refused when it had ended before.</returns>
    public Task<CommandResult> FailAsync(string error, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(error);
        var asked = IsCancelRequested;
        if (asked)
        {
            _context.Log(error);
        }

        return EndAsync(_desk.TryFail(error, asked), cancellationToken);
    }

    /// <summary>Asks a person. The answer is read with <see cref="ReadAnswerAsync"/>; a task has one open question at a time.</summary>
    /// <param name="kind">Yes or no, one of several things, or a form.</param>
    /// <param name="title">The question.</param>
    /// <param name="form">The fields of a form; for the other kinds the one field "value".</param>
    /// <param name="options">Body, default, time, who may answer.</param>
    /// <returns>Whether it was asked (<see cref="CommandResult.PromptId"/>), and if not, why.</returns>
    /// <exception cref="ArgumentException">Something in it is not allowed; the message says what.</exception>
    public Task<CommandResult> AskAsync(PromptKind kind, string title, FormSchema form, PromptOptions? options = null)
    {
        options ??= PromptOptions.None;
        var timeout = PromptLimits.Check(title, form, options, _task.Engine.Options);
        var draft = new Prompt("", kind, title)
        {
            Body = options.Body,
            Form = form,
            For = options.For,
            Default = PromptLimits.DefaultOf(kind, form, options.Default, _task.Engine.Uploads),
        };
        return _context.PutAsync(_context.Redact(draft), timeout);
    }

    /// <inheritdoc cref="AskAsync(PromptKind, string, FormSchema, PromptOptions?)" />
    public Task<CommandResult> ConfirmAsync(string title, PromptOptions? options = null) =>
        AskAsync(PromptKind.Confirm, title, PromptForms.Confirm(title, (options ?? PromptOptions.None).Yes, (options ?? PromptOptions.None).No), options);

    /// <inheritdoc cref="AskAsync(PromptKind, string, FormSchema, PromptOptions?)" />
    public Task<CommandResult> ChooseAsync(string title, IReadOnlyList<FieldOption> choices, PromptOptions? options = null) =>
        AskAsync(PromptKind.Choice, title, PromptForms.Choice(title, choices), options);

    /// <summary>What became of a question of this task, or null if it asked none with this id.</summary>
    public async Task<ExternalAnswer?> ReadAnswerAsync(string prompt, CancellationToken cancellationToken = default)
    {
        var isOpen = Task.Prompt?.Id == prompt; // looked at first: what is not open any more has its answer in the milestones
        var milestones = await _task.Engine.Store.MilestonesAsync(_task.Id, cancellationToken).ConfigureAwait(false);
        if (milestones.OfType<PromptAsked>().LastOrDefault(asked => asked.Prompt.Id == prompt)?.Prompt is not { } question)
        {
            return null;
        }

        if (milestones.OfType<PromptAnswered>().LastOrDefault(answered => answered.Prompt == prompt) is { } answer)
        {
            var values = SecretFields.Reveal(question.Form, answer.Values, _task.Engine.Secrets, _context.AddSecret);
            return new ExternalAnswer(question, answer.IsDefault ? PromptStatus.Default : PromptStatus.Answered, values, answer.By);
        }

        return new ExternalAnswer(
            question,
            milestones.Any(happened => happened is PromptExpired expired && expired.Prompt == prompt) ? PromptStatus.Expired
            : isOpen ? PromptStatus.Open : PromptStatus.Closed,
            null,
            null);
    }

    /// <summary>The call is over: from now on the script may be silent for as long as its heartbeat.</summary>
    public void Dispose() => _desk.EndCall();

    private async Task<CommandResult> EndAsync(bool isFirst, CancellationToken stop)
    {
        await ((Task)_task.Completion).WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
        return isFirst ? CommandResult.Accepted(Task) : CommandResult.AlreadyFinal(Task);
    }
}

/// <summary>What became of a question.</summary>
public enum PromptStatus
{
    /// <summary>It waits for its answer.</summary>
    Open,

    /// <summary>Somebody answered.</summary>
    Answered,

    /// <summary>Nobody answered in time, and its default was taken.</summary>
    Default,

    /// <summary>Nobody answered in time, and it has no default.</summary>
    Expired,

    /// <summary>Its task was asked to stop.</summary>
    Closed,
}

/// <summary>A question of a script and what became of it.</summary>
/// <param name="Prompt">The question.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Values">The answer, secrets readable, or null.</param>
/// <param name="By">Who answered.</param>
public sealed record ExternalAnswer(Prompt Prompt, PromptStatus Status, JsonElement? Values, string? By);
