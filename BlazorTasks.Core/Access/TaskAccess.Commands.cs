namespace BlazorTasks;

/// <content>Commands. Each is checked against the current rights of the person, and denials are recorded.</content>
public sealed partial class TaskAccess
{
    /// <summary>Returns the person with their current rights, or null if they have lost all access.</summary>
    public async ValueTask<Person?> CurrentAsync()
    {
        if (_current is null)
        {
            return Person;
        }

        return await _current().ConfigureAwait(false) is { } now && now.Id == Person.Id ? now : null;
    }

    /// <summary>Starts a definition by name. The person owns the task.</summary>
    /// <inheritdoc cref="TaskMonitor.StartAsync(string, JsonElement?, StartOptions?)" />
    /// <exception cref="AccessDeniedException">They may not start tasks.</exception>
    public async Task<MonitoredTask> StartAsync(string definition, JsonElement? input = null, StartOptions? options = null)
    {
        var by = await OperatorAsync("start tasks", KeyScopes.Start).ConfigureAwait(false);
        Count(by, RateLimitedAction.Start);
        ActionOrigin.Current = ActionOrigin.Of(by);
        return _monitor.Definitions.Find(definition) is not { } found || by.CanStart(found)
            ? await _monitor.StartAsync(definition, input, OwnedBy(by, options)).ConfigureAwait(false)
            : throw new ArgumentException(WhyMissing(definition), nameof(definition));
    }

    /// <summary>Starts a task whose work is done by a script. The person owns the task.</summary>
    /// <inheritdoc cref="TaskMonitor.StartExternalAsync" />
    /// <exception cref="AccessDeniedException">They may not start tasks.</exception>
    public async Task<ExternalTask> StartExternalAsync(string name, TimeSpan? heartbeat = null, StartOptions? options = null)
    {
        var by = await OperatorAsync("start tasks", KeyScopes.Start).ConfigureAwait(false);
        if (!by.Covers(null))
        {
            throw await DeniedAsync(by, AuditAction.Start, name, $"The API key \"{by.Key!.Name}\" is limited to some definitions.")
                .ConfigureAwait(false);
        }

        Count(by, RateLimitedAction.Start);
        ActionOrigin.Current = ActionOrigin.Of(by);
        return await _monitor.StartExternalAsync(name, heartbeat, OwnedBy(by, options)).ConfigureAwait(false);
    }

    /// <summary>
    /// Opens a session in which a script reports. The token of the task is what counts: without the right one, nobody learns
    /// whether the task exists.
    /// </summary>
    /// <inheritdoc cref="TaskMonitor.OpenExternalAsync" />
    public async Task<(CommandResult Result, ExternalSession? Session)> OpenExternalAsync(
        TaskId id,
        string token,
        CancellationToken cancellationToken = default)
    {
        var (result, session) = await _monitor.OpenExternalAsync(id, token, cancellationToken).ConfigureAwait(false);
        return result.Outcome == CommandOutcome.NotAllowed && result.Task is { } task && !Person.CanSee(task)
            ? (CommandResult.NotFound(id), null)
            : (result, session);
    }

    /// <inheritdoc cref="TaskMonitor.CancelAsync" />
    public Task<CommandResult> CancelAsync(TaskId id) =>
        ManageAsync(id, AuditAction.Cancel, by => _monitor.CancelAsync(id, by.Name));

    /// <inheritdoc cref="TaskMonitor.PauseAsync" />
    public Task<CommandResult> PauseAsync(TaskId id) =>
        ManageAsync(id, AuditAction.Pause, by => _monitor.PauseAsync(id, by.Name));

    /// <inheritdoc cref="TaskMonitor.ResumeAsync(TaskId, Person?)" />
    public Task<CommandResult> ResumeAsync(TaskId id) =>
        ManageAsync(id, AuditAction.Answer, by => _monitor.ResumeAsync(id, by));

    /// <inheritdoc cref="TaskMonitor.SetPriorityAsync" />
    public Task<CommandResult> SetPriorityAsync(TaskId id, int priority) =>
        ManageAsync(id, AuditAction.Prioritize, by => _monitor.SetPriorityAsync(id, priority, by.Name));

