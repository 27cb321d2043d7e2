using BlazorTasks.Definitions;
using BlazorTasks.External;

namespace BlazorTasks.Execution;

/// <summary>Makes stored tasks live again, with the work and the log that they had.</summary>
internal sealed class Rehydration(TaskRuntime runtime)
{
    /// <summary>Makes a stored task live again in order to change it.</summary>
    public MonitoredTask Rehydrate(TaskSnapshot snapshot, TaskWork? work = null)
    {
        var task = runtime.Live.GetOrAdd(snapshot.Id, () => new MonitoredTask<object?>(runtime, snapshot, work ?? TaskWork.Missing));
        task.Adopt(snapshot, work);
        return task;
    }

    /// <summary>Makes a task that waits for any node live in order to change it. It waits for any node again afterwards.</summary>
    public MonitoredTask RehydrateWaiting(TaskSnapshot snapshot) =>
        Rehydrate(snapshot, runtime.Live.FindFollowed(snapshot.Id) is { Work.IsPortable: true } ? null : TaskWork.Elsewhere);

    /// <summary>Makes a stored task live again in order to run it. Its log is continued.</summary>
    public async Task<MonitoredTask> RehydrateToRunAsync(TaskSnapshot snapshot, TaskWork? work)
    {
        var window = await LogWindow.OfAsync(runtime.Store, snapshot, runtime.Options.MaxLinesKept).ConfigureAwait(false);
        var task = Rehydrate(snapshot, work);
        task.RememberLog(window);
        return task;
    }

    /// <summary>Returns the work of a stored task, with the input that it was started with.</summary>
    public async Task<TaskWork> WorkAsync(TaskSnapshot stored, TaskDefinition definition)
    {
        if (stored.Prompts == 0)
        {
            return definition.ToWork((await FirstEventAsync(stored, CancellationToken.None).ConfigureAwait(false))?.Input);
        }

        var milestones = await runtime.Store.MilestonesAsync(stored.Id).ConfigureAwait(false);
        ThrowIfUnreadable(milestones);
        return definition.ToWork(milestones.InputOf());
    }

    /// <summary>
    /// Returns the work of a stored task, or null if this process does not know its definition. A task of an unknown
    /// definition waits for a node that knows it, if there may be several nodes.
    /// </summary>
    public async Task<TaskWork?> FindWorkAsync(TaskSnapshot stored, TaskCatalog catalog)
    {
        if (stored.IsExternal)
        {
            return await ExternalStartAsync(stored, CancellationToken.None).ConfigureAwait(false) is { } script
                ? ExternalTaskCoordinator.ToWork(script, runtime.Time)
                : null;
        }

        if (stored.Definition is not { } name || catalog.Find(name) is not { } definition)
        {
            return stored.Definition is null ? null : TaskWork.Elsewhere;
        }

        var isKnown = stored.Prompts == 0 && runtime.Live.FindFollowed(stored.Id) is { Work: { Body: not null, IsPortable: true } };
        return isKnown ? null : await WorkAsync(stored, definition).ConfigureAwait(false);
    }

    /// <summary>Returns the start data of an external task, or null for other tasks.</summary>
    public async Task<ExternalStart?> ExternalStartAsync(TaskSnapshot stored, CancellationToken stop) =>
        stored.IsExternal ? (await FirstEventAsync(stored, stop).ConfigureAwait(false))?.External : null;

    private async Task<TaskCreated?> FirstEventAsync(TaskSnapshot stored, CancellationToken stop)
    {
        var events = await runtime.Store.EventsAsync(stored.Id, 0, 1, EventKinds.All, stop).ConfigureAwait(false);
        ThrowIfUnreadable(events);
        return events is [TaskCreated created] ? created : null;
    }

    /// <summary>Work must not run with an input other than its own: what cannot be read may have been the input.</summary>
    private static void ThrowIfUnreadable(IReadOnlyList<TaskEvent> events)
    {
        if (events.OfType<UnreadableEvent>().FirstOrDefault() is { } unreadable)
        {
            throw new JsonException($"Event {unreadable.Seq} cannot be read: {unreadable.Reason}");
        }
    }
}
