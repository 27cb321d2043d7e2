namespace BlazorTasks.Dashboard.Access;

/// <summary>How a program identifies itself.</summary>
internal enum CredentialKind
{
    /// <summary>With an API key, in the header Authorization.</summary>
    ApiKey,

    /// <summary>With a ticket in the URL, for a single event stream or WebSocket.</summary>
    Ticket,

    /// <summary>With the token of an external task, which is only good for that task.</summary>
    TaskToken,

    /// <summary>With a client token in the path, for the tasks of one owner in the compact format.</summary>
    ClientToken,
}

/// <summary>What a request of a program to the API carries instead of the sign-in of a person.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Secret">The secret, which has not been verified.</param>
internal sealed record RequestCredential(CredentialKind Kind, string Secret)
{
    /// <summary>The name of the query parameter with a ticket.</summary>
    public const string TicketParameter = "ticket";

    private const string Scheme = "Bearer ";

    /// <summary>Whether it is in the URL: pages of other sites may use it, because a browser does not add it by itself.</summary>
    public bool IsInUrl => Kind is CredentialKind.Ticket or CredentialKind.ClientToken;

    /// <summary>Returns the credential of a request, or null. Other schemes and tokens are those of the host.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">Its path below the prefix of the dashboard.</param>
    /// <param name="bootstrapKey">The API key of the configuration, if there is one.</param>
    public static RequestCredential? Of(HttpRequest request, string path, string? bootstrapKey)
    {
        if (path.Split('/') is [_, var area, { Length: > 0 } token, ..] && area.Equals("clients", StringComparison.OrdinalIgnoreCase))
        {
            return new(CredentialKind.ClientToken, token);
        }

        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            var secret = header[Scheme.Length..].Trim();
            return secret.StartsWith(ApiKeySecret.Prefix, StringComparison.Ordinal)
                || (bootstrapKey is { Length: > 0 } key && ApiKeySecret.Matches(secret, key))
                ? new(CredentialKind.ApiKey, secret)
                : secret.StartsWith(ExternalTask.TokenPrefix, StringComparison.Ordinal) ? new(CredentialKind.TaskToken, secret)
                : null;
        }

        return header.Length == 0 && request.Query[TicketParameter] is [{ Length: > 0 } ticket]
            ? new(CredentialKind.Ticket, ticket)
            : null;
    }
}
