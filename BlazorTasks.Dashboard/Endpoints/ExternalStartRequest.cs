namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>Starts a task whose work is done by an external script.</summary>
/// <param name="External">Always true.</param>
/// <param name="Name">The display name.</param>
/// <param name="Heartbeat">The maximum time between two calls of the script, such as "00:01:00".</param>
/// <param name="Priority">The priority. Higher values are listed first; 0 is normal.</param>
/// <param name="Tags">Free-form tags to search by.</param>
/// <param name="Label">A label that distinguishes the task from others of the same name.</param>
internal sealed record ExternalStartRequest(
    bool External,
    string Name,
    TimeSpan? Heartbeat,
    int? Priority,
    IReadOnlyList<string> Tags,
    string? Label)
{
    /// <exception cref="ProblemException">The request is invalid.</exception>
    public static ExternalStartRequest Read(JsonMembers body)
    {
        var request = new ExternalStartRequest(
            true,
            body.Required("name", "Specify a display name, such as “Nightly backup”"),
            body.Length("heartbeat", ExternalStart.MinHeartbeat, ExternalStart.MaxHeartbeat),
            body.Integer("priority"),
            body.Texts("tags", StartOptions.MaxTags, StartOptions.MaxTagLength),
            body.Text("label"));
        body.Check();
        return request;
    }

    /// <summary>Starts the task. The token is only returned in this response.</summary>
    /// <exception cref="ProblemException">The task was not started.</exception>
    public async Task<ApiReply<ApiTask>> StartAsync(HttpContext context, TaskAccess access)
    {
        var options = new StartOptions
        {
            Priority = Priority ?? 0,
            Tags = Tags,
            Label = Label,
            IdempotencyKey = Idempotency.KeyOf(context)
        };
        try
        {
            var started = await access.StartExternalAsync(Name, Heartbeat, options);
            var task = started.Task.Snapshot;
            return started.Token is null
                ? throw new ProblemException(
                    StatusCodes.Status409Conflict,
                    $"This key was already used to start {task.Name} ({task.Id}), and its token was returned then. Use " +
                    "another key to start another task.",
                    "token_gone")
                : TasksApi.Accepted(context, task.ToApi() with { Token = started.Token });
        }
        catch (KeyReusedException error)
        {
            throw new ProblemException(StatusCodes.Status422UnprocessableEntity, error.Message, "key_reused");
        }
        catch (InvalidOperationException error)
        {
            throw new ProblemException(StatusCodes.Status503ServiceUnavailable, error.Message, "shutting_down");
        }
    }
}
