using Microsoft.AspNetCore.Components.Authorization;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Who a circuit or a request belongs to, what they may see and do, and their time zone. A request is identified by
/// <see cref="IdentifyPerson"/>, a circuit by its authentication state.
/// </summary>
internal sealed class Viewer(
    TaskMonitor monitor,
    CurrentRights rights,
    PersonNames names,
    RateLimits limits,
    AuthenticationStateProvider? authentication = null)
{
    private ClaimsPrincipal? _user;
    private TaskAccess? _access;

    /// <summary>Called when a command or a check finds that the rights are no longer those that the page was opened with.</summary>
    public Action? RightsChanged { get; set; }

    public TimeZoneInfo TimeZone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>What they may see and do. Its commands check their current rights.</summary>
    /// <exception cref="AccessDeniedException">They have no access.</exception>
    public TaskAccess Access => _access ??= monitor.For(
        Identified() ?? throw new AccessDeniedException("Sign in to work with tasks."),
        CurrentAsync,
        limits.Count);

    /// <summary>The person, with the rights that the page was opened with.</summary>
    /// <exception cref="AccessDeniedException">They have no access.</exception>
    public Person Person => Access.Person;

    /// <summary>Identifies the sender of a request.</summary>
    public void Use(ClaimsPrincipal user, Person person) => (_user, _access) = (user, monitor.For(person, CurrentAsync, limits.Count));

    /// <summary>Identifies the user of a circuit, before anything is rendered for them.</summary>
    /// <returns>Whether they have access.</returns>
    public async Task<bool> IdentifyAsync()
    {
        if (_access is null && await CurrentAsync() is { } person)
        {
            _access = monitor.For(person, CurrentAsync, limits.Count);
        }

        return _access is not null;
    }

    /// <summary>The display name of an owner, or null for the application.</summary>
    public string? NameOf(string? owner) => owner is null ? null : owner == Person.Id ? Person.Name : names.Find(owner) ?? owner;

    /// <summary>Returns an event with the display name of the owner instead of the id.</summary>
    public TaskEvent WithNames(TaskEvent taskEvent) =>
        taskEvent is TaskCreated created ? created with { Owner = NameOf(created.Owner) } : taskEvent;

    public void UseTimeZone(string? name)
    {
        if (name is { Length: > 0 and < 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            TimeZone = zone;
        }
    }

    private async ValueTask<Person?> CurrentAsync()
    {
        var now = await rights.OfAsync(_user ?? (await authentication!.GetAuthenticationStateAsync()).User);
        if (_access is { Person: var opened } && now?.IsSame(opened) != true)
        {
            RightsChanged?.Invoke();
        }

        return now;
    }

    /// <summary>Rendering is synchronous; a circuit has been identified by then.</summary>
    private Person? Identified() => CurrentAsync().AsTask() is { IsCompletedSuccessfully: true } known ? known.Result : null;
}
