using Deque.AxeCore.Playwright;

namespace BlazorTasks.Tests.Browser;

/// <summary>A form with every kind of field that is made of several, filled in with a keyboard, in a browser.</summary>
[Collection(nameof(Browsers))]
public sealed class NestedFieldsJourney(Browsers browsers) : IDisposable
{
    private const string Stored =
        """{"sizes":[3,4],"headers":{"X-Source":"crm"},"customer":{"name":"Anna","mail":"anna@fjord.se"}"""
        + ""","lines":[{"article":"tent","amount":2}]"""
        + ""","reference":"019aa6f5-7a00-7c7e-9d3a-5a4d3f0c2b11","deliver_at":"14:30:00","extra":{"gift":true}}""";

    private readonly TempFolder _files = new();

    [Fact]
    public async Task EveryStructure_FilledInReloadedAndCorrected_IsStoredAsTyped()
    {
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/"));
        await using var visitor = await browsers.VisitAsync(host.Address);
        var page = await visitor.OpenAsync("start/every-structure");

        await AddAsync(page, "Sizes", "Sizes 1");
        await page.Keyboard.TypeAsync("3");
        await AddAsync(page, "Sizes", "Sizes 2");
        await page.Keyboard.TypeAsync("4");
        await AddAsync(page, "Headers", "Headers 1, name");
        await page.Keyboard.TypeAsync("X-Source");
        await page.GetByLabel("Headers 1, value").FillAsync("crm");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Anna");
        await page.GetByLabel("Mail").FillAsync("anna@fjord.se");
        await AddAsync(page, "Lines", "Article");
        await page.Keyboard.TypeAsync("tent");
        await page.GetByLabel("Amount").FillAsync("200");
        await page.GetByLabel("Reference").FillAsync("019aa6f5-7a00-7c7e-9d3a-5a4d3f0c2b11");
        await page.GetByLabel("Deliver at").FillAsync("14:30");
        await page.GetByLabel("Extra").FillAsync("""{"gift": true}""");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("[name=f-lines-draft]")).ToHaveValueAsync("""[{"article":"tent","amount":200}]""");
        await page.ReloadAsync();
        await page.LiveAsync();
        await Expect(page.GetByLabel("Sizes 2", new() { Exact = true })).ToHaveValueAsync("4");
        await Expect(page.GetByLabel("Amount")).ToHaveValueAsync("200");

        await SubmitAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Lines 1, Amount" }).ClickAsync();
        await Expect(page.GetByLabel("Amount")).ToBeFocusedAsync();
        (await page.RunAxe()).Violations.Select(found => $"{found.Id}: {found.Nodes[0].Html}").Should().BeEmpty();
        await page.GetByLabel("Amount").FillAsync("2");
        await SubmitAsync(page);

        await Expect(page.Locator(".state-pill")).ToHaveTextAsync("Succeeded");
        var task = TaskId.Parse(new Uri(page.Url).Segments[^1], null);
        (await host.Services.GetRequiredService<TaskMonitor>().ReadAsync(task))!.Input!.Value.GetRawText().Should().Be(Stored);
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Files_DroppedOnTheField_AreUploaded()
    {
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/"));
        await using var visitor = await browsers.VisitAsync(host.Address);
        await File.WriteAllTextAsync(_files.File("a.txt"), "a");
        await File.WriteAllTextAsync(_files.File("b.txt"), "bb");
        var page = await visitor.OpenAsync("start/every-structure");
        var area = page.Locator(".drop-area:visible"); // MudBlazor keeps the control of an earlier choice, hidden

        await page.ChooseFileAsync(_files.File("a.txt"));
        await Expect(page.Locator(".files li")).ToHaveCountAsync(1);
        await area.SetInputFilesAsync(_files.File("b.txt"));

        await Expect(page.Locator(".files li")).ToHaveCountAsync(2);
        var (size, box) = (await area.BoundingBoxAsync(), await page.Locator(".drop").BoundingBoxAsync());
        size!.Width.Should().BeApproximately(box!.Width, 4,
            "whatever is dropped on the field falls into the browser's own control, which lies above it");
        size.Height.Should().BeGreaterThanOrEqualTo(box.Height - 4);
        visitor.Problems.Should().BeEmpty();
    }

    private static async Task AddAsync(IPage page, string field, string label)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = $"Add to {field}" }).PressAsync("Enter");
        await Expect(page.GetByLabel(label, new() { Exact = true })).ToBeFocusedAsync();
    }

    /// <summary>Presses the button as long as a person does: what was typed last is checked meanwhile.</summary>
    private static Task SubmitAsync(IPage page) =>
        page.GetByRole(AriaRole.Button, new() { Name = "Start the task" }).ClickAsync(new() { Delay = 300 });

    public void Dispose() => _files.Dispose();
}
