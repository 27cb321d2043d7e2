using BlazorTasks.Dashboard.Components.Results;
using BlazorTasks.Dashboard.Components.Timelines;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// Downloads: the log, the result and the result file of a task. Available to everyone who may see the task's page.
/// </summary>
internal static class TaskDownloads
{
    private const int Page = 2_000;

    /// <summary>The maximum number of lines in a JSON page.</summary>
    private const int MaxLines = 2_000;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    public static void MapTaskDownloads(this IEndpointRouteBuilder api)
    {
        var task = api.MapGroup("/tasks/{id}").WithTags("Tasks");
        task.MapGet("/log", LogAsync)
            .WithoutRequestTimeout()
            .WithSummary("Get the log as text, or one page as JSON with Accept: application/json")
            .Produces<string>(200, "text/plain")
            .Produces<ApiLogPage>()
            .ProducesProblems(400, 404)
            .WithQuery("after", "integer", "The number of the last line already read")
            .WithQuery("limit", "integer", "The page size for JSON, up to 2,000")
            .WithQuery("download", "boolean", "Whether to download it as a file");
        task.MapGet("/result", ResultAsync)
            .WithSummary("Get the result of a task")
            .Produces<JsonElement>()
            .Produces(204)
            .ProducesProblems(404, 409)
            .WithQuery("download", "boolean", "Whether to download it as a file");
        task.MapGet("/file", FileAsync)
            .WithoutRequestTimeout()
            .WithSummary("Download the file returned by a task")
            .Produces<string>(200, "application/octet-stream")
            .ProducesProblems(404);
    }

    /// <summary>Sends the log as text, one page at a time because it may be larger than memory, or a single page as JSON.</summary>
    private static async Task<Results<PushStreamHttpResult, ApiReply<ApiLogPage>, Problem>> LogAsync(
        string id,
        TaskAccess access,
        HttpContext context)
    {
        var query = new ApiQuery(context);
        var after = query.Integer("after", 0, long.MaxValue - MaxLines - 1) ?? 0;
        var limit = (int)(query.Integer("limit", 1, MaxLines) ?? MaxLines);
        var download = query.Text("download") is "true" or "True";
        query.Check();
        if (await FindAsync(id, access, context) is not { } task)
        {
            return Problem.NoTask;
        }

        return context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase)
            ? new ApiReply<ApiLogPage>(StatusCodes.Status200OK, await PageAsync(access, task, after, limit, context.RequestAborted))
            : TypedResults.Stream(
                body => WriteAsync(task, access, after, body, context.RequestAborted),
                "text/plain; charset=utf-8",
                download ? $"{FileNameOf(task)}.log" : null);
    }

    private static async Task<ApiLogPage> PageAsync(TaskAccess access, TaskSnapshot task, long after, int limit, CancellationToken stop)
    {
        var first = Math.Max(after, task.TrimmedLines) + 1;
        var rows = LogRow.Gone(task, after + 1).Concat(LogRow.Of(
            await access.ReadLogAsync(task.Id, first, limit, stop),
            first,
            first + limit - 1));
        var items = rows.Select(row => new ApiLogLine(
            row.Number,
            row.Line?.At,
            row.Line?.Level,
            row.Line?.Text ?? "",
            row.Dropped)).ToList();
        return new ApiLogPage(items, items.Count == 0 ? null : Math.Max(after, items[^1].Number + Math.Max(0, items[^1].Dropped - 1)));
    }

    /// <summary>Sends the result as JSON.</summary>
    private static async Task<Results<FileContentHttpResult, NoContent, Problem>> ResultAsync(
        string id,
        TaskAccess access,
        HttpContext context)
    {
        var query = new ApiQuery(context);
        var download = query.Text("download") is "true" or "True";
        query.Check();
        if (await FindAsync(id, access, context) is not { } task)
        {
            return Problem.NoTask;
        }

        if (task.State != TaskState.Succeeded)
        {
            var yet = task.State.IsFinal() ? "" : " yet";
            return Problem.Of(
                StatusCodes.Status409Conflict,
                $"{task.Name} has no result{yet}. Its state is {task.State}.",
                task.State.IsFinal() ? "no_result" : "not_final");
        }

        return await ReadResultAsync(task, access, context) is { } result
            ? TypedResults.File(
                JsonSerializer.SerializeToUtf8Bytes(result, Indented),
                "application/json",
                download ? $"{FileNameOf(task)}.json" : null)
            : TypedResults.NoContent();
    }

    /// <summary>Sends the result file. The URL contains only the task's id, so clients cannot request other paths.</summary>
    private static async Task<Results<FileStreamHttpResult, Problem>> FileAsync(string id, TaskAccess access, HttpContext context)
    {
        var result = await FindAsync(id, access, context) is { } task ? await ReadResultAsync(task, access, context) : null;
        return result is { } value
            && ResultShape.Of(value) is { Kind: ResultKind.File } shape
            && access.FindResultFile(shape.Token) is { } file
            ? TypedResults.Stream(file.OpenRead(), "application/octet-stream", file.Name)
            : Problem.Of(StatusCodes.Status404NotFound, "The task does not exist, or its file has been deleted.", "not_found");
    }

    private static async Task<JsonElement?> ReadResultAsync(TaskSnapshot task, TaskAccess access, HttpContext context)
    {
        var milestones = new TaskHistory(access, task.Id);
        await milestones.ReadToAsync(task.Seq, context.RequestAborted);
        return milestones.Result;
    }

    private static async Task WriteAsync(TaskSnapshot task, TaskAccess access, long after, Stream body, CancellationToken stop)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
        foreach (var row in LogRow.Gone(task, after + 1))
        {
            await writer.WriteLineAsync(row.ToText().AsMemory(), stop);
        }

        var last = task.LogLines + task.DroppedLines + 1; // a gap at the end has the next number
        for (var first = Math.Max(after, task.TrimmedLines) + 1; first <= last; first += Page)
        {
            foreach (var row in LogRow.Of(await access.ReadLogAsync(task.Id, first, Page, stop), first, first + Page - 1))
            {
                await writer.WriteLineAsync(row.ToText().AsMemory(), stop);
            }

            await writer.FlushAsync(stop);
        }
    }

    private static async Task<TaskSnapshot?> FindAsync(string id, TaskAccess access, HttpContext context) =>
        TaskId.TryParse(id, null, out var task) ? await access.GetAsync(task, context.RequestAborted) : null;

    private static string FileNameOf(TaskSnapshot task)
    {
        var name = new string([.. task.Name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-')]).Trim('-');
        return $"{(name.Length is > 0 and < 80 ? name : "task")}-{task.Id.Short}";
    }
}
