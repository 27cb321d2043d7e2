using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace BlazorTasks.Dashboard.Components;

/// <summary>The person who looks: who they are, and in which time zone. One for each circuit.</summary>
internal sealed class Viewer(AuthenticationStateProvider? authentication = null)
{
    /// <summary>The owner of what is started without a login: there is one person then, the one at this machine.</summary>
    public const string LocalName = "local";

    public TimeZoneInfo TimeZone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>This person, as known at the moment: for what is shown. Commands take <see cref="PersonAsync"/>.</summary>
    public Person Person => authentication?.GetAuthenticationStateAsync() is { IsCompletedSuccessfully: true } known ? PersonOf(known.Result.User) : Local;

    /// <summary>This person, with their roles.</summary>
    public async Task<Person> PersonAsync() => authentication is null ? Local : PersonOf((await authentication.GetAuthenticationStateAsync()).User);

    /// <summary>The name under which this person owns tasks.</summary>
    public async Task<string> NameAsync() => (await PersonAsync()).Name;

    private static Person Local { get; } = new(LocalName);

    private static Person PersonOf(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true, Name: { } name }
        ? new Person(name, [.. user.Identities.SelectMany(identity => identity.FindAll(identity.RoleClaimType)).Select(role => role.Value).Distinct()])
        : Local;

    public void UseTimeZone(string? name)
    {
        if (name is { Length: > 0 and < 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            TimeZone = zone;
        }
    }
}