    /// <inheritdoc cref="TaskMonitor.DismissAsync" />
    public Task<CommandResult> DismissAsync(TaskId id) =>
        ManageAsync(id, AuditAction.Dismiss, by => _monitor.DismissAsync(id, by.Name));

    /// <inheritdoc cref="TaskMonitor.RetryAsync" />
    public Task<CommandResult> RetryAsync(TaskId id) => DoAsync(
        id,
        AuditAction.Retry,
        (by, task) => !by.CanManage(task) ? WhyNotManage(by)
            : task.Definition is { } name && _monitor.Definitions.Find(name) is { } definition && !by.CanSee(definition)
                ? $"You may not start {task.Name}."
            : null,
        by => _monitor.RetryAsync(id, by.Name));

    /// <summary>Permanently deletes a finished task. For administrators only.</summary>
    /// <inheritdoc cref="TaskMonitor.RemoveAsync" />
    public Task<CommandResult> RemoveAsync(TaskId id) => DoAsync(
        id,
        AuditAction.Remove,
        (by, _) => by.IsAdmin ? null : by.WhyNot(KeyScopes.Admin) ?? "Only administrators can delete tasks.",
        by => _monitor.RemoveAsync(id, by.Name));

    /// <summary>Answers an open prompt of a task.</summary>
    /// <inheritdoc cref="TaskMonitor.AnswerAsync(TaskId, string, JsonElement?, Person?)" />
    public Task<CommandResult> AnswerAsync(TaskId id, string promptId, JsonElement? answer) =>
        AnswerAsync(id, promptId, by => _monitor.AnswerAsync(id, promptId, answer, by));

    /// <inheritdoc cref="AnswerAsync(TaskId, string, JsonElement?)" />
    public Task<CommandResult> AnswerAsync(TaskId id, string promptId, object value) =>
        AnswerAsync(id, promptId, by => _monitor.AnswerAsync(id, promptId, value, by));

    /// <inheritdoc cref="TaskMonitor.RetryWithInputAsync(TaskId, string, JsonElement, Person?)" />
    public Task<CommandResult> RetryWithInputAsync(TaskId id, string promptId, JsonElement input) =>
        AnswerAsync(id, promptId, by => _monitor.RetryWithInputAsync(id, promptId, input, by));

    /// <summary>Records an action of this person on many tasks. See <see cref="TaskMonitor.RecordBulkAsync"/>.</summary>
    public async Task RecordBulkAsync(string summary)
    {
        ActionOrigin.Current = ActionOrigin.Of(Person);
        await _monitor.RecordBulkAsync(Person.Name, summary).ConfigureAwait(false);
    }

    /// <summary>Checks whether the API key, if there is one, may be used for something.</summary>
    /// <exception cref="AccessDeniedException">It may not.</exception>
    public void Demand(KeyScopes scope)
    {
        if (Person.WhyNot(scope) is { } refusal)
        {
            throw new AccessDeniedException(refusal);
        }
    }

    /// <summary>Returns the person if they may do something that viewers may not.</summary>
    /// <exception cref="AccessDeniedException">They may not.</exception>
    internal async ValueTask<Person> OperatorAsync(string what, KeyScopes scope) => await CurrentAsync().ConfigureAwait(false) switch
    {
        null => throw new AccessDeniedException(AccessDeniedException.NoLongerAllowed),
        var by when by.WhyNot(scope) is { } refusal =>
            throw await DeniedAsync(by, AuditAction.Start, what, refusal).ConfigureAwait(false),
        { Role: TaskRole.Viewer } by =>
            throw await DeniedAsync(by, AuditAction.Start, what, $"Viewers cannot {what}.").ConfigureAwait(false),
        var by => by,
    };

    /// <summary>Returns the person if they are an administrator. A denial is recorded.</summary>
    /// <param name="what">What only administrators can do, such as "manage accounts".</param>
    /// <exception cref="AccessDeniedException">They are not.</exception>
    public async ValueTask<Person> AdminAsync(string what) => await CurrentAsync().ConfigureAwait(false) switch
    {
        null => throw new AccessDeniedException(AccessDeniedException.NoLongerAllowed),
        { IsAdmin: true } by => by,
        var by => throw await DeniedAsync(
            by,
            AuditAction.Administer,
            what,
            by.WhyNot(KeyScopes.Admin) ?? $"Only administrators can {what}.").ConfigureAwait(false),
    };

