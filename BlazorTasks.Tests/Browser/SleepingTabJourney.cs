namespace BlazorTasks.Tests.Browser;

/// <summary>A tab that sleeps, a server that restarts, a page that is prerendered: what a person had before them is there again.</summary>
[Collection(nameof(Browsers))]
public sealed class SleepingTabJourney(Browsers browsers)
{
    [Fact]
    public async Task HiddenTab_PausedAndLookedAtAgain_ShowsWhatWasTypedWithoutAReload()
    {
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/"));
        await using var visitor = await browsers.VisitAsync(host.Address, height: 500);
        var page = await visitor.OpenAsync("start/every-kind");
        await page.GetByLabel("Title").FillAsync("Half a tit");
        await page.EvaluateAsync("() => { window.sameDocument = true; scrollTo(0, 300); }");

        await page.SleepAsync();
        await page.WakeAsync();

        await Expect(page.Locator("#bt-connection")).ToHaveTextAsync("Live");
        await Expect(page.GetByLabel("Title")).ToHaveValueAsync("Half a tit");
        await page.WaitForFunctionAsync("() => Math.abs(scrollY - 300) < 2");
        (await page.EvaluateAsync<bool>("() => window.sameDocument === true")).Should()
            .BeTrue("the circuit was resumed, the page was not reloaded");
        await page.GetByLabel("Title").FillAsync("A whole title");
        await page.GetByLabel("Count").FillAsync("5");
        await Expect(page.GetByLabel("Count")).ToHaveValueAsync("5");
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task HiddenTab_PausedWithAnOpenDialogAndFilters_ShowsThemAgain()
    {
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/"));
        await using var visitor = await browsers.VisitAsync(host.Address);
        var page = await visitor.OpenAsync("history?state=failed,cancelled");
        await page.Keyboard.PressAsync("?");
        await page.GetByRole(AriaRole.Dialog).WaitForAsync();

        await page.SleepAsync();
        await page.WakeAsync();

        await Expect(page.Locator("#bt-connection")).ToHaveTextAsync("Live");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Keyboard shortcuts");
        await Expect(page.Locator(".chip-v")).ToContainTextAsync("Failed or Cancelled");
    }

    [Fact]
    public async Task Restart_OfTheServer_BringsBackFieldsDialogsFiltersAndSelection()
    {
        using var data = new TempFolder();
        string[] arguments = ["--urls", $"http://127.0.0.1:{FreePort.Next()}", $"--BlazorTasks:Data={data.Path}"];
        var none = new Dictionary<string, string>();
        var app = await AppProcess.StartAsync(none, arguments);
        await using var visitor = await browsers.VisitAsync(app.Address);
        var form = await visitor.OpenAsync("start/random-wait");
        await form.GetByLabel("At least").FillAsync("17");
        using var http = new HttpClient();
        var client = new BlazorTasksClient(http, app.Address);
        await client.WaitAsync((await client.StartAsync("random-wait", new { min_seconds = 0, max_seconds = 0 })).Id);
        var history = await visitor.OpenAsync("history?state=succeeded");
        await history.Locator("tbody input[type=checkbox]").ClickAsync();
        await Expect(history.Locator("tr[aria-selected=true]")).ToHaveCountAsync(1);
        await history.GetByRole(AriaRole.Button, new() { Name = "Search tasks or run a command" }).ClickAsync();
        await history.GetByRole(AriaRole.Dialog).WaitForAsync();

        await app.KillAsync();
        await Expect(history.Locator("#bt-connection")).Not.ToHaveTextAsync("Live");
        await app.DisposeAsync();
        await using var again = await AppProcess.StartAsync(none, arguments);

        await Expect(form.Locator("#bt-connection")).ToHaveTextAsync("Live", new() { Timeout = 60_000 });
        await Expect(form.GetByLabel("At least")).ToHaveValueAsync("17");
        await Expect(history.Locator("#bt-connection")).ToHaveTextAsync("Live", new() { Timeout = 60_000 });
        await Expect(history.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Expect(history.Locator(".chip-v")).ToContainTextAsync("Succeeded");
        await Expect(history.Locator("tr[aria-selected=true]")).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData("history", nameof(ITaskStore.ValuesAsync))]
    [InlineData("task", nameof(ITaskStore.EventsAsync))]
    public async Task Page_PrerenderedAndThenLive_ReadsItsContentOnce(string name, string method)
    {
        var store = CountingStore.Create();
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/"), builder =>
            builder.Services.AddSingleton(store));
        var monitor = host.Services.GetRequiredService<TaskMonitor>();
        var task = monitor.Start("Count", _ => { });
        await task.Completion;
        await monitor.DismissAsync(task.Id, "local");
        await using var visitor = await browsers.VisitAsync(host.Address);
        await visitor.OpenAsync("nodes"); // from the second page on the time zone is known before the page is drawn
        using var client = host.Client();
        var path = name == "task" ? $"task/{task.Id}" : name;
        var before = CountingStore.CallsOf(store, method);
        (await client.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.OK);
        var prerendering = CountingStore.CallsOf(store, method) - before;

        var page = await visitor.OpenAsync(path);
        await Expect(page.Locator("#bt-connection")).ToHaveTextAsync("Live");

        prerendering.Should().BePositive();
        (CountingStore.CallsOf(store, method) - before - prerendering).Should()
            .Be(prerendering, "its circuit takes over what was read for the first drawing");
    }
}
