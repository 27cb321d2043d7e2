namespace BlazorTasks;

/// <summary>
/// The deliveries of notifications, each of which is a task: what was sent to whom, and sending it again. For administrators
/// only.
/// </summary>
public sealed class DeliveryAccess
{
    /// <summary>The input that names the first delivery of a message, when it is sent again.</summary>
    private const string Repeats = "repeats";

    private readonly TaskMonitor _monitor;
    private readonly TaskAccess _access;

    internal DeliveryAccess(TaskMonitor monitor, TaskAccess access) => (_monitor, _access) = (monitor, access);

    /// <summary>Gets the names of the definitions whose tasks are deliveries.</summary>
    public static IReadOnlyList<string> Definitions { get; } = ["send-a-notification", "send-an-alert", "send-a-digest"];

    /// <summary>Returns whether a task is a delivery.</summary>
    public static bool Includes(TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.Definition is { } name && Definitions.Contains(name);
    }

    /// <summary>Returns the latest deliveries: those that are not finished first, then the newest.</summary>
    /// <param name="failed">Whether to return only those that could not be sent.</param>
    /// <param name="limit">The maximum number.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="AccessDeniedException">They are no administrator.</exception>
    public async Task<IReadOnlyList<TaskSnapshot>> ListAsync(
        bool failed = false,
        int limit = 50,
        CancellationToken cancellationToken = default)
    {
        await _access.AdminAsync("view the deliveries of notifications").ConfigureAwait(false);
        var query = new TaskQuery { Definitions = Definitions, Limit = limit };
        var ended = failed ? query with { States = [TaskState.Failed, TaskState.Interrupted] } : query;
        IReadOnlyList<TaskSnapshot> pending = failed
            ? []
            : (await _access.ListAsync(query with { Finished = false }, cancellationToken).ConfigureAwait(false)).Items;
        return pending.Count == query.SafeLimit
            ? pending
            : [.. pending, .. (await _access.ListAsync(ended with { Limit = query.SafeLimit - pending.Count }, cancellationToken)
                .ConfigureAwait(false)).Items];
    }

    /// <summary>
    /// Sends a message again. A delivery that did not succeed is retried; after one that succeeded, another one repeats it, with
    /// the same webhook-id, so that receivers can recognize what they have already received.
    /// </summary>
    /// <param name="id">The id of the delivery.</param>
    /// <returns>Whether it is sent and, if not, why.</returns>
    /// <exception cref="AccessDeniedException">They are no administrator.</exception>
    public async Task<CommandResult> SendAgainAsync(TaskId id)
    {
        var by = await _access.AdminAsync("send notifications again").ConfigureAwait(false);
        return await _access.GetAsync(id).ConfigureAwait(false) switch
        {
            { } task when !Includes(task) => CommandResult.NotFound(id),
            { State: TaskState.Succeeded } sent => await RepeatAsync(sent, by).ConfigureAwait(false),
            _ => await _access.RetryAsync(id).ConfigureAwait(false),
        };
    }

    /// <summary>Its owner is that of the first delivery. Who has it sent again is in the audit log.</summary>
    private async Task<CommandResult> RepeatAsync(TaskSnapshot sent, Person by)
    {
        if (_monitor.Definitions.Find(sent.Definition!) is not { } definition)
        {
            return CommandResult.NotNow(sent, "This application no longer sends notifications.");
        }

        var details = await _access.ReadAsync(sent.Id).ConfigureAwait(false);
        var input = details?.Input is { } json ? JsonObject.Create(json)! : [];
        if (definition.Form.Fields.Any(field => field.Name == Repeats))
        {
            input[Repeats] ??= sent.Id.Value; // what repeats a repetition repeats the first
        }

        try
        {
            _access.Count(by, RateLimitedAction.Start);
            ActionOrigin.Current = ActionOrigin.Of(by);
            var options = new StartOptions { Label = sent.Label, ParentId = sent.ParentId, Owner = sent.Owner };
            var task = await _monitor.StartAsync(definition.Name, JsonSerializer.SerializeToElement(input), options).ConfigureAwait(false);
            await _monitor.RecordAsync(by, AuditAction.Retry, task.Snapshot).ConfigureAwait(false);
            return CommandResult.Accepted(task.Snapshot);
        }
        catch (TooManyRequestsException limit)
        {
            return CommandResult.TooMany(sent, limit);
        }
        catch (QueueFullException full)
        {
            return CommandResult.NotNow(sent, full.Message);
        }
    }
}
