namespace BlazorTasks.Tests.Browser;

/// <summary>Reading a log in a browser: while it grows, far back in it, and as a file.</summary>
[Collection(nameof(Browsers))]
public sealed class TaskLogJourney(Browsers browsers) : IAsyncLifetime
{
    private const string FirstInView =
        """
        box => Number([...box.querySelectorAll('.log-r')]
          .find(row => row.offsetTop + row.offsetHeight > box.scrollTop).querySelector('.ln').textContent)
        """;

    private readonly TaskCompletionSource[] _more = [new(), new(), new()];
    private int _written;
    private EmbeddingHost _host = default!;

    private TaskMonitor Monitor => _host.Services.GetRequiredService<TaskMonitor>();

    public async Task InitializeAsync() => _host = await EmbeddingHost.StartAsync(
        app => app.MapBlazorTasks("/ops"),
        builder => builder.Services.AddBlazorTasksCore().Configure(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1)));

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task GrowingLog_FollowedPausedAndFollowedAgain_StandsStillOnlyMeanwhile()
    {
        var task = Write(200, 214, 100);
        await using var visitor = await browsers.VisitAsync(_host.Address);
        var page = await visitor.OpenAsync($"ops/task/{task.Id}");
        var log = page.Locator(".log");
        await Expect(log.GetByText("row 200", new() { Exact = true })).ToBeInViewportAsync();

        await log.HoverAsync();
        await page.Mouse.WheelAsync(0, -600);
        await Expect(log).ToHaveAttributeAsync("data-follow", "false");
        var top = await log.EvaluateAsync<double>("box => box.scrollTop");
        WriteMore();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "214 new lines" })).ToBeVisibleAsync();
        (await log.EvaluateAsync<double>("box => box.scrollTop")).Should().Be(top, "what is read does not move");

        await page.Keyboard.PressAsync("f");
        await Expect(log.GetByText("row 414", new() { Exact = true })).ToBeInViewportAsync();
        WriteMore();
        await Expect(log.GetByText("row 514", new() { Exact = true })).ToBeInViewportAsync();
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task FirstVisit_FromAnotherTimeZone_ShowsTheTimesThere()
    {
        var task = Monitor.Start("Lines", task => task.Log("row 1"));
        await task.Completion;
        var there = TimeZoneInfo.ConvertTime(task.Snapshot.CreatedAt, TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));
        await using var visitor = await browsers.VisitAsync(_host.Address);

        var page = await visitor.OpenAsync($"ops/task/{task.Id}");

        await Expect(page.Locator(".log-foot")).ToContainTextAsync($"UTC+{there.Offset.Hours}");
        await Expect(page.Locator(".log .at")).ToContainTextAsync(new Regex($"^({there:HH:mm}|{there.AddMinutes(1):HH:mm}):"));
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task TenThousandLines_ScrolledAndSearched_ShowTheRightRows()
    {
        var task = Write(10_000);
        await using var visitor = await browsers.VisitAsync(_host.Address);
        var page = await visitor.OpenAsync($"ops/task/{task.Id}");
        var log = page.Locator(".log");
        await Expect(log.GetByText("row 10000", new() { Exact = true })).ToBeInViewportAsync();

        await log.EvaluateAsync("box => { box.scrollTop = 0; }");
        await Expect(log.GetByText("row 1", new() { Exact = true })).ToBeInViewportAsync();
        await log.EvaluateAsync("box => { box.scrollTop = box.scrollHeight / 2; }");
        await Expect(log.GetByText("row 5010", new() { Exact = true })).ToBeInViewportAsync();
        (await log.Locator(".log-r").CountAsync()).Should().BeLessThan(400, "only a window of rows is in the page");

        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search log" }).FillAsync("row 77");
        await Expect(page.Locator(".panel-head [role=status]")).ToHaveTextAsync("1 of 111");
        await Expect(log.Locator(".log-here mark")).ToHaveTextAsync("row 77");
        await Expect(log.Locator(".log-here")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".panel-head [role=status]")).ToHaveTextAsync("3 of 111");
        await Expect(log.Locator(".log-here .tx")).ToHaveTextAsync("row 771");
        await Expect(log.Locator(".log-here")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.Keyboard.PressAsync("Shift+Enter");
        await Expect(log.Locator(".log-here .tx")).ToHaveTextAsync("row 7799");
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Log_FilteredCopiedAndDownloaded_GivesTheLinesThatWereMeant()
    {
        var task = Write(3_000);
        await using var visitor = await browsers.VisitAsync(_host.Address);
        await visitor.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await visitor.OpenAsync($"ops/task/{task.Id}");
        await Expect(page.Locator(".log").GetByText("row 3000", new() { Exact = true })).ToBeInViewportAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Levels to show" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Errors only" }).ClickAsync();
        await Expect(page.Locator(".log-r .tx")).ToHaveTextAsync(["row 1000", "row 2000", "row 3000"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy the lines shown" }).ClickAsync();
        await Expect(page.GetByText("3 lines copied")).ToBeVisibleAsync();
        (await page.EvaluateAsync<string>("navigator.clipboard.readText()")).Split('\n').Should().HaveCount(3)
            .And.OnlyContain(line => line.Contains("error row"));

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download the whole log" })
            .ClickAsync());
        download.SuggestedFilename.Should().StartWith("lines-").And.EndWith(".log");
        (await File.ReadAllLinesAsync((await download.PathAsync())!)).Should().HaveCount(3_000).And.Subject.Last().Should()
            .EndWith("error row 3000");
    }

    [Fact]
    public async Task LongLine_AskedFor_IsShownComplete()
    {
        var text = string.Join(' ', Enumerable.Range(1, 200).Select(i => $"word{i}")) + "\nsecond line <b>not bold</b>";
        var task = Monitor.Start("Lines", task => task.Log(text));
        await task.Completion;
        await using var visitor = await browsers.VisitAsync(_host.Address);
        var page = await visitor.OpenAsync($"ops/task/{task.Id}");
        await page.GetByTitle("Show full line").ClickAsync();

        await Expect(page.Locator(".log-full pre")).ToHaveTextAsync(text, new() { UseInnerText = true });
        await Expect(page.Locator(".log-full pre b")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(page.Locator(".log-full")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task LongLines_Wrapped_AreReadInPlaceWhileRowsComeAndGo()
    {
        var task = Monitor.Start("Lines", task =>
        {
            for (var number = 1; number <= 3_000; number++)
            {
                task.Log(number % 3 == 0 ? $"row {number} {string.Join(' ', Enumerable.Repeat("and on", 50))} end {number}"
                    : $"row {number}");
            }
        });
        await task.Completion;
        await using var visitor = await browsers.VisitAsync(_host.Address);
        var page = await visitor.OpenAsync($"ops/task/{task.Id}");
        var log = page.Locator(".log");
        var last = log.GetByText("end 3000");
        await Expect(log.Locator(".ln").Last).ToHaveTextAsync("3000");

        await page.GetByRole(AriaRole.Button, new() { Name = "Wrap long lines" }).ClickAsync();
        await Expect(last).ToBeInViewportAsync();
        (await last.EvaluateAsync<double>("row => row.offsetHeight")).Should().BeGreaterThan(30, "the line is shown on several lines");

        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search log" }).FillAsync("row 1234");
        await Expect(log.Locator(".log-here")).ToBeInViewportAsync();
        for (var step = 0; step < 12; step++) // up over rows that are read on the way
        {
            var top = await log.EvaluateAsync<int>(FirstInView);
            await log.EvaluateAsync("box => { box.scrollTop -= 400; }");
            var next = await log.EvaluateAsync<int>(FirstInView);
            next.Should().BeInRange(top - 25, top, "rows that come before do not push away what is read");
            await page.WaitForFunctionAsync(
                """
                () => {
                  const box = document.querySelector('.log');
                  return Number(box.dataset.first) === 0 || box.querySelector('.log-r').offsetTop < box.scrollTop;
                }
                """);
            (await log.EvaluateAsync<int>(FirstInView)).Should().Be(next);
        }

        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task GrowingLog_InTwoTabsOneReloadedInTheMiddle_IsTheSameInBoth()
    {
        var task = Write(100, 50, 50);
        await using var visitor = await browsers.VisitAsync(_host.Address);
        var first = await visitor.OpenAsync($"ops/task/{task.Id}");
        var second = await visitor.OpenAsync($"ops/task/{task.Id}");
        await Expect(first.Locator(".log .tx").Last).ToHaveTextAsync("row 100");
        WriteMore();
        await first.ReloadAsync();
        await first.LiveAsync();
        WriteMore();

        foreach (var page in new[] { first, second })
        {
            await Expect(page.Locator(".log .tx").Last).ToHaveTextAsync("row 200");
            (await page.Locator(".log .ln").AllTextContentsAsync()).Select(int.Parse).Should()
                .Equal(Enumerable.Range(41, 160), "no line is missing or doubled");
        }
    }

    [Fact]
    public async Task Print_LongLog_HasEveryLineAndTheScreenOnlyItsWindow()
    {
        var task = Write(1_000);
        await using var visitor = await browsers.VisitAsync(_host.Address);
        var page = await visitor.OpenAsync($"ops/task/{task.Id}");
        await Expect(page.Locator(".log").GetByText("row 1000", new() { Exact = true })).ToBeInViewportAsync();

        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");

        var lines = (await page.Locator(".log-print").InnerTextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(1_000).And.Subject.First().Should().EndWith("row 1");
        await Expect(page.Locator(".log")).ToBeHiddenAsync();
        await page.EvaluateAsync("dispatchEvent(new Event('afterprint'))");
        await Expect(page.Locator(".log-print")).ToBeEmptyAsync();
        visitor.Problems.Should().BeEmpty();
    }

    private MonitoredTask Write(params int[] parts) => Monitor.Start("Lines", async task =>
    {
        var number = 0;
        foreach (var (count, more) in parts.Zip(_more))
        {
            for (var i = 0; i < count; i++)
            {
                number++;
                task.Log(number % 1_000 == 0 ? Microsoft.Extensions.Logging.LogLevel.Error
                    : Microsoft.Extensions.Logging.LogLevel.Information, $"row {number}");
            }

            await more.Task;
        }
    });

    private void WriteMore() => _more[_written++].SetResult();
}
