using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Dashboard.Access;

/// <summary>Maps the claims of a signed-in user to a person. The only place that reads claims.</summary>
internal sealed class PersonMapping(IOptions<DashboardOptions> options, PersonNames names)
{
    /// <summary>The authentication type of requests without a policy, which are served as they come from this computer.</summary>
    private const string ThisComputer = "BlazorTasks.ThisComputer";

    private const string Subject = "sub";

    /// <summary>Adds the rights of this computer to the user of a request.</summary>
    public static ClaimsPrincipal OnThisComputer(ClaimsPrincipal user) =>
        IsOnThisComputer(user) ? user : new ClaimsPrincipal([.. user.Identities, new LocalIdentity()]);

    /// <summary>Returns the person, or null if nobody is signed in or they have no role.</summary>
    public Person? PersonOf(ClaimsPrincipal user)
    {
        var isLocal = IsOnThisComputer(user);
        if (SignedIn(user) is not { } identity)
        {
            return isLocal ? Person.Local : null;
        }

        if (IdOf(user) is not { } id || (isLocal ? TaskRole.Admin : RoleOf(user)) is not { } role)
        {
            return null;
        }

        var person = new Person(id, RolesOf(user))
        {
            Name = NameOf(user) ?? id,
            Role = role,
            SeesAllTasks = role == TaskRole.Operator && options.Value.OperatorsSeeAllTasks,
            SignedInWith = identity.AuthenticationType,
        };
        names.Learn(person);
        return person;
    }

    private static ClaimsIdentity? SignedIn(ClaimsPrincipal user) =>
        user.Identities.FirstOrDefault(identity => identity.IsAuthenticated && identity.AuthenticationType != ThisComputer);

    private static bool IsOnThisComputer(ClaimsPrincipal user) =>
        user.Identities.Any(identity => identity.AuthenticationType == ThisComputer);

    /// <summary>
    /// The id must be unique and stable: a display name is the last resort. An id that nobody can own tasks with is no id.
    /// </summary>
    private string? IdOf(ClaimsPrincipal user)
    {
        var id = options.Value.PersonIdClaim is { Length: > 0 } claim
            ? user.FindFirst(claim)?.Value
            : user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? user.FindFirst(Subject)?.Value ?? user.Identity?.Name;
        return string.IsNullOrWhiteSpace(id) || id.Length > StartOptions.MaxOwnerLength || id.Any(char.IsControl) ? null
            : id == Person.Local.Id ? $"user:{id}" // the local person is someone else
            : id;
    }

    private string? NameOf(ClaimsPrincipal user)
    {
        string?[] candidates = options.Value.PersonNameClaim is { Length: > 0 } claim
            ? [user.FindFirst(claim)?.Value]
            :
            [
                user.Identity?.Name,
                user.FindFirst("name")?.Value,
                user.FindFirst("preferred_username")?.Value,
                user.FindFirst(ClaimTypes.Email)?.Value,
            ];
        return Array.Find(candidates, name => !string.IsNullOrWhiteSpace(name)) is { } found
            ? found.Length > AuditNameLength ? found[..AuditNameLength] : found
            : null;
    }

    private TaskRole? RoleOf(ClaimsPrincipal user) =>
        Has(user, options.Value.AdminRoles) ? TaskRole.Admin
        : Has(user, options.Value.OperatorRoles) ? TaskRole.Operator
        : Has(user, options.Value.ViewerRoles) ? TaskRole.Viewer
        : options.Value.DefaultRole;

    /// <summary>Returns whether a user has one of the roles, which may also be given as "claim=value".</summary>
    private static bool Has(ClaimsPrincipal user, IEnumerable<string> roles) => roles.Any(role =>
        user.IsInRole(role)
        || (role.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && user.HasClaim(role[..at], role[(at + 1)..]))
        || RolesOf(user).Contains(role));

    /// <summary>Role claims come under the type of their identity, or under the framework's, or as "role" and "roles".</summary>
    private static HashSet<string> RolesOf(ClaimsPrincipal user) =>
    [
        .. user.Identities.SelectMany(identity => identity.FindAll(identity.RoleClaimType))
            .Concat(user.FindAll(ClaimTypes.Role))
            .Concat(user.FindAll("role"))
            .Concat(user.FindAll("roles"))
            .Select(role => role.Value),
    ];

    private const int AuditNameLength = 200;

    /// <summary>Nobody has signed in with it: the framework expects a unique name of those who have.</summary>
    private sealed class LocalIdentity() : ClaimsIdentity(ThisComputer)
    {
        public override bool IsAuthenticated => false;
    }
}
