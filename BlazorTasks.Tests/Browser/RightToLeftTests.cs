namespace BlazorTasks.Tests.Browser;

/// <summary>The dashboard from right to left.</summary>
[Collection(nameof(Browsers))]
public sealed class RightToLeftTests(Browsers browsers)
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task RightToLeft_EveryPart_IsMirroredAndLogsAreNot(int width)
    {
        await using var host = await EmbeddingHost.StartAsync(
            app => app.MapBlazorTasks("/"), builder => builder.Services.Configure<DashboardOptions>(options => options.RightToLeft = true));
        var monitor = host.Services.GetRequiredService<TaskMonitor>();
        var task = monitor.Start("Import", async context =>
        {
            context.Log("first line");
            context.Report(25, "Row 25 of 100");
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        });
        await monitor.Until(task.Id, running => running.Progress == 25);
        await using var visitor = await browsers.VisitAsync(host.Address, width);
        var page = await visitor.OpenAsync();

        (await CenterAsync(page.Locator(".brand"))).Should().BeGreaterThan(width / 2, "the name stands at the start of the line");
        var (track, fill) = (await BoxAsync(page.Locator(".prog-track").First), await BoxAsync(page.Locator(".prog-fill").First));
        (fill.X + fill.Width).Should().BeApproximately(track.X + track.Width, 1, "progress begins at the right");
        if (width > 640)
        {
            (await CenterAsync(page.Locator(".side"))).Should().BeGreaterThan(width / 2);
            (await BoxAsync(page.Locator(".main-in"))).X.Should().BeLessThan(200);
        }

        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).Should().Be(0);
        var opener = page.Locator(".card [aria-haspopup=menu]").First;
        await opener.ClickAsync();
        var menu = page.Locator(".mud-popover-open");
        await Expect(menu).ToBeInViewportAsync(new() { Ratio = 1 });
        await page.Keyboard.PressAsync("Escape");
        await ShootAsync(page, $"rtl-active-{width}");
        await page.GotoAsync($"task/{task.Id}");
        await page.LiveAsync();
        await Expect(page.Locator(".log")).ToHaveAttributeAsync("dir", "ltr");
        await ShootAsync(page, $"rtl-task-{width}");
        visitor.Problems.Should().BeEmpty();
    }

    private static async Task<LocatorBoundingBoxResult> BoxAsync(ILocator of) => (await of.BoundingBoxAsync())!;

    private static async Task<float> CenterAsync(ILocator of) => await BoxAsync(of) is var box ? box.X + (box.Width / 2) : 0;

    private static async Task ShootAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("BLAZORTASKS_SHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
        }
    }
}
