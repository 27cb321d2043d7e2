namespace BlazorTasks.Tests.Browser;

/// <summary>What a person does with a day of finished tasks.</summary>
[Collection(nameof(Browsers))]
public sealed class HistoryJourney(Browsers browsers) : IAsyncLifetime
{
    private EmbeddingHost _host = default!;

    public async Task InitializeAsync()
    {
        _host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops/tasks"));
        await _host.Services.GetRequiredService<TaskMonitor>().OpenAsync();
        var now = DateTimeOffset.UtcNow;
        await _host.Services.GetRequiredService<ITaskStore>()
            .CommitAsync([.. Enumerable.Range(0, 30).Select(i => Finished(i, now.AddSeconds(i - 60)).TakeEntry())], default);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task FilterSortAndPage_AreInTheAddress_AndComeBack()
    {
        await using var visitor = await browsers.VisitAsync(new Uri(_host.Address, "/ops/tasks/"));
        var page = await visitor.OpenAsync("history?size=10");
        var first = page.Locator("tbody .cell-name a").First;
        await Expect(first).ToHaveTextAsync("Double");
        await Expect(page.Locator(".pager")).ToContainTextAsync("1–10 of 30");

        await page.GetByRole(AriaRole.Button, new() { Name = "Older" }).ClickAsync();
        await Expect(page.Locator(".pager")).ToContainTextAsync("11–20 of 30");
        await page.ReloadAsync();
        await page.LiveAsync();
        await Expect(page.Locator(".pager")).ToContainTextAsync("11–20 of 30");
        await page.GoBackAsync();
        await Expect(page.Locator(".pager")).ToContainTextAsync("1–10 of 30");

        await page.GetByRole(AriaRole.Button, new() { Name = "State", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitemcheckbox, new() { Name = "Failed" }).ClickAsync();
        await Expect(page.Locator(".pager")).ToContainTextAsync("1–3 of 3");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Button, new() { Name = "Duration" }).Last.ClickAsync();
        await Expect(page.Locator("th[aria-sort=descending]")).ToHaveTextAsync("Duration");
        page.Url.Should().EndWith("?size=10&state=failed&sort=duration");
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Keys_TickTwoRows_ThenPreviewUndoAndCompare()
    {
        await using var visitor = await browsers.VisitAsync(new Uri(_host.Address, "/ops/tasks/"));
        var page = await visitor.OpenAsync("history?state=succeeded&size=10");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(10);
        await Expect(page.Locator("h1")).ToBeFocusedAsync(); // a page that has just been opened takes the focus there

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await Expect(page.Locator("tbody tr").Nth(0)).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Shift+X");
        await Expect(page.Locator(".bulk b")).ToHaveTextAsync("3 selected");

        await page.GetByRole(AriaRole.Button, new() { Name = "Run again…" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Run 3 tasks again");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Run 3 tasks again" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.GetByText("Undone. No changes were made.")).ToBeVisibleAsync();

        await page.Locator("tbody input[type=checkbox]").Nth(3).ClickAsync();
        await page.Locator("tbody input[type=checkbox]").Nth(5).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Compare" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Compare two runs");
        await Expect(page.Locator("[aria-labelledby=c-input] tbody tr")).ToContainTextAsync("differs");
        visitor.Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Toasts_OverThePage_LeaveThePagerFree(int width)
    {
        await using var visitor = await browsers.VisitAsync(new Uri(_host.Address, "/ops/tasks/"));
        var page = await visitor.OpenAsync("history?size=10");
        await page.SetViewportSizeAsync(width, 844);
        var monitor = _host.Services.GetRequiredService<TaskMonitor>();

        for (var i = 0; i < 3; i++)
        {
            monitor.Start("Breaks", _ => throw new InvalidDataException("broken"), new StartOptions { Owner = "local" });
        }

        await Expect(page.Locator(".mud-snackbar")).ToHaveCountAsync(3);
        await page.Locator(".pager").ScrollIntoViewIfNeededAsync();
        (await page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('.pager button:enabled')].filter(button => {
              const { x, y, width, height } = button.getBoundingClientRect();
              return width > 0 && !button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
            }).map(button => button.textContent.trim())
            """)).Should().BeEmpty("nothing covers the pager");
    }

    [Fact]
    public async Task Export_OfTheFilter_IsAFileWithItsRows()
    {
        await using var visitor = await browsers.VisitAsync(new Uri(_host.Address, "/ops/tasks/"));
        var page = await visitor.OpenAsync("history?state=failed");

        await page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV", Exact = true })
            .ClickAsync());

        download.SuggestedFilename.Should().MatchRegex(@"^history-.*Z\.csv$");
        (await File.ReadAllLinesAsync(await download.PathAsync())).Should().HaveCount(4);
    }

    private static RecordedTask Finished(int i, DateTimeOffset at)
    {
        var recorded = new RecordedTask("Double", at)
        {
            Definition = "double",
            Owner = "local",
            Input = Json.Parse($$"""{"number":{{i}}}""")
        }.Add(new TaskStarting("a", 1)).Add(new TaskRunning());
        recorded.At = at.AddSeconds(i % 7);
        return recorded.Add(i % 10 == 0 ? new TaskFailed(TaskReason.Exception, new TaskError("X", "broken"))
            : new TaskSucceeded(Json.Parse($"{2 * i}")));
    }
}
