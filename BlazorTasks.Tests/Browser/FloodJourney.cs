namespace BlazorTasks.Tests.Browser;

/// <summary>A task that logs as fast as it can, in a browser: page head, state and buttons do not fall behind.</summary>
[Collection(nameof(Browsers))]
public sealed class FloodJourney(Browsers browsers)
{
    /// <summary>
    /// Under a second on a machine that has nothing else to do. A page that falls behind does so by more with each second of the
    /// flood, which is the fault.
    /// </summary>
    private static readonly TimeSpan MaxBehind = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task LogFlood_OnItsPage_HeadAndEndDoNotFallBehind()
    {
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/"));
        var monitor = host.Services.GetRequiredService<TaskMonitor>();
        var task = monitor.Start("Flood", Flood);
        await monitor.Until(task.Id, running => running.LogLines > 5_000);
        await using var visitor = await browsers.VisitAsync(host.Address);
        var page = await visitor.OpenAsync($"task/{task.Id}");
        await page.EvaluateAsync(
            """
            () => new MutationObserver(() => {
              const state = document.querySelector('.state-pill')?.dataset.state;
              if (!window.ended && state === 'cancelled') window.ended = Date.now();
            }).observe(document.body, { subtree: true, childList: true, attributes: true })
            """);
        var behind = new List<TimeSpan>();
        for (var i = 0; i < 5; i++)
        {
            var status = task.Snapshot.Status;
            var asked = DateTimeOffset.UtcNow;
            await page.WaitForFunctionAsync(
                "line => +document.querySelector('.now .said').textContent.match(/\\d+/) >= +line.match(/\\d+/)", status);
            behind.Add(DateTimeOffset.UtcNow - asked);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await Expect(page.Locator(".state-pill")).ToHaveTextAsync("Cancelled");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Dismiss" })).ToBeVisibleAsync();
        var ended = DateTimeOffset.FromUnixTimeMilliseconds(await page.EvaluateAsync<long>("() => window.ended"));
        (ended - task.Snapshot.FinishedAt!.Value).Should().BeLessThan(MaxBehind, "the end is shown when it is there");
        behind.Order().ElementAt(2).Should().BeLessThan(MaxBehind, "the head is as new as the task, {0}", string.Join(", ", behind));
    }

    private static Task Flood(TaskContext task)
    {
        for (var i = 0; ; i++)
        {
            task.CancellationToken.ThrowIfCancellationRequested();
            task.Log($"Line {i} of a task that logs as fast as it can");
            task.Report(null, $"Line {i}");
        }
    }
}
