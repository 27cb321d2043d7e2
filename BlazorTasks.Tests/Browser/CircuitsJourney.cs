namespace BlazorTasks.Tests.Browser;

/// <summary>What a person sees who comes when as many pages are open as the server serves.</summary>
[Collection(nameof(Browsers))]
public sealed class CircuitsJourney(Browsers browsers)
{
    [Fact]
    public async Task Page_OneMoreThanIsServed_ReportsItWithoutACircuitAndOpensWhenAnotherCloses()
    {
        await using var host = await EmbeddingHost.StartAsync(
            app => app.MapBlazorTasks("/ops"), builder => builder.Services.Configure<DashboardOptions>(options => options.MaxCircuits = 1));
        await using var first = await browsers.VisitAsync(host.Address);
        await using var second = await browsers.VisitAsync(host.Address);
        var open = await first.OpenAsync("ops");

        var page = await second.Context.NewPageAsync();
        var refused = await page.GotoAsync("ops");

        refused!.Status.Should().Be(503);
        await Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Heading)).ToHaveTextAsync("Too many sessions");
        (await page.EvaluateAsync<bool>("() => 'Blazor' in window")).Should().BeFalse();
        await open.CloseAsync();
        using var maxWait = new CancellationTokenSource(TestMonitor.MaxWait);
        while ((await page.ReloadAsync())!.Status != 200)
        {
            maxWait.Token.ThrowIfCancellationRequested();
        }

        await page.LiveAsync();
    }
}
