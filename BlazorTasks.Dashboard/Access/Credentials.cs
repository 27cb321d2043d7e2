using BlazorTasks.Components.Access;
using Microsoft.Net.Http.Headers;

namespace BlazorTasks.Dashboard.Access;

/// <summary>Verifies the credentials of programs.</summary>
internal sealed class Credentials(TaskMonitor monitor, Tickets tickets, IOptions<DashboardOptions> options)
{
    /// <summary>Someone with the token of a task, and nothing else: no task is theirs.</summary>
    private static readonly Person Script = new(PersonClaims.Script) { Role = TaskRole.Viewer, SignedInWith = "task token" };

    /// <summary>The key of the configuration, whose owner is nobody in particular.</summary>
    private static readonly ApiKey Bootstrap = new()
    {
        Id = "bootstrap",
        Hash = "",
        Name = "bootstrap",
        Owner = PersonClaims.Configuration,
        OwnerName = "Configuration",
        Role = TaskRole.Admin,
        Scopes = KeyScopes.Admin,
    };

    /// <summary>Returns the user of a credential and, if it is not one of <see cref="PersonMapping"/>, the person; or null.</summary>
    public async ValueTask<(ClaimsPrincipal User, Person? Person)?> VerifyAsync(RequestCredential credential, HttpContext context)
    {
        var endpoint = context.GetEndpoint()?.Metadata;
        return credential.Kind switch
        {
            CredentialKind.ApiKey => await FindAsync(credential.Secret, context) is { } key
                ? (new ClaimsPrincipal(new ApiKeyIdentity(key)), null)
                : null,
            CredentialKind.ClientToken => await FindClientTokenAsync(credential.Secret, context) is { } token
                ? (new ClaimsPrincipal(new ApiKeyIdentity(token)), null)
                : null,
            CredentialKind.Ticket => endpoint?.GetMetadata<AcceptsTicket>() is not null && tickets.Redeem(credential.Secret) is { } user
                ? (user, null)
                : null,
            _ => endpoint?.GetMetadata<AcceptsTaskToken>() is not null ? (new ClaimsPrincipal(), Script) : null,
        };
    }

    /// <summary>Lets a page of another site read what it has requested with a credential in the URL.</summary>
    public static void AllowOrigin(HttpContext context)
    {
        if (context.Request.Headers.Origin is [{ Length: > 0 } origin])
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        }
    }

    /// <summary>Returns whether the owner of a key has no account: the configuration, or whoever works on this computer.</summary>
    public static bool IsOfNobody(ApiKey key) => key.Owner == Bootstrap.Owner || key.Owner == Person.Local.Id;

    /// <summary>Returns the key as of now, or null if it was revoked or has expired.</summary>
    public async ValueTask<ApiKey?> RefreshAsync(ApiKey key) => key.Id == Bootstrap.Id ? Bootstrap : await monitor.Keys.FindAsync(key.Id);

    private async Task<ApiKey?> FindAsync(string secret, HttpContext context) =>
        options.Value.BootstrapKey is { Length: > 0 } bootstrap && ApiKeySecret.Matches(secret, bootstrap)
            ? Bootstrap
            : await monitor.Keys.AuthenticateAsync(secret, $"{ClientAddress.Of(context)}", context.RequestAborted);

    /// <summary>Other keys are not accepted in a URL.</summary>
    private async Task<ApiKey?> FindClientTokenAsync(string secret, HttpContext context) =>
        await FindAsync(secret, context) is { IsClientToken: true } token ? token : null;
}
