namespace BlazorTasks.Dashboard.Access;

/// <summary>Ends a request of the API whose sender is not known, or has no access.</summary>
/// <param name="kind">The kind of credential, which is not valid, or null if there was none.</param>
/// <param name="isSignedIn">Whether somebody is signed in who has no role.</param>
internal sealed class SignInRequiredException(CredentialKind? kind, bool isSignedIn) : Exception(Describe(kind, isSignedIn))
{
    public int Status => isSignedIn ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;

    /// <summary>The machine-readable reason.</summary>
    public string Reason => isSignedIn ? "not_allowed" : kind is null ? "not_signed_in" : "invalid_credential";

    /// <summary>The WWW-Authenticate header.</summary>
    public string? Challenge => isSignedIn ? null : "Bearer";

    private static string Describe(CredentialKind? kind, bool isSignedIn) => kind switch
    {
        _ when isSignedIn => "Your account has no role here. Ask an administrator for access.",
        CredentialKind.ApiKey => "The API key is unknown, or it has expired or been revoked.",
        CredentialKind.Ticket => "The ticket has been used or has expired, or this endpoint does not accept tickets. " +
            "Request a new one with POST /api/tickets.",
        CredentialKind.ClientToken => "The client token is unknown, or it has expired or been revoked. " +
            "Create one with POST /api/api-keys and the scope \"client\".",
        CredentialKind.TaskToken => "This endpoint does not accept the token of a task. Send an API key instead.",
        _ => "Sign in, or send an API key in the header Authorization: Bearer bt_….",
    };
}