    /// <summary>
    /// Records a denied action that does not concern a task, and returns the exception for it. It counts as a command: nobody
    /// fills the audit log with denials.
    /// </summary>
    /// <exception cref="TooManyRequestsException">They have reached the limit.</exception>
    internal async Task<AccessDeniedException> DeniedAsync(Person by, AuditAction action, string what, string refusal)
    {
        Count(by, RateLimitedAction.Command);
        await _monitor.RecordAsync(by, action, what, refusal).ConfigureAwait(false);
        return new AccessDeniedException(refusal);
    }

    /// <summary>Returns the same access without limits per minute, for an action on many tasks that was accepted as a whole.</summary>
    public TaskAccess WithoutRateLimits() => new(_monitor, Person, _current);

    /// <summary>Counts an action of the person towards their limit per minute.</summary>
    /// <exception cref="TooManyRequestsException">They have reached the limit.</exception>
    public void Count(RateLimitedAction action) => Count(Person, action);

    internal void Count(Person by, RateLimitedAction action)
    {
        if (_limit?.Invoke(by, action) is { } reached)
        {
            throw reached;
        }
    }

    private static StartOptions OwnedBy(Person by, StartOptions? options) => (options ?? StartOptions.Default) with { Owner = by.Id };

    private static string WhyNotManage(Person by) => by.WhyNot(KeyScopes.Act) ?? NotTheirs(by);

    private static string NotTheirs(Person by) => by.Role == TaskRole.Viewer
        ? "Viewers cannot change tasks."
        : "Only the owner of a task and administrators can change it.";

    private Task<CommandResult> ManageAsync(TaskId id, AuditAction action, Func<Person, Task<CommandResult>> command) =>
        DoAsync(id, action, (by, task) => by.CanManage(task) ? null : WhyNotManage(by), command);

    /// <summary>
    /// Answers only if the prompt is the open one: another with the same id may open in the meantime, for other people.
    /// </summary>
    private async Task<CommandResult> AnswerAsync(TaskId id, string promptId, Func<Person, Task<CommandResult>> command)
    {
        if (await GetAsync(id).ConfigureAwait(false) is { } task && task.Prompt?.Id != promptId && !Person.Manages(task))
        {
            return await _monitor.ClosedAsync(id, promptId).ConfigureAwait(false);
        }

        return await DoAsync(id, AuditAction.Answer, (by, now) => WhyNotAnswer(by, now, promptId), command).ConfigureAwait(false);
    }

    private static string? WhyNotAnswer(Person by, TaskSnapshot task, string promptId) => task.Prompt switch
    {
        _ when by.CanAnswer(task) => null,
        _ when by.WhyNot(KeyScopes.Answer) is { } refusal => refusal,
        { Id: var open } prompt when open == promptId && !prompt.For.Allow(by, task.Owner) =>
            $"\"{prompt.Title}\" can be answered by {prompt.For}.",
        { Id: var open } when open == promptId => NotTheirs(by),
        _ => by.Manages(task) ? null : NotTheirs(by), // it is closed, and the answer says by whom
    };

    private async Task<CommandResult> DoAsync(
        TaskId id,
        AuditAction action,
        Func<Person, TaskSnapshot, string?> whyNot,
        Func<Person, Task<CommandResult>> command)
    {
        if (await GetAsync(id).ConfigureAwait(false) is not { } task)
        {
            return CommandResult.NotFound(id);
        }

        var now = await CurrentAsync().ConfigureAwait(false);
        if (now?.CanSee(task) == false)
        {
            return CommandResult.NotFound(id);
        }

        if (_limit?.Invoke(now ?? Person, RateLimitedAction.Command) is { } limit) // also of what is denied, and recorded
        {
            return CommandResult.TooMany(task, limit);
        }

        ActionOrigin.Current = ActionOrigin.Of(now ?? Person);
        var refusal = now is null ? AccessDeniedException.NoLongerAllowed : whyNot(now, task);
        return refusal is null
            ? await command(now!).ConfigureAwait(false)
            : await _monitor.DenyAsync(task, now ?? Person, action, refusal).ConfigureAwait(false);
    }
}
