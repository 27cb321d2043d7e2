using System.Security.Claims;

namespace BlazorTasks.Components.Access;

/// <summary>
/// Reads from claims who a user is. The components and the dashboard share it: a task that someone starts on a page of the
/// host is theirs in the dashboard as well.
/// </summary>
internal static class PersonClaims
{
    /// <summary>The id under which the API key of the configuration owns tasks.</summary>
    public const string Configuration = "bootstrap";

    /// <summary>The id of someone with the token of an external task only.</summary>
    public const string Script = "script";

    private const int MaxNameLength = 200;
    private const string Subject = "sub";

    /// <summary>Stands before an id that would otherwise be that of someone else.</summary>
    private const string User = "user:";

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
            : IsOfSomeoneElse(id) ? User + id
            : id;
    }

    /// <summary>Returns the claim of a user who has an id here.</summary>
    public static string ClaimOf(string id) =>
        id.StartsWith(User, StringComparison.Ordinal) && IsOfSomeoneElse(id[User.Length..]) ? id[User.Length..] : id;

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
            ? LogText.CleanLine(found.Length > MaxNameLength ? found[..MaxNameLength] : found) // it gets into logs and messages
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

    /// <summary>Whether an id is that of someone who does not sign in, also with the prefix: ids stay different.</summary>
    private static bool IsOfSomeoneElse(string id) =>
        id == Person.Local.Id || id is Configuration or Script
        || (id.StartsWith(User, StringComparison.Ordinal) && IsOfSomeoneElse(id[User.Length..]));
}
