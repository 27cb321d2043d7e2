using System.Text;
using System.Text.Json;
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
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Maps them under "api/tasks".</summary>
    public static void MapTaskDownloads(this IEndpointRouteBuilder endpoints)
    {
        var tasks = endpoints.MapGroup("/api/tasks/{id}");
        tasks.MapGet("/log", LogAsync);
        tasks.MapGet("/result", ResultAsync);
        tasks.MapGet("/file", FileAsync);
    }

    /// <summary>The whole log as text, read and sent a page at a time: it may be larger than memory.</summary>
    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> LogAsync(string id, bool? download, TaskMonitor monitor, HttpContext context)
    {
        if (await FindAsync(id, monitor, context) is not { } task)
        {
            return NotFound("There is no such task, or it was removed when its time in the history was over.");
        }

        var name = download == true ? $"{FileNameOf(task)}.log" : null;
        return TypedResults.Stream(body => WriteAsync(task, monitor, body, context.RequestAborted), "text/plain; charset=utf-8", name);
    }

    /// <summary>What the task returned, as JSON.</summary>
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ResultAsync(string id, bool? download, TaskMonitor monitor, HttpContext context)
    {
        if (await FindAsync(id, monitor, context) is not { } task || await ReadResultAsync(task, monitor, context) is not { } result)
        {
            return NotFound("There is no such task, or it has no result.");
        }

        var name = download == true ? $"{FileNameOf(task)}.json" : null;
        return TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(result, Indented), "application/json", name);
    }

    /// <summary>The file that the task returned. The address names the task only: nobody can ask for a path.</summary>
    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> FileAsync(string id, TaskMonitor monitor, HttpContext context)
    {
        var result = await FindAsync(id, monitor, context) is { } task ? await ReadResultAsync(task, monitor, context) : null;
        return result is { } value && ResultShape.Of(value) is { Kind: ResultKind.File } shape && monitor.ResultFiles.Find(shape.Token) is { } file
            ? TypedResults.Stream(file.OpenRead(), "application/octet-stream", file.Name)
            : NotFound("There is no such task, or its file is no longer kept.");
    }

    private static async Task<JsonElement?> ReadResultAsync(TaskSnapshot task, TaskMonitor monitor, HttpContext context)
    {
        var story = new TaskStory(monitor, task.Id);
        await story.ReadToAsync(task.Seq, context.RequestAborted);
        return story.Result;
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

    private static ProblemHttpResult NotFound(string message) => TypedResults.Problem(message, statusCode: StatusCodes.Status404NotFound);

    private static string FileNameOf(TaskSnapshot task)
    {
        var name = new string([.. task.Name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-')]).Trim('-');
        return $"{(name.Length is > 0 and < 80 ? name : "task")}-{task.Id.Short}";
    }
}
