namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>API keys of programs, and tickets for browsers on other sites.</summary>
internal static class KeysApi
{
    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/api-keys").WithTags("API keys");
        keys.MapGet("", ListAsync)
            .WithSummary("List your API keys, newest first. Administrators get those of everyone")
            .Produces<ApiKeys>()
            .ProducesProblems(403);
        keys.MapPost("", CreateAsync)
            .WithSummary("Create an API key. Only this response contains it")
            .Accepts<ApiKeyRequest>()
            .Produces<ApiKeyDetails>(201)
            .ProducesProblems(400, 403, 413, 415, 422, 429, 503);
        keys.MapDelete("/{key_id}", RevokeAsync)
            .WithSummary("Revoke an API key")
            .Produces(204)
            .ProducesProblems(403, 404, 429, 503);
        api.MapPost("/tickets", IssueAsync)
            .WithTags("API keys")
            .WithSummary("Get a ticket with which a browser on another site opens one event stream or WebSocket, within 30 seconds")
            .Produces<ApiTicket>(201)
            .ProducesProblems(403, 429, 503);
    }

    private static async Task<ApiReply<ApiKeys>> ListAsync(HttpContext context, TaskAccess access)
    {
        new ApiQuery(context).Check();
        var keys = await access.Keys.ListAsync(context.RequestAborted);
        return new(StatusCodes.Status200OK, new ApiKeys([.. keys.Select(key => key.ToApi())]));
    }

    private static async Task<Results<ApiReply<ApiKeyDetails>, Problem>> CreateAsync(HttpContext context, TaskAccess access)
    {
        var request = ApiKeyRequest.Read(await RequestBody.JsonAsync(context));
        var result = await access.Keys.CreateAsync(request.ToSettings());
        return result.Key is { } key
            ? new ApiReply<ApiKeyDetails>(StatusCodes.Status201Created, key.ToApi() with { Key = result.Secret })
            : Problem.Invalid(result.Errors);
    }

    private static async Task<Results<NoContent, Problem>> RevokeAsync(string key_id, TaskAccess access) =>
        await access.Keys.RevokeAsync(key_id)
            ? TypedResults.NoContent()
            : Problem.Of(StatusCodes.Status404NotFound, "The API key does not exist, or it has already been revoked.", "not_found");

    private static async Task<Results<ApiReply<ApiTicket>, Problem>> IssueAsync(HttpContext context, TaskAccess access, Tickets tickets)
    {
        (await RequestBody.JsonAsync(context, optional: true)).CheckEmpty();
        access.Demand(KeyScopes.Read);
        access.Count(RateLimitedAction.Command);
        return tickets.Issue(context.User) is var (ticket, expiresAt)
            ? new ApiReply<ApiTicket>(StatusCodes.Status201Created, new ApiTicket(ticket, expiresAt))
            : Problem.NotAvailable("Too many tickets are open. Try again later.", "too_many_tickets");
    }

    /// <summary>A request to create an API key.</summary>
    /// <param name="Name">What the key is for.</param>
    /// <param name="Scopes">What it may be used for.</param>
    /// <param name="Definitions">The definitions to which it is limited. Empty means all.</param>
    /// <param name="Client">The owner of the tasks that a client token shows. Yourself by default.</param>
    /// <param name="ExpiresAt">When it expires. Required for client tokens.</param>
    internal sealed record ApiKeyRequest(
        string Name,
        IReadOnlyList<ApiKeyScope> Scopes,
        IReadOnlyList<string> Definitions,
        string? Client,
        DateTimeOffset? ExpiresAt)
    {
        private static readonly Dictionary<string, ApiKeyScope> Words =
            Enum.GetValues<ApiKeyScope>().ToDictionary(scope => scope.ToString().ToLowerInvariant());

        public static ApiKeyRequest Read(JsonMembers body)
        {
            var scopes = body.Texts("scopes", Words.Count, 20);
            if (scopes.Any(word => !Words.ContainsKey(word)))
            {
                body.Wrong<object>("scopes", $"This must be an array of {string.Join(", ", Words.Keys)}");
            }

            var request = new ApiKeyRequest(
                body.Required("name", "Specify what the key is for", ApiKey.MaxName),
                [.. scopes.Where(Words.ContainsKey).Select(word => Words[word]).Distinct()],
                body.Texts("definitions", ApiKey.MaxDefinitions, 200),
                body.Text("client", StartOptions.MaxOwnerLength),
                body.Time("expires_at"));
            body.Check();
            return request;
        }

        public ApiKeySettings ToSettings() => new(Name, Scopes.Aggregate(KeyScopes.None, (all, scope) => all | ScopeOf(scope)))
        {
            Definitions = Definitions,
            Client = Client,
            ExpiresAt = ExpiresAt,
        };

        private static KeyScopes ScopeOf(ApiKeyScope scope) => (KeyScopes)(1 << (int)scope);
    }
}
