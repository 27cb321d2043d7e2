using Microsoft.AspNetCore.WebUtilities;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// The paged list of all tasks: unfinished ones first, then finished ones. A task that finishes while a client is paging may
/// appear twice, but is never missed.
/// </summary>
internal static class TaskListApi
{
    /// <summary>Where the list continues: among the unfinished or among the finished tasks.</summary>
    private const string Active = "a.";
    private const string Ended = "e.";

    public static async Task<ApiReply<ApiTaskPage>> ListAsync(HttpContext context, TaskAccess access)
    {
        var (query, after) = Read(new ApiQuery(context));
        var (items, next) = await PageAsync(access, query, after, context.RequestAborted);
        if (next is not null)
        {
            context.Response.Headers.Link = $"<{AddressOf(context, next)}>; rel=\"next\"";
        }

        return new(StatusCodes.Status200OK, new ApiTaskPage([.. items.Select(task => task.ToApi())], next));
    }

    private static (TaskQuery Query, string After) Read(ApiQuery parameters)
    {
        var query = new TaskQuery
        {
            States = StateNames.Read(parameters.Words("state")),
            Definition = parameters.Text("definition"),
            Owner = parameters.Text("owner"),
            Tag = parameters.Text("tag"),
            Node = parameters.Text("node"),
            Schedule = parameters.Text("schedule"),
            Parent = parameters.Text("parent") is not { } parent
                ? null
                : TaskId.TryParse(parent, null, out var id)
                ? id
                : throw ApiQuery.Wrong("parent", "must be the id of a task"),
            Error = TaskQuery.ErrorOf(parameters.Text("error")),
            Text = parameters.Text("q", TaskQuery.MaxText),
            From = parameters.Time("from"),
            To = parameters.Time("to"),
            Limit = (int)(parameters.Integer("limit", 1, TaskQuery.MaxLimit) ?? 50),
        };
        var after = parameters.Text("after", 1_000) ?? Active;
        parameters.Check();
        return after.StartsWith(Active, StringComparison.Ordinal) || after.StartsWith(Ended, StringComparison.Ordinal)
            ? (query, after)
            : throw ApiQuery.Wrong("after", "must be the “next” value of another page");
    }

    private static async Task<(IReadOnlyList<TaskSnapshot> Items, string? Next)> PageAsync(
        TaskAccess access,
        TaskQuery query,
        string after,
        CancellationToken stop)
    {
        var mayBeActive = query.States.Count == 0 || query.States.Any(state => !state.IsFinal());
        var mayBeEnded = query.States.Count == 0 || query.States.Any(state => state.IsFinal());
        var active = new TaskPage([], null, null);
        if (mayBeActive && after.StartsWith(Active, StringComparison.Ordinal))
        {
            active = await OneAsync(access, query with { Finished = false, Cursor = CursorOf(after) }, stop);
            if (active.Next is not null || !mayBeEnded)
            {
                return (active.Items, active.Next is null ? null : Active + active.Next);
            }

            if (active.Items.Count == query.Limit)
            {
                return (active.Items, Ended);
            }

            after = Ended;
        }

        if (!mayBeEnded)
        {
            return ([], null);
        }

        var cursor = after.StartsWith(Ended, StringComparison.Ordinal) ? CursorOf(after) : null;
        var ended = await OneAsync(
            access,
            query with { Finished = true, Cursor = cursor, Limit = query.Limit - active.Items.Count },
            stop);
        return ([.. active.Items, .. ended.Items], ended.Next is null ? null : Ended + ended.Next);
    }

    private static string? CursorOf(string after) => after.Length > Active.Length ? after[Active.Length..] : null;

    private static async Task<TaskPage> OneAsync(TaskAccess access, TaskQuery query, CancellationToken stop)
    {
        try
        {
            return await access.ListAsync(query, stop);
        }
        catch (ArgumentException)
        {
            throw ApiQuery.Wrong("after", "must be the “next” value of another page");
        }
    }

    private static string AddressOf(HttpContext context, string next)
    {
        var others = context.Request.Query.Where(one => one.Key != "after")
            .SelectMany(one => one.Value.Select(value => KeyValuePair.Create(one.Key, value)));
        return QueryHelpers.AddQueryString(
            string.Create(CultureInfo.InvariantCulture, $"{context.Request.PathBase}/api/tasks"),
            others.Append(KeyValuePair.Create("after", (string?)next)));
    }
}
