namespace BlazorTasks.Tests.Browser;

/// <summary>What a person does with recurring work.</summary>
[Collection(nameof(Browsers))]
public sealed class SchedulesJourney(Browsers browsers) : IAsyncLifetime
{
    private EmbeddingHost _host = default!;

    public async Task InitializeAsync() => _host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops/tasks"));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Schedule_CreatedEditedPausedAndRun_IsFollowedIntoTheHistory()
    {
        await using var visitor = await browsers.VisitAsync(new Uri(_host.Address, "/ops/tasks/"));
        var page = await visitor.OpenAsync("schedules");
        await page.Locator(".empty").GetByRole(AriaRole.Link, new() { Name = "New schedule" }).ClickAsync();

        await ChooseAsync(page, "Task", "Double");
        await page.GetByLabel("Number").FillAsync("21");
        await page.GetByLabel("Title").FillAsync("Nightly sums");
        await page.GetByLabel("ID", new() { Exact = true }).FillAsync("nightly-sums");
        await page.GetByLabel("At", new() { Exact = true }).FillAsync("04:30");
        await page.GetByRole(AriaRole.Button, new() { Name = "Fri" }).ClickAsync();
        await Expect(page.GetByText("Every Monday, Tuesday, Wednesday and Thursday at 04:30, Europe/Stockholm")).ToBeVisibleAsync();
        await Expect(page.Locator(".next li")).ToHaveCountAsync(5);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create schedule" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Nightly sums");

        await page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }).ClickAsync();
        await ChooseAsync(page, "Repeat", "Cron expression");
        await Expect(page.GetByLabel("Cron expression")).ToHaveValueAsync("30 4 * * 1,2,3,4");
        await page.GetByLabel("Cron expression").FillAsync("0 0 31 2 *");
        await Expect(page.Locator("#s-cron-err")).ToContainTextAsync("never fires");
        await page.ReloadAsync();
        await page.LiveAsync();
        await Expect(page.GetByLabel("Cron expression")).ToHaveValueAsync("0 0 31 2 *");
        await page.GetByLabel("Cron expression").FillAsync("0 6 * * 1");
        await Expect(page.GetByText("Every Monday at 06:00, Europe/Stockholm")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save changes" }).ClickAsync();
        await Expect(page.Locator(".rule")).ToHaveTextAsync("Every Monday at 06:00, Europe/Stockholm");

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause…" }).ClickAsync();
        await page.DialogAsync();
        await page.GetByLabel("Reason").FillAsync("The shop is being moved");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause schedule" }).ClickAsync();
        await Expect(page.Locator(".banner")).ToContainTextAsync("The shop is being moved");

        await page.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        await Expect(page.Locator("tbody .state")).ToHaveTextAsync("Succeeded");
        await page.GetByRole(AriaRole.Link, new() { Name = "History", Exact = true }).Last.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove filter Schedule: nightly-sums" })).ToBeVisibleAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task MissedRuns_AreAskedAboutInTheInbox_AndTheLatestIsRun()
    {
        var due = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddHours(-3).ToUnixTimeSeconds());
        await _host.Services.GetRequiredService<ITaskStore>().Schedules.PutAsync(
            new()
            {
                Id = "hourly-sums",
                Settings = new()
                {
                    Definition = "double",
                    Title = "Hourly sums",
                    Input = Json.Parse("""{"number":2}"""),
                    Owner = "local",
                    Missed = OnMissed.Ask,
                    Rule = new() { Every = TimeSpan.FromHours(1), StartsAt = due }
                },
                DueAt = due,
                NextAt = due,
                CreatedAt = due,
                ChangedAt = due,
            },
            null,
            default);
        await _host.Services.GetRequiredService<TaskMonitor>().Schedules.RunDueAsync();
        await using var visitor = await browsers.VisitAsync(new Uri(_host.Address, "/ops/tasks/"));
        var page = await visitor.OpenAsync("inbox");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "4 runs of Hourly sums were missed: run the latest, all, or none?" }))
            .ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Run the latest" }).ClickAsync();
        await page.GotoAsync("schedules/hourly-sums");
        await page.LiveAsync();

        await Expect(page.Locator("tbody .state")).ToHaveTextAsync("Succeeded");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        visitor.Problems.Should().BeEmpty();
    }

    private static async Task ChooseAsync(IPage page, string label, string option)
    {
        await page.GetByRole(AriaRole.Combobox, new() { Name = label }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();
    }
}
