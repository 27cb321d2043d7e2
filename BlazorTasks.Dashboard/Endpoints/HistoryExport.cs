using BlazorTasks.Dashboard.Components.History;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// Exports the history to a file, with the same filter parameters as the page. It is streamed one page at a time, and stops
/// when the client disconnects.
/// </summary>
internal static class HistoryExport
{
    /// <summary>The maximum number of individual tasks in a URL.</summary>
    public const int MaxIds = 200;

    public static void MapHistoryExport(this IEndpointRouteBuilder dashboard)
    {
        var history = dashboard.MapGroup("/api").AddEndpointFilter<ApiEndpoints.ProblemFilter>().AddEndpointFilter<ReadFilter>();
        history.MapGet("/history.csv", (HttpContext context, TaskAccess access, TimeProvider time) =>
            WriteAsync(
                context,
                access,
                time,
                "csv",
                "text/csv; charset=utf-8",
                $"{ExportFile.ByteOrderMark}{ExportedTask.CsvHead}\r\n",
                task => $"{task.ToCsv()}\r\n")).WithTags("History").WithSummary(
                    "Export the history as CSV, with the same filter parameters as the page").Produces<string>(
                    200,

            "text/csv").ProducesProblems(400, 403);
        history.MapGet("/history.jsonl", (HttpContext context, TaskAccess access, TimeProvider time) =>
            WriteAsync(
                context,
                access,
                time,
                "jsonl",
                "application/x-ndjson; charset=utf-8",
                "",
                task => $"{JsonSerializer.Serialize(task, TaskJson.Options)}\n")).WithTags("History").WithSummary(
                    "Export the history as JSON lines, with the same filter parameters as the page").Produces<string>(
                    200,

            "application/x-ndjson").ProducesProblems(400, 403);
    }

    private static async Task<IResult> WriteAsync(
        HttpContext context,
        TaskAccess access,
        TimeProvider time,
        string ending,
        string type,
        string head,
        Func<ExportedTask, string> line)
    {
        var viewer = context.RequestServices.GetRequiredService<Viewer>();
        viewer.UseTimeZone(context.Request.Cookies["bt-zone"]);
        var (filter, problems) = HistoryAddress.Read(context.Request.Query, viewer.TimeZone, "id");
        var ids = ReadIds(context.Request.Query["id"], out var problem);
        if (problems.Count > 0 || problem is not null)
        {
            return TypedResults.Problem(
                string.Join(' ', problems.Append(problem).OfType<string>()),
                statusCode: StatusCodes.Status400BadRequest,
                title: "Invalid filter");
        }

        var now = time.GetUtcNow();
        ExportFile.Begin(context.Response, "history", ending, type, now);
        var query = filter.ToQuery(now, viewer.TimeZone) with { Cursor = null };
        var tasks = ids.Count > 0 ? ByIdAsync(access, ids, context.RequestAborted) : access.ListAllAsync(query, context.RequestAborted);
        try
        {
            await CopyAsync(tasks, context.Response, head, line);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // the client has disconnected
        }

        return Results.Empty;
    }

    private static async Task CopyAsync(
        IAsyncEnumerable<TaskSnapshot> tasks,
        HttpResponse response,
        string head,
        Func<ExportedTask, string> line)
    {
        await response.WriteAsync(head, response.HttpContext.RequestAborted);
        var text = new StringBuilder();
        await foreach (var task in tasks)
        {
            text.Append(line(ExportedTask.From(task)));
            if (text.Length > 64 * 1024)
            {
                await response.WriteAsync(text.ToString(), response.HttpContext.RequestAborted); // waits until the client has received it
                text.Clear();
            }
        }

        await response.WriteAsync(text.ToString(), response.HttpContext.RequestAborted);
    }

    private static async IAsyncEnumerable<TaskSnapshot> ByIdAsync(
        TaskAccess access,
        List<TaskId> ids,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            if (await access.GetAsync(id, cancellationToken) is { FinishedAt: not null } task)
            {
                yield return task;
            }
        }
    }

    private static List<TaskId> ReadIds(string? text, out string? problem)
    {
        var words = (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var ids = words.Select(word => TaskId.TryParse(word, CultureInfo.InvariantCulture, out var id) ? id : (TaskId?)null).ToList();
        problem = ids.Count > MaxIds
            ? $"At most {MaxIds} tasks can be specified by id."
            : ids.Contains(null)
            ? "“id” must be a list of task ids separated by commas."
            : null;
        return [.. ids.OfType<TaskId>()];
    }
}
