using System.Globalization;
using BlazorTasks.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BlazorTasks.Tests.Browser;

/// <summary>What a person does with the first sample, in a browser, against the App as a process of its own.</summary>
[Collection(nameof(Browsers))]
public sealed class ImportCustomersJourney(Browsers browsers) : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly TempFolder _files = new();

    [Fact]
    public async Task StartWithAFile_WatchAndOpen_ShowsLogResultAndRejectedRows()
    {
        var file = _files.File("spring-list.csv");
        await File.WriteAllTextAsync(file, "number,name,email,city,since,credit\n1,Anna,anna@fjord.se,Malmö,2020-01-31,10.50\n2,,x@y.se,Lund,2020-01-31,1\n3,Mei,mei@fjord,Oslo,2020-01-31,1\n");
        await using var app = await AppProcess.StartAsync(_data.Path);
        await using var visitor = await browsers.VisitAsync(app.Address);

        var page = await visitor.OpenAsync("start/import-customers");
        await page.GetByLabel("File", new() { Exact = false }).SetInputFilesAsync(file);
        await Expect(page.GetByText("spring-list.csv")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the task" }).ClickAsync();

        await Expect(page.Locator(".state-pill")).ToHaveTextAsync("Succeeded, 1 warning");
        await Expect(page.Locator("h1 + .label")).ToHaveTextAsync("spring-list.csv");
        await Expect(page.Locator(".log")).ToContainTextAsync("Line 4 left out: 'mei@fjord' is not a full e-mail address");
        await Expect(page.Locator(".steps li")).ToHaveCountAsync(2);
        await Expect(page.Locator(".result")).ToContainTextAsync("the name is missing");
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task WrongBatchSize_Submitted_SaysWhatToEnterAtTheField()
    {
        await using var app = await AppProcess.StartAsync(_data.Path);
        await using var visitor = await browsers.VisitAsync(app.Address);

        var page = await visitor.OpenAsync("start/import-customers");
        await page.GetByLabel("Batch size").FillAsync("50000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the task" }).ClickAsync();

        await Expect(page.Locator("#f-batch_size-err")).ToHaveTextAsync("Enter a whole number from 1 to 10,000");
        await page.GetByLabel("Batch size").FillAsync("5000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the task" }).ClickAsync();
        await Expect(page.Locator(".state-pill")).ToContainTextAsync("Succeeded");
    }

    [Fact]
    public async Task LongRun_InTwoTabsAndAfterAReload_ShowsTheSameMovingState()
    {
        await using var app = await AppProcess.StartAsync(_data.Path);
        await using var visitor = await browsers.VisitAsync(app.Address);
        var first = await StartSlowImportAsync(visitor);
        var second = await visitor.OpenAsync();

        var before = await ProgressAsync(second.Locator(".card"));
        await Expect(second.Locator(".card")).ToHaveCountAsync(1);
        await UntilMovedAsync(second.Locator(".card"), before);
        await first.ReloadAsync();
        await first.LiveAsync();
        (await ProgressAsync(first.Locator(".main"))).Should().BeGreaterThanOrEqualTo(before, "a reload shows where the task is now");
        await second.GetByRole(AriaRole.Button, new() { Name = "Cancel Import customers" }).ClickAsync();

        await Expect(first.Locator(".state-pill")).ToHaveTextAsync("Cancelled");
        await Expect(second.Locator(".card .state-pill")).ToHaveTextAsync("Cancelled");
        await Expect(second.Locator(".card .say")).ToHaveTextAsync("Cancelled by you");
    }

    [Fact]
    public async Task KilledAndRestarted_History_KeepsWhatEndedAndTellsWhatWasInterrupted()
    {
        await using (var app = await AppProcess.StartAsync(_data.Path))
        {
            await using var visitor = await browsers.VisitAsync(app.Address);
            var page = await visitor.OpenAsync("start/import-customers");
            await page.GetByRole(AriaRole.Button, new() { Name = "Start the task" }).ClickAsync();
            await Expect(page.Locator(".state-pill")).ToHaveTextAsync("Succeeded, 1 warning");
            var cancelled = await StartSlowImportAsync(visitor, overwriteSize: "2");
            await cancelled.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
            await Expect(cancelled.Locator(".state-pill")).ToHaveTextAsync("Cancelled");
            File.Delete(Path.Combine(_data.Path, "shop.db")); // a new shop, so that the next import has work to do
            await StartSlowImportAsync(visitor);
            await app.KillAsync();
        }

        await using var again = await AppProcess.StartAsync(_data.Path);
        await using var later = await browsers.VisitAsync(again.Address);
        var history = await later.OpenAsync("history");
        await Expect(history.Locator("tbody tr")).ToHaveCountAsync(3);
        await Expect(history.Locator("tbody .state")).ToHaveTextAsync(["Interrupted", "Cancelled", "Succeeded, 1 warning"]);
        await history.Locator("tbody a").First.ClickAsync();
        await Expect(history.Locator("[aria-labelledby=h-why] p")).ToContainTextAsync("ended without telling while this task was Running");
        await Expect(history.Locator(".log")).ToContainTextAsync("Rows up to");
    }

    public void Dispose()
    {
        _data.Dispose();
        _files.Dispose();
    }

    /// <summary>Rows saved one by one, each with a commit of its own, keep the import busy for a while.</summary>
    private static async Task<IPage> StartSlowImportAsync(Visitor visitor, string overwriteSize = "1")
    {
        var page = await visitor.OpenAsync("start/import-customers");
        await page.GetByLabel("Batch size").FillAsync(overwriteSize);
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
