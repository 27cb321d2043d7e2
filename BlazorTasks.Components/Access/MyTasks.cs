using System.Security.Claims;
using System.Text.Json;
using BlazorTasks.Storage;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Components.Access;

/// <summary>
/// The tasks of one person. Everything that the components and their endpoints show or do goes through here: tasks of others
/// do not exist.
/// </summary>
internal sealed class MyTasks(
    TaskMonitor monitor,
    IOptions<TaskComponentsOptions> options,
    AuthenticationStateProvider? authentication = null)
{
    private Person? _me;

    /// <summary>The person as known at the latest call of <see cref="PersonAsync"/>.</summary>
    public Person? Me => _me;

    /// <summary>The person, or null if nobody is signed in. Asked each time: a sign-in can end while a page is open.</summary>
    public async ValueTask<Person?> PersonAsync() =>
        _me = authentication is null ? _me : PersonOf((await authentication.GetAuthenticationStateAsync()).User);

    /// <summary>Uses the person of a request, where no component is rendered.</summary>
    public MyTasks For(ClaimsPrincipal user) => new(monitor, options) { _me = PersonOf(user) };

    /// <summary>Whether a task belongs to the person.</summary>
    public bool IsMine(TaskSnapshot task) => _me is { } me && task.Owner == me.Id;

    /// <summary>Whether the person may answer the open prompt of a task.</summary>
    public bool MayAnswer(TaskSnapshot task) => _me is { } me && IsMine(task) && task.Prompt?.For.Allow(me, task.Owner) == true;

    /// <summary>The tasks that are not finished: those in progress first.</summary>
    public async Task<IReadOnlyList<TaskSnapshot>> UnfinishedAsync()
    {
        await PersonAsync();
        var active = monitor.Active;
        return [.. active.InProgress.Concat(active.UpNext).Where(IsMine)];
    }

    /// <summary>One page of finished tasks, newest first.</summary>
    /// <param name="filter">Which of the person's tasks. Another owner than the person matches none.</param>
    /// <param name="limit">The page size.</param>
    /// <param name="cursor">The cursor of the page, or null for the first.</param>
    public async Task<TaskPage> FinishedAsync(TaskFilter filter, int limit, string? cursor = null) =>
        await PersonAsync() is { } me && (filter.Owner ?? me.Id) == me.Id
            ? await monitor.ListAsync(new TaskQuery(filter) { Owner = me.Id, Limit = limit, Cursor = cursor })
            : new TaskPage([], null, null);

    /// <summary>A task, or null if it does not exist or belongs to somebody else.</summary>
    public async Task<TaskSnapshot?> FindAsync(TaskId id)
    {
        await PersonAsync();
        return _me is not null && await monitor.GetAsync(id) is { } task && IsMine(task) ? task : null;
    }

    /// <summary>The options with which the person starts a task, or null if nobody is signed in.</summary>
    public async Task<StartOptions?> StartOptionsAsync() =>
        await PersonAsync() is { } me ? new StartOptions { Owner = me.Id } : null;

    /// <summary>Requests cancellation.</summary>
    public async Task<CommandResult> CancelAsync(TaskId id) =>
        await FindAsync(id) is null ? Missing(id) : await monitor.CancelAsync(id, _me!.Id);

    /// <summary>Retries a finished task.</summary>
    public async Task<CommandResult> RetryAsync(TaskId id) =>
        await FindAsync(id) is null ? Missing(id) : await monitor.RetryAsync(id, _me!.Id);

    /// <summary>Answers an open prompt.</summary>
    public async Task<CommandResult> AnswerAsync(TaskId id, string prompt, JsonElement answer) =>
        await FindAsync(id) is null ? Missing(id) : await monitor.AnswerAsync(id, prompt, answer, _me);

    /// <summary>The events that describe what became of a task, or none if it is not the person's.</summary>
    public async Task<IReadOnlyList<TaskEvent>> MilestonesAsync(TaskId id) =>
        await FindAsync(id) is null ? [] : (await monitor.ReadAsync(id))?.Milestones ?? [];

    /// <summary>Log chunks of a task, or none if it is not the person's.</summary>
    public async Task<IReadOnlyList<TaskLogged>> LogAsync(TaskId id, long first, int lines, CancellationToken cancellationToken) =>
        await FindAsync(id) is null ? [] : await monitor.ReadLogAsync(id, first, lines, cancellationToken);

    private static CommandResult Missing(TaskId id) => new(CommandOutcome.NotFound, $"Task {id} does not exist.", null);

    private Person? PersonOf(ClaimsPrincipal user) => options.Value.Owner(user) is { Length: > 0 } name
        ? new Person(name, [.. user.Identities.SelectMany(identity => identity.FindAll(identity.RoleClaimType))
            .Select(role => role.Value).Distinct()])
        : null;
}
