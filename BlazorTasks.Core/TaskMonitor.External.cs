using System.Globalization;
using BlazorTasks.Execution;
using BlazorTasks.External;

namespace BlazorTasks;

public sealed partial class TaskMonitor
{
    /// <summary>
    /// Starts a task whose work is done elsewhere, by a script that reports with a token (docs/scripts.md). It takes no
    /// slot, and outlives this process: the script goes on, and finds its task again in the next one.
    /// </summary>
    /// <param name="name">What people see.</param>
    /// <param name="heartbeat">The longest silence of the script, <see cref="ExternalStart.MinHeartbeat"/> to <see cref="ExternalStart.MaxHeartbeat"/>; null for <see cref="ExternalStart.DefaultHeartbeat"/>.</param>
    /// <param name="options">Owner, tags, label, priority, idempotency key.</param>
    /// <returns>The task and its token, which nobody can read again. Returns after the start is stored.</returns>
    /// <exception cref="ArgumentException">The name or the heartbeat is not allowed.</exception>
    /// <exception cref="KeyReusedException">The idempotency key was used for something else.</exception>
    /// <exception cref="InvalidOperationException">The server is shutting down.</exception>
    public async Task<ExternalTask> StartExternalAsync(string name, TimeSpan? heartbeat = null, StartOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var silence = heartbeat ?? ExternalStart.DefaultHeartbeat;
        if (silence < ExternalStart.MinHeartbeat || silence > ExternalStart.MaxHeartbeat)
        {
            throw new ArgumentOutOfRangeException(nameof(heartbeat), silence, $"The heartbeat should be from {ExternalStart.MinHeartbeat:c} to {ExternalStart.MaxHeartbeat:c}.");
        }

        await OpenAsync().ConfigureAwait(false);
        var token = ExternalTaskToken.New();
        var start = new ExternalStart(silence, ExternalTaskToken.HashOf(token));
        var created = Created(name, options) with
        {
            Definition = ExternalStart.Definition,
            External = start,
            IdempotencyKey = options?.IdempotencyKey,
            Fingerprint = options?.IdempotencyKey is null ? null : string.Create(CultureInfo.InvariantCulture, $"{ExternalStart.Definition} {silence:c} {name}"),
        };
        var isNew = false;
        var task = await _engine.Keys.StartOnceAsync(created, () =>
        {
            isNew = true;
            return StartNowAsync<object?>(created, ExternalTaskCoordinator.ToWork(start, _engine.Time));
        }).ConfigureAwait(false);
        return new ExternalTask(task, isNew ? token : null);
    }

    /// <summary>Lets the script of an external task speak.</summary>
    /// <param name="id">The task.</param>
    /// <param name="token">The token that its start gave.</param>
    /// <param name="cancellationToken">Ends the waiting until the task runs.</param>
    /// <returns>The session, to be disposed when the call is over; or why there is none: no such task, not its token, already ended, runs elsewhere.</returns>
    public async Task<(CommandResult Result, ExternalSession? Session)> OpenExternalAsync(TaskId id, string token, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (await GetAsync(id, cancellationToken).ConfigureAwait(false) is not { } task)
        {
            return (CommandResult.NotFound(id), null);
        }

        var desk = Find(id)?.Work.External;
        if ((desk?.Start ?? await Recovery.ExternalStartAsync(_engine, task, cancellationToken).ConfigureAwait(false)) is not { } start)
        {
            return (CommandResult.NotAllowed(task, $"{task.Name} is not an external task: it runs in the server, and no script can speak for it."), null);
        }

        if (!ExternalTaskToken.Fits(token, start.TokenHash))
        {
            return (CommandResult.NotAllowed(task, "This is not the token of this task. It was shown once, in the answer to its start."), null);
        }

        return Find(id) is { Work.External: { } script } live && !live.State.IsFinal() ? await SpeakAsync(live, script, cancellationToken).ConfigureAwait(false)
            : await GetAsync(id, cancellationToken).ConfigureAwait(false) is { State: var state } now && state.IsFinal() ? (CommandResult.AlreadyFinal(now), null)
            : (CommandResult.NotNow(task, $"{task.Name} runs on {task.Node ?? "another server"}; call that one."), null);
    }

    private static async Task<(CommandResult, ExternalSession?)> SpeakAsync(MonitoredTask task, ExternalTaskCoordinator script, CancellationToken stop)
    {
        try
        {
            var context = await script.BeginCallAsync(stop).ConfigureAwait(false);
            return (CommandResult.Accepted(task.Snapshot), new ExternalSession(task, script, context));
        }
        catch
        {
            script.EndCall();
            throw;
        }
    }
}
