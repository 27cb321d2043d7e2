using System.Text.Json;
using BlazorTasks.Prompts;
using BlazorTasks.Secrets;
using BlazorTasks.Storage;

namespace BlazorTasks;

public sealed partial class TaskMonitor
{
    /// <summary>Answers an open question of a task. Of several answers the first valid one counts.</summary>
    /// <param name="id">The task.</param>
    /// <param name="promptId">The question; see <see cref="TaskSnapshot.Prompt"/>.</param>
    /// <param name="answer">An object that fits the question's form; for a question with one answer {"value": …}.</param>
    /// <param name="by">Who answers; null for the program itself, which may answer everything.</param>
    /// <returns>Whether it was accepted, and if not, why: who was faster, which field is wrong. Returns after the answer is stored.</returns>
    public async Task<CommandResult> AnswerAsync(TaskId id, string promptId, JsonElement? answer, Person? by = null)
    {
        await OpenAsync().ConfigureAwait(false);
        return (Find(id) is { } live ? await live.AnswerAsync(promptId, answer, by).ConfigureAwait(false) : null)
            ?? await ClosedAsync(id, promptId).ConfigureAwait(false);
    }

    /// <summary>Answers yes or no, or with one of several values.</summary>
    /// <inheritdoc cref="AnswerAsync(TaskId, string, JsonElement?, Person?)" />
    public Task<CommandResult> AnswerAsync(TaskId id, string promptId, object value, Person? by = null) =>
        AnswerAsync(id, promptId, (JsonElement?)PromptForms.Answer(value), by);

    /// <summary>Answers the question whether to try again: yes, with another input.</summary>
    /// <param name="id">The task.</param>
    /// <param name="promptId">The question.</param>
    /// <param name="input">The whole new input, as for a start. A secret that is left out keeps its value.</param>
    /// <param name="by">Who answers.</param>
    /// <returns>Whether it was accepted, and if not, why.</returns>
    public async Task<CommandResult> RetryWithInputAsync(TaskId id, string promptId, JsonElement input, Person? by = null)
    {
        await OpenAsync().ConfigureAwait(false);
        if (Find(id) is not { Snapshot: { Prompt.Kind: PromptKind.Retry } task } live)
        {
            return await ClosedAsync(id, promptId).ConfigureAwait(false);
        }

        if (task.Definition is not { } name || Definitions.Find(name) is not { } definition)
        {
            return CommandResult.NotNow(task, $"The input of {task.Name} cannot be changed: it was started from code, or its definition is gone.");
        }

        var earlier = (await (await StoreAsync().ConfigureAwait(false)).MilestonesAsync(id).ConfigureAwait(false)).InputOf();
        var reading = definition.Form.Read(SecretFields.Keep(definition.Form, input, earlier, _secrets), Uploads);
        if (!reading.IsValid)
        {
            return CommandResult.Invalid(task, reading.Errors);
        }

        if (!TaskJson.IsShallow(reading.Input))
        {
            return CommandResult.Invalid(task, new Dictionary<string, string> { [""] = $"The input is nested deeper than {TaskJson.MaxDepth} levels." });
        }

        var kept = SecretFields.Protect(definition.Form, reading.Input, _secrets);
        return await live.AnswerAsync(promptId, PromptForms.Answer(Prompt.Retry), by, (kept, definition.ToWork(kept, live.Policy))).ConfigureAwait(false)
            ?? await ClosedAsync(id, promptId).ConfigureAwait(false);
    }

    /// <summary>Whether a task has a place at which it can pause: its attempt has come to a checkpoint, so it is likely to come to another.</summary>
    /// <param name="id">The task.</param>
    public bool CanPause(TaskId id) => Find(id) is { HasCheckpoints: true };

    /// <summary>Asks a task to pause at its next checkpoint (<see cref="TaskContext.CheckpointAsync"/>, <see cref="TaskContext.Track{T}(IAsyncEnumerable{T}, long?)"/>).</summary>
    /// <param name="id">The task.</param>
    /// <param name="by">Who asks.</param>
    /// <returns>Whether it was accepted, and if not, why.</returns>
    public async Task<CommandResult> PauseAsync(TaskId id, string? by = null) =>
        Find(id) is { } live ? await live.PauseAsync(by ?? Person.System).ConfigureAwait(false)
        : await GetAsync(id).ConfigureAwait(false) is { } ended ? CommandResult.AlreadyFinal(ended) : CommandResult.NotFound(id);

    /// <summary>Lets a paused task go on, or takes back the wish to pause it.</summary>
    /// <param name="id">The task.</param>
    /// <param name="by">Who asks.</param>
    /// <returns>Whether it was accepted, and if not, why.</returns>
    public async Task<CommandResult> ResumeAsync(TaskId id, Person? by = null) => Find(id) switch
    {
        { Snapshot.Prompt: { Kind: PromptKind.Pause } pause } => await AnswerAsync(id, pause.Id, (object)Prompt.Resume, by).ConfigureAwait(false),
        { Snapshot.PauseRequestedBy: not null } live => await live.PauseAsync(null).ConfigureAwait(false),
        { } live => CommandResult.NotNow(live.Snapshot, $"{live.Snapshot.Name} is not paused."),
        null => await GetAsync(id).ConfigureAwait(false) is { } ended ? CommandResult.AlreadyFinal(ended) : CommandResult.NotFound(id),
    };

    /// <summary>Why a question cannot be answered any more: who answered what, when.</summary>
    private async Task<CommandResult> ClosedAsync(TaskId id, string promptId)
    {
        if (await GetAsync(id).ConfigureAwait(false) is not { } task)
        {
            return CommandResult.NotFound(id);
        }

        var milestones = await (await StoreAsync().ConfigureAwait(false)).MilestonesAsync(id).ConfigureAwait(false);
        var prompt = milestones.OfType<PromptAsked>().LastOrDefault(asked => asked.Prompt.Id == promptId)?.Prompt;
        var answer = milestones.LastOrDefault(happened => happened is PromptAnswered answered && answered.Prompt == promptId || happened is RetryApproved retry && retry.Prompt == promptId);
        return (prompt, answer) switch
        {
            (null, _) => new CommandResult(CommandOutcome.PromptClosed, $"{task.Name} asked no question {promptId}.", task),
            (_, PromptAnswered { IsDefault: true }) => new CommandResult(CommandOutcome.PromptClosed, $"The time for \"{prompt.Title}\" was over, and its default was taken.", task),
            (_, PromptAnswered done) => Already(prompt, done.By, prompt.Say(done.Values)),
            (_, RetryApproved retry) => Already(prompt, retry.By, "Retry"),
            _ => new CommandResult(CommandOutcome.PromptClosed, $"\"{prompt.Title}\" is no longer open: {task.Name} is {task.State}.", task),
        };

        CommandResult Already(Prompt asked, string? by, string what) =>
            new(CommandOutcome.AlreadyAnswered, $"{by ?? "The program"} answered \"{asked.Title}\" with {what}.", task);
    }
}
