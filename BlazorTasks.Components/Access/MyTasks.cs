using System.Net;
using System.Security.Claims;
using BlazorTasks.Storage;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Components.Access;

/// <summary>
/// The tasks of the person who looks at a page of the host. Everything that the components and their endpoints show or do goes
/// through here, as an operator without further rights: whoever administers the dashboard sees only their own tasks, too.
/// </summary>
internal sealed class MyTasks(
    TaskMonitor monitor,
    IOptions<TaskComponentsOptions> options,
    AuthenticationStateProvider? authentication = null)
{
    private ClaimsPrincipal? _user;
    private IPAddress? _address;
    private TaskAccess? _access;

    /// <summary>The person as known at the latest call of <see cref="AccessAsync"/>.</summary>
    public Person? Me => _access?.Person;

    /// <summary>Uses the user of a request, where no component is rendered.</summary>
    public void Use(HttpContext context) => (_user, _address) = (context.User, ClientAddress.Of(context));

    /// <summary>
    /// Returns what the person may see and do, or null if nobody is signed in. Asked each time: a sign-in can end while a page
    /// is open.
    /// </summary>
    public async ValueTask<TaskAccess?> AccessAsync()
    {
        var person = await PersonAsync();
        return _access = person is null ? null
            : _access?.Person.IsSame(person) == true ? _access
            : monitor.For(person, PersonAsync, options.Value.Limit);
    }

    /// <summary>
    /// Subscribes to changes of tasks. The frames are shared by everyone, so that a page with many components costs little:
    /// components find out whether a frame concerns them, and read what they show from here.
    /// </summary>
    public IDisposable Subscribe(Action<TaskFrame> onFrame) => monitor.Subscribe(onFrame);

    /// <summary>Whether the person owns a task.</summary>
    public bool IsMine(TaskSnapshot task) => Me is { } me && task.Owner == me.Id;

    /// <summary>Whether the person may see a task: it is theirs, or asks for a role that they have.</summary>
    public bool CanSee(TaskSnapshot task) => Me?.CanSee(task) == true;

    /// <summary>Whether the person may answer the open prompt of a task.</summary>
    public bool CanAnswer(TaskSnapshot task) => Me?.CanAnswer(task) == true;

    /// <summary>Whether the person may retry a task.</summary>
    public bool CanRetry(TaskSnapshot task) => task.State.IsFinal()
        && task.State is not (TaskState.Succeeded or TaskState.Declined)
        && Me?.CanManage(task) == true
        && task.Definition is { } name
        && _access?.FindDefinition(name) is not null;

    /// <summary>Whether the person may cancel a task.</summary>
    public bool CanCancel(TaskSnapshot task) =>
        !task.State.IsFinal() && task.State != TaskState.Cancelling && Me?.CanManage(task) == true;

    /// <summary>Returns the latest snapshot of an unfinished task, or null.</summary>
    public TaskSnapshot? FindLive(TaskId id) => _access?.FindLive(id);

    /// <summary>Returns statistics about the person's runs of a definition, or null if nobody is signed in.</summary>
    public DefinitionStatistics? StatisticsOf(string definition) => _access?.StatisticsOf(definition);

    /// <summary>Returns the tasks that are not finished: those in progress first. Includes those that ask for a role.</summary>
    public async Task<IReadOnlyList<TaskSnapshot>> UnfinishedAsync() =>
        await AccessAsync() is { Active: var active } ? [.. active.InProgress, .. active.UpNext] : [];

    /// <summary>Returns one page of finished tasks, newest first.</summary>
    /// <param name="filter">Which of the person's tasks. Another owner than the person matches none.</param>
    /// <param name="limit">The page size.</param>
    public async Task<TaskPage> FinishedAsync(TaskFilter filter, int limit) => await AccessAsync() is { } access
        ? await access.ListAsync(new TaskQuery(filter) { Limit = limit })
        : new TaskPage([], null, null);

    /// <summary>Returns a task, or null if it does not exist for the person.</summary>
    public async Task<TaskSnapshot?> FindAsync(TaskId id) =>
        await AccessAsync() is { } access ? await access.GetAsync(id) : null;

    /// <summary>Requests cancellation.</summary>
    public Task<CommandResult> CancelAsync(TaskId id) => DoAsync(id, access => access.CancelAsync(id));

    /// <summary>Retries a finished task.</summary>
    public Task<CommandResult> RetryAsync(TaskId id) => DoAsync(id, access => access.RetryAsync(id));

    /// <summary>Answers an open prompt.</summary>
    public Task<CommandResult> AnswerAsync(TaskId id, string prompt, JsonElement answer) =>
        DoAsync(id, access => access.AnswerAsync(id, prompt, answer));

    /// <summary>Returns the events that describe the history of a task, or none if it does not exist for the person.</summary>
    public async Task<IReadOnlyList<TaskEvent>> MilestonesAsync(TaskId id) =>
        await AccessAsync() is { } access ? (await access.ReadAsync(id))?.Milestones ?? [] : [];

    /// <summary>Returns log chunks of a task, or none if it does not exist for the person.</summary>
    public async Task<IReadOnlyList<TaskLogged>> LogAsync(TaskId id, long first, int lines, CancellationToken cancellationToken) =>
        await AccessAsync() is { } access ? await access.ReadLogAsync(id, first, lines, cancellationToken) : [];

    private async Task<CommandResult> DoAsync(TaskId id, Func<TaskAccess, Task<CommandResult>> command) =>
        await AccessAsync() is { } access ? await command(access) : new(CommandOutcome.NotFound, $"Task {id} does not exist.", null);

    private async ValueTask<Person?> PersonAsync() =>
        (_user ?? (authentication is null ? null : (await authentication.GetAuthenticationStateAsync()).User)) is { } user
            && user.Identities.FirstOrDefault(identity => identity.IsAuthenticated) is { } identity
            && PersonClaims.IdOf(user, options.Value.PersonIdClaim) is { } id
            ? new Person(id, PersonClaims.RolesOf(user))
            {
                Name = PersonClaims.NameOf(user, options.Value.PersonNameClaim) ?? id,
                SignedInWith = identity.AuthenticationType,
                Address = _address?.ToString(),
            }
            : null;
}
