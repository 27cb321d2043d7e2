using BlazorTasks.Cluster;
using BlazorTasks.External;

namespace BlazorTasks;

public sealed partial class TaskMonitor
{
    /// <summary>
    /// Starts a task whose work is done by an external script that reports with a token (docs/scripts.md). It does not use a
    /// concurrency slot and outlives this process: the script continues and reconnects to its task after a restart.
    /// </summary>
    /// <param name="name">The display name.</param>
    /// <param name="heartbeat">The maximum time between two calls of the script, from
    /// <see cref="ExternalStart.MinHeartbeat"/> to <see cref="ExternalStart.MaxHeartbeat"/>. Null uses
    /// <see cref="ExternalStart.DefaultHeartbeat"/>.</param>
    /// <param name="options">Owner, tags, label, priority and idempotency key.</param>
    /// <returns>The task and its token, which cannot be retrieved again. Returns after the start is stored.</returns>
    /// <exception cref="ArgumentException">The name or the heartbeat is not allowed.</exception>
    /// <exception cref="KeyReusedException">The idempotency key was already used for a different request.</exception>
    /// <exception cref="InvalidOperationException">The server is shutting down.</exception>
    public async Task<ExternalTask> StartExternalAsync(string name, TimeSpan? heartbeat = null, StartOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var silence = heartbeat ?? ExternalStart.DefaultHeartbeat;
        if (silence < ExternalStart.MinHeartbeat || silence > ExternalStart.MaxHeartbeat)
        {
            throw new ArgumentOutOfRangeException(
                nameof(heartbeat),
                silence,
                $"The heartbeat must be between {ExternalStart.MinHeartbeat:c} and {ExternalStart.MaxHeartbeat:c}.");
        }

        await OpenAsync().ConfigureAwait(false);
        var token = ExternalTaskToken.New();
        var start = new ExternalStart(silence, ExternalTaskToken.HashOf(token));
        var created = Created(name, options) with
        {
            Definition = ExternalStart.Definition,
            External = start,
            IdempotencyKey = options?.IdempotencyKey,
            Fingerprint = options?.IdempotencyKey is null
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{ExternalStart.Definition} {silence:c} {name}"),
        };
        var isNew = false;
        var task = await _engine.Keys.StartOnceAsync(created, () =>
        {
            isNew = true;
            return StartNowAsync<object?>(created, ExternalTaskCoordinator.ToWork(start, _engine.Runtime.Time));
        }).ConfigureAwait(false);
        return new ExternalTask(task, isNew ? token : null);
    }

    /// <summary>Opens a session in which the script of an external task reports.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="token">The token returned when the task was started.</param>
    /// <param name="cancellationToken">Cancels waiting for the task to run.</param>
    /// <returns>The session, to be disposed at the end of the call, or why it was rejected: the task does not exist, the
    /// token is wrong, or the task has finished.</returns>
    public async Task<(CommandResult Result, ExternalSession? Session)> OpenExternalAsync(
        TaskId id,
        string token,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (await GetAsync(id, cancellationToken).ConfigureAwait(false) is not { } task)
        {
            return (CommandResult.NotFound(id), null);
        }

        var coordinator = Find(id)?.Work.External;
        if ((coordinator?.Start ?? await _engine.Rehydration.ExternalStartAsync(task, cancellationToken)
            .ConfigureAwait(false)) is not { } start)
        {
            return (
                CommandResult.NotAllowed(
                    task,
                    $"{task.Name} is not an external task. It runs on the server, and scripts cannot report for it."),
                null);
        }

        if (!ExternalTaskToken.Fits(token, start.TokenHash))
        {
            return (
                CommandResult.NotAllowed(task, "The token does not belong to this task. It was returned once, when the task was started."),
                null);
        }

        if (_engine.Runtime.Live.FindOwned(id) is { Work.External: { } script } live && !live.State.IsFinal())
        {
            var session = await LocalExternalSession.OpenAsync(live, script, cancellationToken).ConfigureAwait(false);
            return (CommandResult.Accepted(live.Snapshot), session);
        }

        return await GetAsync(id, cancellationToken).ConfigureAwait(false) is { State: var state } now && state.IsFinal()
            ? (CommandResult.AlreadyFinal(now), null)
            : _engine.Runtime.Cluster is null
            ? (CommandResult.NotNow(task, $"{task.Name} is not running."), null)
            : (CommandResult.Accepted(task), new RemoteExternalSession(_engine.Runtime, task, start, report => SendAsync(id, report)));
    }

    /// <summary>Has what a script reports carried out by the node that runs its task.</summary>
    private async Task<CommandResult> SendAsync(TaskId id, ScriptReport report) =>
        await RunAsync(id, new NodeCommand(NodeCommandKind.Report) { Report = report }).ConfigureAwait(false)
            ?? await EndedAsync(id).ConfigureAwait(false);

    private static async Task<CommandResult> CarryOutAsync(MonitoredTask task, ScriptReport report)
    {
        if (task.Work.External is not { } script)
        {
            return CommandResult.NotNow(task.Snapshot, $"{task.Snapshot.Name} is not an external task.");
        }

        using var session = await LocalExternalSession.OpenAsync(task, script, CancellationToken.None).ConfigureAwait(false);
        return await report.CarryOutAsync(session).ConfigureAwait(false);
    }
}
