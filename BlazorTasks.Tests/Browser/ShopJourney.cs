using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace BlazorTasks.Tests.Browser;

/// <summary>The components on the pages of the sample shop, used by its customers (samples/Shop).</summary>
[Collection(nameof(Browsers))]
public sealed class ShopJourney(Browsers browsers, ShopProcess shop) : IClassFixture<ShopProcess>
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    [Fact]
    public async Task Customer_ReturnsAnOrder_AnswersInPlaceAndNobodyElseSeesIt()
    {
        await using var visitor = await browsers.VisitAsync(shop.Address);
        var page = await visitor.OpenAsync("/orders", isLive: false);
        var answers = page.Locator(".bt-start");

        await page.GetByRole(AriaRole.Button, new() { Name = "Return order 1042" }).ClickAsync();
        await answers.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Expect(answers.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Choose an option");
        await CheckAsync(page, "question");
        await OpenBellAsync(page);
        await answers.GetByLabel("Reason").SelectOptionAsync("Too large");
        await answers.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await answers.GetByRole(AriaRole.Button, new() { Name = "Pick it up" }).ClickAsync();
        await Expect(answers.Locator("[data-state=succeeded]")).ToBeVisibleAsync();
        await CheckAsync(page, "done");

        await page.Locator(".bt-list").GetByRole(AriaRole.Link, new() { Name = "Return an order" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("Reason: TooLarge");
        await using var other = await browsers.VisitAsync(shop.Address);
        var theirs = await other.OpenAsync(new Uri(page.Url).AbsolutePath, isLive: false);
        await Expect(theirs.Locator("main")).ToContainTextAsync("This task does not exist.");
        visitor.Problems.Concat(other.Problems).Should().BeEmpty();
    }

    [Fact]
    public async Task Customer_OnAPageWithoutBlazor_AnswersAndSeesTheOutcome()
    {
        await using var visitor = await browsers.VisitAsync(shop.Address);
        var orders = await visitor.OpenAsync("/orders", isLive: false);
        await orders.GetByRole(AriaRole.Button, new() { Name = "Return order 1042" }).ClickAsync();
        var address = await orders.Locator(".bt-list").GetByRole(AriaRole.Link, new() { Name = "Return an order" })
            .GetAttributeAsync("href");
        var page = await visitor.OpenAsync($"/plain.html?task={address!.Split('/')[^1]}", isLive: false);
        var (task, prompts) = (page.Locator("task-progress"), page.Locator("task-prompts"));

        await prompts.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await Expect(prompts.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Choose an option");
        await OpenBellAsync(page);
        await CheckAsync(page, "plain page");
        await prompts.GetByLabel("Reason").SelectOptionAsync("Too large");
        await prompts.GetByRole(AriaRole.Button, new() { Name = "Submit" }).ClickAsync();
        await prompts.GetByRole(AriaRole.Button, new() { Name = "Pick it up" }).ClickAsync();

        await Expect(task.Locator("[data-state=succeeded]")).ToBeVisibleAsync();
        await Expect(prompts.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        visitor.Problems.Where(problem => !problem.Contains("422")).Should().BeEmpty("only the empty form was rejected");
    }

    private static async Task OpenBellAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Tasks, 1 new" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Why do you return order 1042?");
        await CheckAsync(page, "bell");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
    }

    /// <summary>Nothing for axe to complain about and nothing that scrolls sideways, in both themes, on phones and desktops.</summary>
    private static async Task CheckAsync(IPage page, string name)
    {
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await page.SetViewportSizeAsync(scheme == ColorScheme.Dark ? 390 : 1440, 900);
            await PageCheck.SettleAsync(page); // a message that fades in has no contrast yet
            var found = await page.RunAxe(Rules);
            found.Violations.Select(one => $"{name} {scheme}: {one.Id} {string.Join(' ', one.Nodes.Select(node => node.Html))}").Should()
                .BeEmpty();
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).Should().BeLessThanOrEqualTo(0);
        }
    }
}

/// <summary>The sample shop, as its own process.</summary>
public sealed partial class ShopProcess : IAsyncLifetime
{
    private Shell? _process;

    public Uri Address { get; private set; } = default!;

    public async Task InitializeAsync()
    {
        _process = Shell.Start(
            $"exec dotnet {AppProcess.Built("Shop")} --urls http://127.0.0.1:0 --contentRoot {Shell.Root}/samples/Shop",
            ("ASPNETCORE_ENVIRONMENT", "Development"));
        Address = await Eventually.FoundAsync(() => Task.FromResult(
            Listening().Match(_process.Output) is { Success: true } line ? new Uri(line.Groups["address"].Value) : null));
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    [GeneratedRegex(@"Now listening on: (?<address>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
