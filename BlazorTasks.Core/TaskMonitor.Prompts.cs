using BlazorTasks.Cluster;
using BlazorTasks.Prompts;
using BlazorTasks.Secrets;

namespace BlazorTasks;

public sealed partial class TaskMonitor
{
    /// <summary>Answers an open prompt of a task. The first valid answer wins.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="promptId">The prompt's id. See <see cref="TaskSnapshot.Prompt"/>.</param>
    /// <param name="answer">A JSON object that matches the prompt's form. For a single value: {"value": …}.</param>
    /// <param name="by">Who answers, or null for the application itself, which may answer every prompt.</param>
    /// <returns>Whether the answer was accepted and, if not, why: for example who answered first, or which field is invalid.
    /// Returns after the answer is stored.</returns>
    public async Task<CommandResult> AnswerAsync(TaskId id, string promptId, JsonElement? answer, Person? by = null)
    {
        await OpenAsync().ConfigureAwait(false);
        var command = new NodeCommand(NodeCommandKind.Answer) { PromptId = promptId, Values = answer, Person = NodePerson.Of(by) };
        return await RunAsync(id, await SealAsync(id, command, task => task.Prompt?.Form).ConfigureAwait(false)).ConfigureAwait(false)
            ?? await ClosedAsync(id, promptId).ConfigureAwait(false);
    }

    /// <summary>Answers a yes/no question, or chooses one of several options.</summary>
    /// <inheritdoc cref="AnswerAsync(TaskId, string, JsonElement?, Person?)" />
    public Task<CommandResult> AnswerAsync(TaskId id, string promptId, object value, Person? by = null) =>
        AnswerAsync(id, promptId, (JsonElement?)PromptForms.Answer(value), by);

    /// <summary>Answers a retry prompt with yes and a changed input.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="promptId">The prompt's id.</param>
    /// <param name="input">The complete new input, as for a start. Secrets that are omitted keep their values.</param>
    /// <param name="by">Who answers.</param>
    /// <returns>Whether the answer was accepted and, if not, why.</returns>
    public async Task<CommandResult> RetryWithInputAsync(TaskId id, string promptId, JsonElement input, Person? by = null)
    {
        await OpenAsync().ConfigureAwait(false);
        var command = new NodeCommand(NodeCommandKind.RetryWithInput) { PromptId = promptId, Values = input, Person = NodePerson.Of(by) };
        var form = (TaskSnapshot task) => task.Definition is { } name ? Definitions.Find(name)?.Form : null;
        return await RunAsync(id, await SealAsync(id, command, form).ConfigureAwait(false)).ConfigureAwait(false)
            ?? await ClosedAsync(id, promptId).ConfigureAwait(false);
    }

    private async Task<CommandResult> RetryWithInputAsync(MonitoredTask live, NodeCommand command)
    {
        var (id, promptId, by, task) = (live.Id, command.PromptId!, command.Person?.ToPerson(), live.Snapshot);
        if (task.Prompt?.Kind != PromptKind.Retry)
        {
            return await ClosedAsync(id, promptId).ConfigureAwait(false);
        }

        if (task.Definition is not { } name || Definitions.Find(name) is not { } definition)
        {
            return CommandResult.NotNow(
                task,
                $"The input of {task.Name} cannot be changed: it was started from code, or its definition no longer exists.");
        }

        var input = Unseal(command, definition.Form)!.Value;
        var earlier = (await (await StoreAsync().ConfigureAwait(false)).MilestonesAsync(id).ConfigureAwait(false)).InputOf();
        var reading = definition.Form.Read(SecretFields.Keep(definition.Form, input, earlier, _secrets), Uploads);
        if (!reading.IsValid)
        {
            return CommandResult.Invalid(task, reading.Errors);
        }

        if (!TaskJson.IsShallow(reading.Input))
        {
            return CommandResult.Invalid(
                task,
                new Dictionary<string, string> { [""] = $"The input is nested deeper than {TaskJson.MaxDepth} levels." });
        }

        var stored = SecretFields.Protect(definition.Form, reading.Input, _secrets);
        return await live.AnswerAsync(
            promptId,
            PromptForms.Answer(Prompt.Retry),
            by,
            (stored, definition.ToWork(stored, live.Policy))).ConfigureAwait(false)
            ?? await ClosedAsync(id, promptId).ConfigureAwait(false);
    }

    /// <summary>
    /// Requests a pause at the task's next checkpoint (<see cref="TaskContext.CheckpointAsync"/>,
    /// <see cref="TaskContext.Track{T}(IAsyncEnumerable{T}, long?)"/>).
    /// </summary>
    /// <param name="id">The task's id.</param>
    /// <param name="by">Who requests it.</param>
    /// <returns>Whether the request was accepted and, if not, why.</returns>
    public async Task<CommandResult> PauseAsync(TaskId id, string? by = null) =>
        await RunAsync(id, new NodeCommand(NodeCommandKind.Pause) { By = by }).ConfigureAwait(false)
            ?? await EndedAsync(id).ConfigureAwait(false);

    /// <summary>Resumes a paused task, or withdraws a pause request.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="by">Who requests it.</param>
    /// <returns>Whether the request was accepted and, if not, why.</returns>
    public async Task<CommandResult> ResumeAsync(TaskId id, Person? by = null) =>
        await RunAsync(id, new NodeCommand(NodeCommandKind.Resume) { Person = NodePerson.Of(by) }).ConfigureAwait(false)
            ?? await EndedAsync(id).ConfigureAwait(false);

    /// <summary>Explains why a prompt can no longer be answered: who answered it, with what, and when.</summary>
    internal async Task<CommandResult> ClosedAsync(TaskId id, string promptId)
    {
        if (await GetAsync(id).ConfigureAwait(false) is not { } task)
        {
            return CommandResult.NotFound(id);
        }

        var milestones = await (await StoreAsync().ConfigureAwait(false)).MilestonesAsync(id).ConfigureAwait(false);
        var prompt = milestones.OfType<PromptAsked>().LastOrDefault(asked => asked.Prompt.Id == promptId)?.Prompt;
        var answer = milestones.LastOrDefault(
            taskEvent => taskEvent is PromptAnswered answered && answered.Prompt == promptId
                || taskEvent is RetryApproved retry && retry.Prompt == promptId);
        return (prompt, answer) switch
        {
            (null, _) => new CommandResult(CommandOutcome.PromptClosed, $"{task.Name} has no prompt \"{promptId}\".", task),
            (_, PromptAnswered { IsDefault: true }) =>
                new CommandResult(CommandOutcome.PromptClosed, $"\"{prompt.Title}\" expired, and its default answer was used.", task),
            (_, PromptAnswered done) => Already(prompt, done.By, prompt.Say(done.Values)),
            (_, RetryApproved retry) => Already(prompt, retry.By, "Retry"),
            _ => new CommandResult(
                CommandOutcome.PromptClosed,
                $"\"{prompt.Title}\" is no longer open: {task.Name} is {task.State}.",
                task),
        };

        CommandResult Already(Prompt asked, string? by, string what) =>
            new(CommandOutcome.AlreadyAnswered, $"{by ?? "The application"} answered \"{asked.Title}\" with {what}.", task);
    }
}
