namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>A call from the script of an external task, authenticated with the token of the task.</summary>
/// <param name="Id">The id of the task in the URL.</param>
/// <param name="Context">The request.</param>
/// <param name="Access">What the caller may see and do.</param>
/// <param name="Lifetime">Says when the server shuts down.</param>
internal readonly record struct ScriptCall(string Id, HttpContext Context, TaskAccess Access, IHostApplicationLifetime Lifetime)
{
    private const string Scheme = "Bearer ";

    /// <summary>Opens the session, acts, and returns the state of the task for the script.</summary>
    /// <param name="act">What to do. Returns null if that cannot be rejected.</param>
    public async Task<Results<ApiReply<ApiCall>, Problem>> RunAsync(Func<ExternalSession, Task<CommandResult?>> act)
    {
        using var script = await OpenAsync();
        return Problem.Of(await act(script) ?? await script.SendAsync()) is { } problem ? problem : Heard(script);
    }

    /// <summary>Opens a session for a script with a valid token.</summary>
    /// <exception cref="ProblemException">The token is invalid, or the task has finished.</exception>
    public async Task<ExternalSession> OpenAsync()
    {
        var shown = Context.Request.Headers.Authorization.ToString();
        if (!shown.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || shown.Length == Scheme.Length)
        {
            Context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new ProblemException(
                StatusCodes.Status401Unauthorized,
                "Send the token of the task in the header Authorization: Bearer btt_….",
                "no_token");
        }

        if (!TaskId.TryParse(Id, null, out var task))
        {
            throw new ProblemException(Problem.NoTask);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Context.RequestAborted, Lifetime.ApplicationStopping);
        var (result, session) = await Access.OpenExternalAsync(task, shown[Scheme.Length..].Trim(), stop.Token);
        return session ?? throw new ProblemException(Problem.Of(result)!);
    }

    private static ApiReply<ApiCall> Heard(ExternalSession script) =>
        new(
            StatusCodes.Status200OK,
            new ApiCall(
                script.Task.Id.Value,
                (ApiTaskState)script.Task.State,
                script.IsCancelRequested,
                script.Task.CancelRequestedBy,
                script.Heartbeat));
}
