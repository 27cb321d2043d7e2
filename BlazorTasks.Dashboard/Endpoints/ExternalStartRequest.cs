using BlazorTasks.Client;
using BlazorTasks.Dashboard.Endpoints.Mapping;
using Microsoft.AspNetCore.Http;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>A task whose work a script does.</summary>
/// <param name="External">True.</param>
/// <param name="Name">What people see.</param>
/// <param name="Heartbeat">The longest silence of the script, such as "00:01:00".</param>
/// <param name="Priority">Higher is listed first; 0 is normal.</param>
/// <param name="Tags">Free words to find it by.</param>
/// <param name="Label">What tells it from its siblings.</param>
internal sealed record ExternalStartRequest(bool External, string Name, TimeSpan? Heartbeat, int? Priority, IReadOnlyList<string> Tags, string? Label)
{
    /// <exception cref="ProblemException">Something in it is wrong.</exception>
    public static ExternalStartRequest Read(JsonMembers body)
    {
        var request = new ExternalStartRequest(
            true,
            body.Required("name", "Say what people should see, such as “Nightly backup”"),
            body.Length("heartbeat", ExternalStart.MinHeartbeat, ExternalStart.MaxHeartbeat),
            body.Integer("priority"),
            body.Texts("tags", StartOptions.MaxTags, StartOptions.MaxTagLength),
            body.Text("label"));
        body.Check();
        return request;
    }

    /// <summary>Starts it; the answer has the token, this once.</summary>
    /// <exception cref="ProblemException">It was not started.</exception>
    public async Task<ApiReply<ApiTask>> StartAsync(HttpContext context, TaskMonitor monitor)
    {
        var options = new StartOptions { Owner = ApiCaller.Of(context).Name, Priority = Priority ?? 0, Tags = Tags, Label = Label, IdempotencyKey = Idempotency.KeyOf(context) };
        try
        {
            var started = await monitor.StartExternalAsync(Name, Heartbeat, options);
            var task = started.Task.Snapshot;
            return started.Token is null
                ? throw new ProblemException(StatusCodes.Status409Conflict, $"This key started {task.Name}, task {task.Id}, and its token was shown then. Start another one under another key.", "token_gone")
                : new(StatusCodes.Status202Accepted, task.ToApi() with { Token = started.Token }) { Location = $"{context.Request.PathBase}/api/tasks/{task.Id}" };
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
