namespace BlazorTasks.Tests.Browser;

/// <summary>What a person sees of a task that runs longer than they look, in a browser, against the App as a process of its own.</summary>
[Collection(nameof(Browsers))]
public sealed class LongRunJourney(Browsers browsers) : IDisposable
{
    private readonly TempFolder _data = new();

    [Fact]
    public async Task LongRun_InTwoTabsAndAfterAReload_ShowsTheSameMovingState()
    {
        await using var app = await AppProcess.StartAsync(_data.Path);
        await using var visitor = await browsers.VisitAsync(app.Address);
        var first = await StartLongWaitAsync(visitor);
        var second = await visitor.OpenAsync();

        var before = await ProgressAsync(second.Locator(".card"));
        await Expect(second.Locator(".card")).ToHaveCountAsync(1);
        await UntilMovedAsync(second.Locator(".card"), before);
        await first.ReloadAsync();
        await first.LiveAsync();
        (await ProgressAsync(first.Locator(".main"))).Should().BeGreaterThanOrEqualTo(before, "a reload shows where the task is now");
        await second.GetByRole(AriaRole.Button, new() { Name = "Cancel Random wait" }).ClickAsync();

        await Expect(first.Locator(".state-pill")).ToHaveTextAsync("Cancelled");
        await Expect(second.Locator(".card .state-pill")).ToHaveTextAsync("Cancelled");
        await Expect(second.Locator(".card .say")).ToHaveTextAsync("Cancelled by you");
    }

    [Fact]
    public async Task KilledAndRestarted_History_KeepsWhatEndedAndReportsWhatWasInterrupted()
    {
        await using (var app = await AppProcess.StartAsync(_data.Path))
        {
            await using var visitor = await browsers.VisitAsync(app.Address);
            var page = await visitor.OpenAsync("start/import-customers");
            await page.GetByLabel("Fast").CheckAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Start the task" }).ClickAsync();
            await Expect(page.Locator(".state-pill")).ToHaveTextAsync("Succeeded, 1 warning");
            var cancelled = await StartLongWaitAsync(visitor);
            await cancelled.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
            await Expect(cancelled.Locator(".state-pill")).ToHaveTextAsync("Cancelled");
            await StartLongWaitAsync(visitor);
            await app.KillAsync();
        }

        await using var again = await AppProcess.StartAsync(_data.Path);
        await using var later = await browsers.VisitAsync(again.Address);
        var history = await later.OpenAsync("history");
        await Expect(history.Locator("tbody tr")).ToHaveCountAsync(3);
        await Expect(history.Locator("tbody .state")).ToHaveTextAsync(["Interrupted", "Cancelled", "Succeeded, 1 warning"]);
        await history.Locator("tbody a").First.ClickAsync();
        await Expect(history.Locator(".now .said")).ToContainTextAsync("ended unexpectedly while this task was Running");
        await Expect(history.Locator(".log")).ToContainTextAsync("Waiting 300.0 s");
    }

    public void Dispose() => _data.Dispose();

    /// <summary>Longer than any test looks, however slow the machine; it moves by a percent in three seconds.</summary>
    private static async Task<IPage> StartLongWaitAsync(Visitor visitor)
    {
        var page = await visitor.OpenAsync("start/random-wait");
        await page.GetByLabel("At least").FillAsync("300");
        await page.GetByLabel("At most").FillAsync("300");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the task" }).ClickAsync();
        await Expect(page.Locator(".state-pill")).ToHaveTextAsync("Running");
        await Expect(page.Locator(".now [aria-valuenow]")).ToBeVisibleAsync();
        return page;
    }

    private static async Task<int> ProgressAsync(ILocator within) =>
        int.Parse((await within.Locator("[aria-valuenow]").GetAttributeAsync("aria-valuenow"))!, CultureInfo.InvariantCulture);

    private static Task UntilMovedAsync(ILocator card, int before) =>
        Expect(card.Locator("[aria-valuenow]")).Not.ToHaveAttributeAsync("aria-valuenow", before.ToString(CultureInfo.InvariantCulture));
}
