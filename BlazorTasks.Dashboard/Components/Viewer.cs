using Microsoft.AspNetCore.Components.Authorization;

namespace BlazorTasks.Dashboard.Components;

/// <summary>The person who looks: who they are, and in which time zone. One for each circuit.</summary>
internal sealed class Viewer(AuthenticationStateProvider? authentication = null)
{
    /// <summary>The owner of what is started without a login: there is one person then, the one at this machine.</summary>
    public const string LocalName = "local";

    public TimeZoneInfo TimeZone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>The name under which this person owns tasks.</summary>
    public async Task<string> NameAsync() =>
        authentication is not null && (await authentication.GetAuthenticationStateAsync()).User.Identity is { IsAuthenticated: true, Name: { } name }
            ? name
            : LocalName;

    public void UseTimeZone(string? name)
    {
        if (name is { Length: > 0 and < 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            TimeZone = zone;
        }
    }
}
