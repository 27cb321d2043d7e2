using BlazorTasks.Cluster;
using BlazorTasks.Forms;
using BlazorTasks.Secrets;

namespace BlazorTasks;

/// <content>Commands that the node which runs the task carries out: this one, or another.</content>
public sealed partial class TaskMonitor
{
    /// <summary>
    /// Changes the priority of a task that has not started yet: queued, scheduled, or between two attempts. On any node, if
    /// several processes use the store.
    /// </summary>
    /// <param name="id">The task's id.</param>
    /// <param name="priority">The priority. Higher values run first; 0 is normal.</param>
    /// <param name="by">Who changes it.</param>
    /// <returns>Whether the priority was changed and, if not, why.</returns>
    public async Task<CommandResult> SetPriorityAsync(TaskId id, int priority, string? by = null) =>
        await RunAsync(id, new NodeCommand(NodeCommandKind.SetPriority) { Priority = priority, By = by }).ConfigureAwait(false)
            ?? await EndedAsync(id).ConfigureAwait(false);

    /// <summary>Runs a command wherever its task is.</summary>
    /// <returns>The result, or null if the task does not exist or has finished.</returns>
    private async Task<CommandResult?> RunAsync(TaskId id, NodeCommand command)
    {
        await OpenAsync().ConfigureAwait(false);
        return _engine.Runtime.Live.FindOwned(id) is { } live ? await ExecuteAsync(live, command).ConfigureAwait(false)
            : _engine.Runtime.Cluster is { } cluster ? await cluster.Commands.RunAsync(id, command).ConfigureAwait(false)
            : null;
    }

    /// <summary>Carries out a command for a task that this process owns.</summary>
    private async Task<CommandResult> ExecuteAsync(MonitoredTask task, NodeCommand command) => command.Kind switch
    {
        NodeCommandKind.Cancel => await task.CancelAsync(command.By).ConfigureAwait(false),
        NodeCommandKind.Pause => await task.PauseAsync(command.By ?? Person.System).ConfigureAwait(false),
        NodeCommandKind.SetPriority => await task.SetPriorityAsync(command.Priority, command.By).ConfigureAwait(false),
        NodeCommandKind.Resume => await ResumeAsync(task, command.Person?.ToPerson()).ConfigureAwait(false),
        NodeCommandKind.Report => await CarryOutAsync(task, command.Report!).ConfigureAwait(false),
        NodeCommandKind.RetryWithInput => await RetryWithInputAsync(task, command).ConfigureAwait(false),
        _ => await task.AnswerAsync(command.PromptId!, Unseal(command, task.Snapshot.Prompt?.Form), command.Person?.ToPerson())
            .ConfigureAwait(false) ?? await ClosedAsync(task.Id, command.PromptId!).ConfigureAwait(false),
    };

    private async Task<CommandResult> ResumeAsync(MonitoredTask task, Person? by) => task.Snapshot switch
    {
        { Prompt: { Kind: PromptKind.Pause } pause } =>
            await task.AnswerAsync(pause.Id, Prompts.PromptForms.Answer(Prompt.Resume), by).ConfigureAwait(false)
                ?? await ClosedAsync(task.Id, pause.Id).ConfigureAwait(false),
        { PauseRequestedBy: not null } => await task.PauseAsync(null, by?.Name).ConfigureAwait(false),
        var running => CommandResult.NotNow(running, $"{running.Name} is not paused."),
    };

    private async Task<CommandResult> EndedAsync(TaskId id) =>
        await GetAsync(id).ConfigureAwait(false) is { } ended ? CommandResult.AlreadyFinal(ended) : CommandResult.NotFound(id);

    /// <summary>Encrypts the secrets of a command that is stored on its way to another node.</summary>
    private async Task<NodeCommand> SealAsync(TaskId id, NodeCommand command, Func<TaskSnapshot, FormSchema?> formOf)
    {
        if (_engine.Runtime.Cluster is null
            || _engine.Runtime.Live.FindOwned(id) is not null
            || command.Values is not { ValueKind: JsonValueKind.Object } values
            || await GetAsync(id).ConfigureAwait(false) is not { } task
            || formOf(task) is not { } form)
        {
            return command;
        }

        return command with { Values = SecretFields.Protect(form, values, _secrets), IsSealed = true };
    }

    private JsonElement? Unseal(NodeCommand command, FormSchema? form) =>
        command is { IsSealed: true, Values: { } values } && form is not null
        ? SecretFields.Reveal(form, values, _secrets, secret => secret)
        : command.Values;
}
