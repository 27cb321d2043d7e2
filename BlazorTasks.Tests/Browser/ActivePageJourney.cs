namespace BlazorTasks.Tests.Browser;

/// <summary>What a person does on the Active page of a busy team.</summary>
[Collection(nameof(Browsers))]
public class ActivePageJourney(Browsers browsers)
{
    [Fact]
    public async Task PointerInTheList_TasksComeAndGo_NoCardMovesUntilAsked()
    {
        await using var team = await BusyTeam.StartAsync(running: 50);
        await using var visitor = await browsers.VisitAsync(team.Address, height: 3000);
        var page = await visitor.OpenAsync();
        await Expect(page.Locator(".card")).ToHaveCountAsync(12 + 4 + 6);
        await page.Locator(".card").Nth(5).HoverAsync();
        await page.Locator(".card").Nth(5).FocusAsync(); // on a busy machine the trembling hand below may rest too long
        var before = await PlacesAsync(page);

        var churn = new CancellationTokenSource();
        var coming = ComeAndGoAsync(team.Monitor, churn.Token);
        for (var i = 0; i < 20; i++)
        {
            await page.Mouse.MoveAsync(400 + i, 500); // a hand at rest still trembles
            (await PlacesAsync(page)).Should().Equal(before);
            await page.WaitForTimeoutAsync(500); // ten seconds in total
        }

        await churn.CancelAsync();
        await coming;
        await Expect(page.Locator(".pill-new")).ToContainTextAsync("new");
        await page.Keyboard.PressAsync(".");
        await Expect(page.Locator(".card[data-state=running] .card-name").Filter(new() { HasText = "Fresh and long" })).ToBeVisibleAsync();
        (await PlacesAsync(page)).Should().NotEqual(before);
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Filters_Chosen_AreInTheAddressAndComeBack()
    {
        await using var team = await BusyTeam.StartAsync();
        await using var visitor = await browsers.VisitAsync(team.Address);
        var page = await visitor.OpenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "State", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitemcheckbox, new() { Name = "Running" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitemcheckbox, new() { Name = "Queued" }).ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"\?state=running(,|%2C)queued$"));
        await Expect(page.Locator(".card")).ToHaveCountAsync(9);
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search tasks" }).FillAsync("manuals");
        await Expect(page.Locator(".card")).ToHaveCountAsync(5);
        await page.ReloadAsync();
        await page.LiveAsync();
        await Expect(page.Locator(".card")).ToHaveCountAsync(5);
        await Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "Search tasks" })).ToHaveValueAsync("manuals");
        await page.GoBackAsync();
        await Expect(page.Locator(".card")).ToHaveCountAsync(9);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove filter State" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Show 9 more" }).ClickAsync();
        await Expect(page.Locator(".card[data-state=failed]")).ToBeVisibleAsync();
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Keyboard_Alone_WalksOpensCancelsAndDismisses()
    {
        await using var team = await BusyTeam.StartAsync();
        await using var visitor = await browsers.VisitAsync(team.Address);
        var page = await visitor.OpenAsync();
        await Expect(page.Locator(".card").First).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("v");
        await Expect(page.Locator("tr[data-task]").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("v");
        await Expect(page.Locator(".card").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        var running = page.Locator(".card:focus");
        await Expect(running).ToHaveAttributeAsync("data-state", "running");
        await page.Keyboard.PressAsync("c");
        await Expect(running).ToHaveAttributeAsync("data-state", "cancelled");
        await page.Keyboard.PressAsync("e");
        await Expect(page.Locator(".card:focus")).ToHaveCountAsync(1); // the neighbour has the focus now
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("o");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/task/"));
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("a");

        await Expect(page.Locator(".card").First).ToBeVisibleAsync();
        visitor.Problems.Should().BeEmpty();
    }

    private static async Task<string[]> PlacesAsync(IPage page) => await page.EvaluateAsync<string[]>(
        """
        () => [...document.querySelectorAll('.card')].map(card => {
          const at = card.getBoundingClientRect();
          return `${card.getAttribute('aria-labelledby')} ${at.x},${at.y + scrollY} ${at.width}x${at.height}`;
        })
        """);

    /// <summary>A task each 50 ms that ends after a moment, and reports in between.</summary>
    private static async Task ComeAndGoAsync(TaskMonitor monitor, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        monitor.Start("Fresh and long", task => Task.Delay(Timeout.Infinite, task.CancellationToken), new() { Priority = 5 });
        for (var i = 0; !stop.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None); i++)
        {
            if (i % 10 == 0 && monitor.Active.InProgress.LastOrDefault(task => task.State == TaskState.Running) is { } last)
            {
                await monitor.CancelAsync(last.Id);
            }

            monitor.Start($"Fresh {i}", task => task.Report(50, "half"));
        }
    }
}
