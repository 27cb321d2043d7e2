using System.Security.Claims;

namespace BlazorTasks.Components.Access;

/// <summary>
/// Reads from claims who a user is. The components and the dashboard share it: a task that someone starts on a page of the
/// host is theirs in the dashboard as well.
/// </summary>
internal static class PersonClaims
{
    private const int MaxNameLength = 200;
    private const string Subject = "sub";

    /// <summary>
    /// Returns the id under which they own tasks, or null. It must be unique and stable: a display name is the last resort. An
    /// id that nobody can own tasks with is no id.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="claim">The claim with the id, or null for the usual ones.</param>
    public static string? IdOf(ClaimsPrincipal user, string? claim)
    {
        var id = claim is { Length: > 0 }
            ? user.FindFirst(claim)?.Value
            : user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? user.FindFirst(Subject)?.Value ?? user.Identity?.Name;
        return string.IsNullOrWhiteSpace(id) || id.Length > StartOptions.MaxOwnerLength || id.Any(char.IsControl) ? null
            : id == Person.Local.Id ? $"user:{id}" // the local person is someone else
            : id;
    }

    /// <summary>Returns the display name, or null.</summary>
    /// <param name="user">The user.</param>
    /// <param name="claim">The claim with the name, or null for the usual ones.</param>
    public static string? NameOf(ClaimsPrincipal user, string? claim)
    {
        string?[] candidates = claim is { Length: > 0 }
            ? [user.FindFirst(claim)?.Value]
            :
            [
                user.Identity?.Name,
                user.FindFirst("name")?.Value,
                user.FindFirst("preferred_username")?.Value,
                user.FindFirst(ClaimTypes.Email)?.Value,
            ];
        return Array.Find(candidates, name => !string.IsNullOrWhiteSpace(name)) is { } found
            ? found.Length > MaxNameLength ? found[..MaxNameLength] : found
            : null;
    }

    /// <summary>
    /// Returns the roles. Their claims come under the type of their identity, or under the framework's, or as "role" and
    /// "roles".
    /// </summary>
    public static HashSet<string> RolesOf(ClaimsPrincipal user) =>
    [
        .. user.Identities.SelectMany(identity => identity.FindAll(identity.RoleClaimType))
            .Concat(user.FindAll(ClaimTypes.Role))
            .Concat(user.FindAll("role"))
            .Concat(user.FindAll("roles"))
            .Select(role => role.Value),
    ];
}
