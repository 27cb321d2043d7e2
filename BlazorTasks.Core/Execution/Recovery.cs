using System.Globalization;
using BlazorTasks.Definitions;
using BlazorTasks.External;
using BlazorTasks.Storage;
using Microsoft.Extensions.Logging;

namespace BlazorTasks.Execution;

/// <summary>What is done at start about the tasks that an earlier process left: nothing is lost, and nothing is run twice.</summary>
/// <param name="engine">The engine.</param>
/// <param name="lost">The nodes that ended without telling, the newest first.</param>
/// <param name="log">Where it is said what cannot be read.</param>
internal sealed partial class Recovery(TaskEngine engine, IReadOnlyList<TaskNode> lost, ILogger log)
{
    private const int MaxCrashes = 3;

    /// <summary>Shows again what ended a moment ago, and gives every unfinished task a cause to move or an end.</summary>
    public async Task RunAsync()
    {
        var recent = await engine.Store.ListAsync(new TaskQuery { Limit = TaskQuery.MaxLimit }, CancellationToken.None).ConfigureAwait(false);
        foreach (var finished in recent.Items)
        {
            engine.Board.Put(finished);
        }

        engine.Board.Tidy(engine.Time.GetUtcNow());
        await foreach (var left in engine.Store.ListAllAsync(new TaskQuery { Finished = false }).ConfigureAwait(false))
        {
            await TakeUpOrFailAsync(left).ConfigureAwait(false);
        }

        engine.Board.Publish();
    }

    /// <summary>A task of which something cannot be read ends with that; the others are seen to.</summary>
    private async Task TakeUpOrFailAsync(TaskSnapshot left)
    {
        try
        {
            await RehydrateAsync(left).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // one task must not keep the process from starting
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogNotReadable(error, left.Name, left.Id);
            var message = $"What is stored of this task cannot be read, so it does not go on: {error.Message}";
            engine.Rehydrate(left).TryAppend(new TaskFailed(TaskReason.NotReadable, new TaskError(nameof(TaskReason.NotReadable), message)));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} ({Task}) does not go on: what is stored of it cannot be read")]
    private partial void LogNotReadable(Exception error, string name, TaskId task);

    private async Task RehydrateAsync(TaskSnapshot left)
    {
        engine.Board.Put(left);
        var definition = left.Definition is { } name ? engine.Catalog.Find(name) : null;
        var work = definition is not null ? await WorkAsync(engine, left, definition).ConfigureAwait(false)
            : await ExternalStartAsync(engine, left, CancellationToken.None).ConfigureAwait(false) is { } script ? ExternalTaskCoordinator.ToWork(script, engine.Time)
            : null;
        var task = await engine.RehydrateToRunAsync(left, work).ConfigureAwait(false);
        switch (left.State)
        {
            case TaskState.Cancelling:
                task.TryAppend(new TaskCancelled(TaskReason.ByUser, left.CancelRequestedBy));
                break;
            case TaskState.Waiting when left.Prompt is { HoldsCode: false } retry && task.Work.Body is not null:
                engine.OnPromptLeft(task, retry);
                break;
            case TaskState.Starting or TaskState.Running or TaskState.Waiting when task.Policy.Restartable && task.Work.Body is not null:
                RunAgain(task, left);
                break;
            case TaskState.Starting or TaskState.Running or TaskState.Waiting:
                task.TryAppend(new TaskInterrupted(TaskReason.ProcessDied, ExplainCrash(left)));
                break;
            case TaskState.Queued when task.Work.Body is not null:
                engine.Queue.Enqueue(task);
                break;
            case TaskState.Scheduled or TaskState.Backoff when task.Work.Body is not null:
                engine.OnDueLater(task, left.RunAt ?? left.CreatedAt);
                break;
            default:
                task.TryAppend(new TaskFailed(TaskReason.NoHandler, NoHandler(left)));
                break;
        }
    }

    /// <summary>The code of a task of the store, with the input that it was started with.</summary>
    public static async Task<TaskWork> WorkAsync(TaskEngine engine, TaskSnapshot left, TaskDefinition definition)
    {
        if (left.Prompts == 0)
        {
            var first = await engine.Store.EventsAsync(left.Id, 0, 1, EventKinds.All, CancellationToken.None).ConfigureAwait(false);
            return definition.ToWork(first is [TaskCreated created] ? created.Input : null);
        }

        return definition.ToWork((await engine.Store.MilestonesAsync(left.Id).ConfigureAwait(false)).InputOf());
    }

    /// <summary>What is known of the script of a task, or null if it is no external one.</summary>
    public static async Task<ExternalStart?> ExternalStartAsync(TaskEngine engine, TaskSnapshot task, CancellationToken stop) =>
        task.IsExternal
        && await engine.Store.EventsAsync(task.Id, 0, 1, EventKinds.All, stop).ConfigureAwait(false) is [TaskCreated created] ? created.External : null;

    /// <summary>A task whose process was lost three times may be the cause of it.</summary>
    private void RunAgain(MonitoredTask task, TaskSnapshot left)
    {
        var message = ExplainCrash(left);
        if (left.State != TaskState.Waiting && left.CrashCount + 1 >= MaxCrashes)
        {
            task.TryAppend(new TaskFailed(TaskReason.Poison, new TaskError(nameof(TaskReason.Poison), $"{message} That was the {MaxCrashes}rd time, so it is not run again by itself.")));
        }
        else
        {
            task.TryAppend(new TaskLost(TaskReason.ProcessDied, message));
        }
    }

    /// <summary>What is known of the end of the process that ran a task.</summary>
    private string ExplainCrash(TaskSnapshot left)
    {
        var ended = $"The process {left.Node} ended without telling while this task was {left.State}.";
        return lost.FirstOrDefault(node => node.Name == left.Node && node.StartedAt <= left.AttemptStartedAt) is { } node
            ? string.Create(CultureInfo.InvariantCulture, $"{ended} Its last sign of life was at {node.SeenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.")
            : ended;
    }

    private static TaskError NoHandler(TaskSnapshot left) => new(
        nameof(TaskReason.NoHandler),
        left.Definition is { } name
            ? $"This program has no definition '{name}', so the task could not be started after a restart."
            : "The process ended before this task began. Its code was passed as a lambda, which does not survive a restart.");
}
