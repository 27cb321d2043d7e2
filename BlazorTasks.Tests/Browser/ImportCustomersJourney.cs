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
        await File.WriteAllTextAsync(file,
            "number,name,email,city,since,credit\n1,Anna,anna@fjord.se,Malmö,2020-01-31,10.50\n"
            + "2,,x@y.se,Lund,2020-01-31,1\n3,Mei,mei@fjord,Oslo,2020-01-31,1\n");
        await using var app = await AppProcess.StartAsync(_data.Path);
        await using var visitor = await browsers.VisitAsync(app.Address);

        var page = await visitor.OpenAsync("start/import-customers");
        await page.ChooseFileAsync(file);
        await Expect(page.GetByText("spring-list.csv")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the task" }).ClickAsync();

        await Expect(page.Locator(".state-pill")).ToHaveTextAsync("Succeeded, 1 warning");
        await Expect(page.Locator("h1 + .label")).ToHaveTextAsync("spring-list.csv");
        await Expect(page.Locator(".log")).ToContainTextAsync("Line 4 rejected: 'mei@fjord' is not a valid email address");
        await Expect(page.Locator(".tl-row")).ToHaveCountAsync(2);
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
        await page.GetByLabel("Fast").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the task" }).ClickAsync();
        await Expect(page.Locator(".state-pill")).ToContainTextAsync("Succeeded");
    }

    public void Dispose()
    {
        _data.Dispose();
        _files.Dispose();
    }
}
