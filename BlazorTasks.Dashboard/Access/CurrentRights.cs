using BlazorTasks.Components.Access;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// The rights of a user as of now, which may have changed since they signed in (<see cref="DashboardOptions.RefreshUser"/>), or
/// since a program sent its API key.
/// </summary>
internal sealed class CurrentRights(
    IOptions<DashboardOptions> options,
    PersonMapping mapping,
    Credentials credentials,
    IServiceScopeFactory scopes)
{
    /// <summary>How often open pages and streams are checked.</summary>
    public static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(60);

    /// <summary>Returns the person as of now, or null if they have no access.</summary>
    public async ValueTask<Person?> OfAsync(ClaimsPrincipal user) => (await IdentifyAsync(user))?.Person;

    /// <summary>Returns the user and the person as of now, or null if they have no access.</summary>
    public async ValueTask<(ClaimsPrincipal User, Person Person)?> IdentifyAsync(ClaimsPrincipal user)
    {
        if (ApiKeyIdentity.KeyOf(user) is { } key)
        {
            return await OfKeyAsync(key) is { } program ? (user, From(user, program)) : null;
        }

        return await RefreshAsync(user) is { } now && mapping.PersonOf(now) is { } person ? (now, From(user, person)) : null;
    }

    private static Person From(ClaimsPrincipal user, Person person) => person with { Address = ClientAddress.Of(user) };

    /// <summary>Returns the person as whom a program acts, who never has more rights than the owner of the key.</summary>
    private async ValueTask<Person?> OfKeyAsync(ApiKey key)
    {
        if (await credentials.RefreshAsync(key) is not { } now)
        {
            return null;
        }

        if (options.Value.RefreshUser is null || Credentials.IsOfNobody(now))
        {
            return now.ToPerson();
        }

        return await RefreshAsync(mapping.UserOf(now.Owner)) is { } user && mapping.PersonOf(user) is { } owner && now.IsAllowedFor(owner)
            ? now.ToPerson(owner)
            : null;
    }

    private async ValueTask<ClaimsPrincipal?> RefreshAsync(ClaimsPrincipal user)
    {
        if (options.Value.RefreshUser is not { } refresh || user.Identity?.IsAuthenticated != true)
        {
            return user;
        }

        await using var scope = scopes.CreateAsyncScope();
        return await refresh(user, scope.ServiceProvider);
    }
}
