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
}

/// <summary>What a request of a program to the API carries instead of the sign-in of a person.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Secret">The secret, which has not been verified.</param>
internal sealed record RequestCredential(CredentialKind Kind, string Secret)
{
    /// <summary>The name of the query parameter with a ticket.</summary>
    public const string TicketParameter = "ticket";

    private const string Scheme = "Bearer ";

    /// <summary>Returns the credential of a request, or null. Other schemes and tokens are those of the host.</summary>
    public static RequestCredential? Of(HttpRequest request, string? bootstrapKey)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            var token = header[Scheme.Length..].Trim();
            return token.StartsWith(ApiKeySecret.Prefix, StringComparison.Ordinal)
                || (bootstrapKey is { Length: > 0 } key && ApiKeySecret.Matches(token, key))
                ? new(CredentialKind.ApiKey, token)
                : token.StartsWith(ExternalTask.TokenPrefix, StringComparison.Ordinal) ? new(CredentialKind.TaskToken, token)
                : null;
        }

        return header.Length == 0 && request.Query[TicketParameter] is [{ Length: > 0 } ticket]
            ? new(CredentialKind.Ticket, ticket)
            : null;
    }
}
