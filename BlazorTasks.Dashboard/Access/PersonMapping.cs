using BlazorTasks.Components.Access;

namespace BlazorTasks.Dashboard.Access;

/// <summary>Maps the claims of a signed-in user to a person with their rights.</summary>
internal sealed class PersonMapping(IOptions<DashboardOptions> options, PersonNames names)
{
    /// <summary>The authentication type of requests without a policy, which are served as they come from this computer.</summary>
    private const string ThisComputer = "BlazorTasks.ThisComputer";

    /// <summary>Adds the rights of this computer to the user of a request.</summary>
    public static ClaimsPrincipal OnThisComputer(ClaimsPrincipal user) =>
        IsOnThisComputer(user) ? user : new ClaimsPrincipal([.. user.Identities, new LocalIdentity()]);

    /// <summary>Returns a user with an id and no other claims, to look up the current ones.</summary>
    public ClaimsPrincipal UserOf(string id) =>
        new(new ClaimsIdentity([new(options.Value.PersonIdClaim ?? ClaimTypes.NameIdentifier, PersonClaims.ClaimOf(id))], "API key"));

    /// <summary>Returns the person, or null if nobody is signed in or they have no role.</summary>
    public Person? PersonOf(ClaimsPrincipal user)
    {
        var isLocal = IsOnThisComputer(user);
        if (SignedIn(user) is not { } identity)
        {
            return isLocal ? Person.Local : null;
        }

        if (PersonClaims.IdOf(user, options.Value.PersonIdClaim) is not { } id || (isLocal ? TaskRole.Admin : RoleOf(user)) is not { } role)
        {
            return null;
        }

        var person = new Person(id, PersonClaims.RolesOf(user))
        {
            Name = PersonClaims.NameOf(user, options.Value.PersonNameClaim) ?? id,
            Role = role,
            SeesAllTasks = role == TaskRole.Operator && options.Value.OperatorsSeeAllTasks,
            SignedInWith = identity.AuthenticationType,
        };
        names.Learn(person);
        return person;
    }

    /// <summary>Returns the highest role whose roles or claims a user has, or null.</summary>
    public static TaskRole? RoleOf(
        ClaimsPrincipal user,
        IEnumerable<string> adminRoles,
        IEnumerable<string> operatorRoles,
        IEnumerable<string> viewerRoles) =>
        Has(user, adminRoles) ? TaskRole.Admin
        : Has(user, operatorRoles) ? TaskRole.Operator
        : Has(user, viewerRoles) ? TaskRole.Viewer
        : null;

    private static ClaimsIdentity? SignedIn(ClaimsPrincipal user) =>
        user.Identities.FirstOrDefault(identity => identity.IsAuthenticated && identity.AuthenticationType != ThisComputer);

    private static bool IsOnThisComputer(ClaimsPrincipal user) =>
        user.Identities.Any(identity => identity.AuthenticationType == ThisComputer);

    private TaskRole? RoleOf(ClaimsPrincipal user) =>
        RoleOf(user, options.Value.AdminRoles, options.Value.OperatorRoles, options.Value.ViewerRoles) ?? options.Value.DefaultRole;

    /// <summary>Returns whether a user has one of the roles, which may also be given as "claim=value".</summary>
    private static bool Has(ClaimsPrincipal user, IEnumerable<string> roles) => roles.Any(role =>
        user.IsInRole(role)
        || (role.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && user.HasClaim(role[..at], role[(at + 1)..]))
        || PersonClaims.RolesOf(user).Contains(role));

    /// <summary>Nobody has signed in with it: the framework expects a unique name of those who have.</summary>
    private sealed class LocalIdentity() : ClaimsIdentity(ThisComputer)
    {
        public override bool IsAuthenticated => false;
    }
}
