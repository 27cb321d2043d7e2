using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// The rights of a user as of now, which may have changed since they signed in (<see cref="DashboardOptions.RefreshUser"/>).
/// </summary>
internal sealed class CurrentRights(IOptions<DashboardOptions> options, PersonMapping mapping, IServiceScopeFactory scopes)
{
    /// <summary>How often open pages and streams are checked.</summary>
    public static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(60);

    /// <summary>Returns the person as of now, or null if they have no access.</summary>
    public async ValueTask<Person?> OfAsync(ClaimsPrincipal user) =>
        await RefreshAsync(user) is { } now ? mapping.PersonOf(now) : null;

    /// <summary>Returns the user as of now, or null if they may no longer sign in.</summary>
    public async ValueTask<ClaimsPrincipal?> RefreshAsync(ClaimsPrincipal user)
    {
        if (options.Value.RefreshUser is not { } refresh || user.Identity?.IsAuthenticated != true)
        {
            return user;
        }

        await using var scope = scopes.CreateAsyncScope();
        return await refresh(user, scope.ServiceProvider);
    }
}
