using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace BlazorTasks.Dashboard.Components;

/// <summary>The current user of a circuit, and their time zone.</summary>
internal sealed class Viewer(AuthenticationStateProvider? authentication = null)
{
    /// <summary>The owner of tasks started without authentication, when the only user is the local one.</summary>
    public const string LocalName = "local";

    public TimeZoneInfo TimeZone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>The user as known synchronously, for rendering. Commands use <see cref="PersonAsync"/>.</summary>
    public Person Person => authentication?.GetAuthenticationStateAsync() is { IsCompletedSuccessfully: true } known
        ? PersonOf(known.Result.User)
        : Local;

    /// <summary>The user, with their roles.</summary>
    public async Task<Person> PersonAsync() =>
        authentication is null ? Local : PersonOf((await authentication.GetAuthenticationStateAsync()).User);

    /// <summary>The owner name of the user.</summary>
    public async Task<string> NameAsync() => (await PersonAsync()).Name;

    private static Person Local { get; } = new(LocalName);

    private static Person PersonOf(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true, Name: { } name }
        ? new Person(name, RolesOf(user))
        : Local;

    private static List<string> RolesOf(ClaimsPrincipal user) =>
        [.. user.Identities.SelectMany(identity => identity.FindAll(identity.RoleClaimType)).Select(role => role.Value).Distinct()];

    public void UseTimeZone(string? name)
    {
        if (name is { Length: > 0 and < 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            TimeZone = zone;
        }
    }
}
