using System.Text;
using BlazorTasks.Dashboard.Components.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlazorTasks.Dashboard.Api;

/// <summary>What can be taken away from a task page as a file. Whoever may see the page may have them.</summary>
internal static class TaskDownloads
{
    private const int Page = 2_000;

    /// <summary>Maps them under "api/tasks".</summary>
    public static void MapTaskDownloads(this IEndpointRouteBuilder endpoints)
    {
        var tasks = endpoints.MapGroup("/api/tasks/{id}");
        tasks.MapGet("/log", LogAsync);
    }

    /// <summary>The whole log as text, read and sent a page at a time: it may be larger than memory.</summary>
    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> LogAsync(string id, bool? download, TaskMonitor monitor, HttpContext context)
    {
        if (await FindAsync(id, monitor, context) is not { } task)
        {
            return NotFound();
        }

        var name = download == true ? $"{FileNameOf(task)}.log" : null;
        return TypedResults.Stream(body => WriteAsync(task, monitor, body, context.RequestAborted), "text/plain; charset=utf-8", name);
    }

    private static async Task WriteAsync(TaskSnapshot task, TaskMonitor monitor, Stream body, CancellationToken stop)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(false), leaveOpen: true);
        var last = task.LogLines + task.DroppedLines + 1; // a gap at the very end has the next number
        for (var first = 1L; first <= last; first += Page)
        {
            foreach (var row in LogRow.Of(await monitor.ReadLogAsync(task.Id, first, Page, stop), first, first + Page - 1))
            {
                await writer.WriteLineAsync(row.ToText().AsMemory(), stop);
            }

            await writer.FlushAsync(stop);
        }
    }

    private static async Task<TaskSnapshot?> FindAsync(string id, TaskMonitor monitor, HttpContext context) =>
        TaskId.TryParse(id, null, out var task) ? await monitor.GetAsync(task, context.RequestAborted) : null;

    private static ProblemHttpResult NotFound() =>
        TypedResults.Problem("There is no such task, or it was removed when its time in the history was over.", statusCode: StatusCodes.Status404NotFound);

    private static string FileNameOf(TaskSnapshot task)
    {
        var name = new string([.. task.Name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-')]).Trim('-');
        return $"{(name.Length is > 0 and < 80 ? name : "task")}-{task.Id.Short}";
    }
}
