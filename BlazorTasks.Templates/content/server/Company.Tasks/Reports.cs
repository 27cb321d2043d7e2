using System.ComponentModel.DataAnnotations;
using BlazorTasks;

namespace Company.Tasks;

/// <summary>A sample. Every method with [MonitoredTask] can be started in the dashboard, by the API and from code.</summary>
public sealed class Reports(ILogger<Reports> log, TimeProvider time)
{
    [MonitoredTask("Write a report", Description = "Writes page after page, then asks whether to publish them.")]
    public async Task<string> WriteAsync(TaskContext task, [Range(1, 1_000)] int pages = 20)
    {
        for (var page = 1; page <= pages; page++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, task.CancellationToken);
            task.Report(100.0 * page / pages, $"Page {page} of {pages}");
            log.LogInformation("Page {Page} is written", page);
        }

        var publish = await task.ConfirmAsync($"Publish {pages} pages?", new() { Yes = "Publish", No = "Not now" });
        return publish ? "Published" : "Not published";
    }
}
