using BlazorTasks.Dashboard.Access;

namespace BlazorTasks.App.Accounts;

/// <summary>The settings for single sign-on with OpenID Connect: "BlazorTasks:OpenId".</summary>
internal sealed class OpenIdSettings
{
    public const string Section = "BlazorTasks:OpenId";
    public const string GroupClaim = "groups";

    /// <summary>The URL of the provider, or none: there is no single sign-on.</summary>
    public string Authority { get; init; } = "";

    public string ClientId { get; init; } = "";

    public string ClientSecret { get; init; } = "";

    /// <summary>The name of the provider, for the button to sign in.</summary>
    public string Name { get; init; } = "single sign-on";

    /// <summary>What to ask for in addition to "openid" and "profile".</summary>
    public string[] Scopes { get; init; } = [];

    /// <summary>The roles of administrators: values of role claims, or "claim=value".</summary>
    public string[] AdminRoles { get; init => field = NotEmpty(value); } = [];

    public string[] OperatorRoles { get; init => field = NotEmpty(value); } = [];

    public string[] ViewerRoles { get; init => field = NotEmpty(value); } = [];

    /// <summary>The role of those who have none of these, or null: they do not get in.</summary>
    public TaskRole? DefaultRole { get; init; }

    /// <summary>Whether there is single sign-on.</summary>
    public bool IsUsed => Authority.Length > 0;

    /// <summary>Whether the connection to the provider must be encrypted.</summary>
    public bool RequiresHttps => !new Uri(Authority).IsLoopback;

    /// <summary>Whether the provider decides who may do what, as opposed to the page People.</summary>
    private bool MapsRoles => AdminRoles.Length + OperatorRoles.Length + ViewerRoles.Length > 0;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="TaskSetupException">They cannot work.</exception>
    public static OpenIdSettings Read(IConfiguration configuration)
    {
        var settings = Bind(configuration);
        return settings switch
        {
            { IsUsed: false } => settings,
            _ when !Uri.TryCreate(settings.Authority, UriKind.Absolute, out var uri) || !IsSafe(uri) =>
                throw Invalid($"Authority is \"{settings.Authority}\", but must be an https URL."),
            { ClientId: "" } => throw Invalid("ClientId is missing. The provider shows it where the client is registered."),
            { MapsRoles: false, DefaultRole: null } => throw Invalid(
                "nobody would get in. Set AdminRoles, OperatorRoles or ViewerRoles, such as \"groups=task-admins\", or DefaultRole."),
            _ => settings,
        };
    }

    /// <summary>Returns what someone may do, or null if they do not get in.</summary>
    /// <param name="user">What the provider says about them.</param>
    /// <param name="account">Their account, if they have been here before.</param>
    public TaskRole? RoleOf(ClaimsPrincipal user, Account? account) => MapsRoles
        ? PersonMapping.RoleOf(user, AdminRoles, OperatorRoles, ViewerRoles) ?? DefaultRole
        : account?.Role ?? DefaultRole;

    /// <summary>Returns the roles and groups of someone, for definitions that require one.</summary>
    public static IReadOnlyCollection<string> OtherRolesOf(ClaimsPrincipal user) =>
    [
        .. PersonClaims.RolesOf(user)
            .Union(user.FindAll(GroupClaim).Select(group => group.Value))
            .Where(AccountRoles.IsAllowed),
    ];

    /// <summary>A setting may be there without a value.</summary>
    private static string[] NotEmpty(string?[] roles) => [.. roles.OfType<string>().Where(role => role.Length > 0)];

    private static OpenIdSettings Bind(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection(Section).Get<OpenIdSettings>() ?? new();
        }
        catch (InvalidOperationException error)
        {
            throw Invalid(error.Message);
        }
    }

    private static bool IsSafe(Uri uri) => uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);

    private static TaskSetupException Invalid(string why) => new($"BlazorTasks was not started: {Section}: {why}");
}
