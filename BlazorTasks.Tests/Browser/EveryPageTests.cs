using static BlazorTasks.Tests.Browser.PageCheck;

namespace BlazorTasks.Tests.Browser;

/// <summary>
/// Each page, and what opens on it, in both themes and at several widths: nothing for axe to complain about, nothing too small to
/// hit, nothing that scrolls sideways or covers its neighbour. With BLAZORTASKS_SHOTS set to a folder, a picture of each is put
/// there. The long run of "test.sh --faults" covers every width, and every rule in both themes; the usual one fewer widths, in dark
/// the contrast, and on a phone what a width can break. The pages of accounts are in AccountsJourney.
/// </summary>
[Collection(nameof(Browsers))]
public sealed class EveryPageTests(EveryPageTests.Team team) : IClassFixture<EveryPageTests.Team>
{
    public static TheoryData<string> Pages() =>
    [
        "active", "active?view=rows", "active?q=nothing+like+it", "start", "start/every-kind", "start/every-structure", "task/running",
        "task/failed", "task/succeeded", "task/asks", "task/replay", "inbox", "history", "history?q=nothing+like+it",
        "history?state=broken&size=10", "compare/two", "compare", "audit", "audit?by=nobody", "api-keys", "notifications", "schedules",
        "schedules?period=week&q=night", "schedules?q=nothing+like+it", "schedules/nightly-import", "schedules/shop-export",
        "schedules/nightly-import/edit", "schedules/gone", "new-schedule", "calendars", "nodes", "api",
        "task/01980000-0000-7000-8000-000000000000", "nowhere",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_EveryWidth_IsAccessibleAndFits(string name)
    {
        await using var page = await team.OpenAsync(Path(name), isLive: name != "api");
        await Expect(page.Locator("h1")).ToBeVisibleAsync();

        (await CheckWidthsAsync(page, name)).Should().BeEmpty();
    }

    /// <summary>What opens over a page or within it: where, how it is opened, and what is there then.</summary>
    private static readonly Dictionary<string, (string Page, Func<IPage, Task> Open, string Shown)> Parts = new()
    {
        ["palette"] = ("active", page => page.Keyboard.PressAsync("Control+k"), ".mud-dialog [role=option]"),
        ["keys"] = ("active", page => page.Keyboard.PressAsync("?"), ".mud-dialog"),
        ["bell"] = ("active", page => page.Locator(".bell").ClickAsync(), Menu),
        ["chip"] = ("active", page => PressAsync(page, "State"), Menu),
        ["card menu"] = ("active", page => page.Locator(".card [aria-haspopup=menu]").First.ClickAsync(), Menu),
        ["answer"] = ("active", page => page.Locator(".card button[aria-label^='Answer ']").First.ClickAsync(), "form[data-draft]"),
        ["rows menu"] = ("active?view=rows", page => page.Locator("tr [aria-haspopup=menu]").First.ClickAsync(), Menu),
        ["bulk"] = ("active?view=rows", SelectTwoAsync, ".bulk"),
        ["bulk preview"] = ("active?view=rows", page => PreviewAsync(page, "Cancel 2…"), ".mud-dialog"),
        ["definition"] = ("history", page => PressAsync(page, "Definition"), Menu),
        ["range"] = ("history", page => ChooseAsync(page, "Finished", "Custom range…"), ".mud-dialog"),
        ["duration"] = ("history", page => ChooseAsync(page, "Duration", "Custom duration…"), ".mud-dialog"),
        ["export"] = ("history", page => PressAsync(page, "Export"), ".mud-dialog"),
        ["delete preview"] = ("history", page => PreviewAsync(page, "Delete…"), ".mud-dialog"),
        ["chart tables"] = ("history", PressAllAsync("As a table"), ".chart table"),
        ["select"] = ("start/every-kind", OpenSelectAsync, ".mud-popover-open [role=option]"),
        ["calendar"] = ("start/every-kind", page => PressAsync(page, "Open the calendar"), ".mud-picker-calendar"),
        ["form errors"] = ("start/every-kind", page => PressAsync(page, "Start the task"), ".err"),
        ["nested"] = ("start/every-structure", OpenNestedAsync, ".err"),
        ["new key"] = ("api-keys", page => PressAsync(page, "New API key"), ".mud-dialog"),
        ["holidays"] = ("calendars", page => PressAsync(page, "New calendar"), ".mud-dialog"),
        ["levels"] = ("task/running", page => page.Locator("[aria-label^='Levels to show']").ClickAsync(), Menu),
        ["events"] = ("task/failed", page => page.GetByRole(AriaRole.Tab, new() { NameRegex = new("^Events") }).ClickAsync(),
            "#p-events li"),
    };

    private const string Menu = ".mud-popover-open [role^=menuitem]";

    public static TheoryData<string> OpenParts() => [.. Parts.Keys];

    [Theory]
    [MemberData(nameof(OpenParts))]
    public async Task OpenPart_EveryWidth_IsAccessibleAndFits(string name)
    {
        var (path, open, shown) = Parts[name];
        var problems = new List<string>();
        var isOnPhones = name is not ("keys" or "rows menu");
        var widths = new[] { isOnPhones ? Phone : Tablet, Desktop };
        foreach (var (width, height) in FaultRun.IsFull ? widths : widths[..1])
        {
            await using var page = await team.OpenAsync(Path(path));
            await page.SetViewportSizeAsync(width, height);
            await open(page);
            await page.Locator(shown).First.WaitForAsync();
            await SettleAsync(page);
            problems.AddRange(await CheckAsync(page, $"{name} {width}", RulesUnderAnOpenPart));
        }

        problems.Should().BeEmpty();
    }

    [Fact]
    public async Task MoreOfAPhone_Opened_IsAccessible()
    {
        await using var page = await team.OpenAsync("");
        await page.SetViewportSizeAsync(Phone.Width, Phone.Height);
        await page.Locator(".tabbar").GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await page.Locator(Menu).First.WaitForAsync();
        await SettleAsync(page);

        (await CheckAsync(page, "more 390", RulesUnderAnOpenPart)).Should().BeEmpty();
    }

    private static Task PressAsync(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true })
        .First.ClickAsync();

    private static Func<IPage, Task> PressAllAsync(string name) => async page =>
    {
        await page.Locator(".chart").First.WaitForAsync();
        foreach (var button in await page.GetByRole(AriaRole.Button, new() { Name = name }).AllAsync())
        {
            await button.ClickAsync();
        }
    };

    private static async Task ChooseAsync(IPage page, string chip, string choice)
    {
        await PressAsync(page, chip);
        await page.Locator(".mud-popover-open").GetByText(choice).ClickAsync();
    }

    private static async Task SelectTwoAsync(IPage page)
    {
        foreach (var at in new[] { 0, 1 })
        {
            await page.Locator("tr[data-task] [data-key~=x]").Nth(at).DispatchEventAsync("click"); // a phone has them hidden
        }
    }

    private static async Task PreviewAsync(IPage page, string action)
    {
        await SelectTwoAsync(page);
        await PressAsync(page, action);
    }

    private static async Task OpenSelectAsync(IPage page)
    {
        await page.Locator("form summary").ClickAsync();
        await page.Locator("form .mud-select").First.ClickAsync();
    }

    private static async Task OpenNestedAsync(IPage page)
    {
        foreach (var add in await page.Locator("form .repeat-add").AllAsync())
        {
            await add.ClickAsync();
        }

        await PressAsync(page, "Start the task");
    }

    private string Path(string name) => name switch
    {
        "task/running" => $"task/{team.Busy.Running.Id}",
        "task/failed" => $"task/{team.Busy.Failed.Id}",
        "task/asks" => $"task/{team.Asks.Id}",
        "task/replay" => $"task/{team.Busy.Succeeded.Id}?at=5",
        "task/succeeded" => $"task/{team.Busy.Succeeded.Id}",
        "compare/two" => $"compare?a={team.Busy.Succeeded.Id}&b={team.Busy.Failed.Id}",
        _ when name.StartsWith("active", StringComparison.Ordinal) => name["active".Length..],
        _ => name,
    };

    private sealed record Letter([StringLength(150)] string Subject, [DataType(DataType.MultilineText)] string Text,
        [EmailAddress] string Recipient, bool Draft, DateOnly? Day);

    /// <summary>One busy app, and one browser that knows its files already, for all of these tests: they only look.</summary>
    public sealed class Team(Browsers browsers) : IAsyncLifetime
    {
        private Visitor _visitor = default!;

        internal BusyTeam Busy { get; private set; } = default!;

        /// <summary>A task that waits for a form.</summary>
        internal MonitoredTask Asks { get; private set; } = default!;

        /// <summary>Opens a page. It is closed at the end of the test.</summary>
        public Task<IPage> OpenAsync(string path, bool isLive = true) => _visitor.OpenAsync(path, isLive);

        public async Task InitializeAsync()
        {
            Busy = await BusyTeam.StartAsync();
            _visitor = await browsers.VisitAsync(Busy.Address);
            await RecurringWork.FillAsync(Busy.Monitor, Busy.Store);
            var aside = new StartOptions
            {
                Owner = "local",
                Label = "Spring sale",
                Policy = new() { TakesNoSlot = true, MaxAttempts = 2, OnError = OnError.AskToRetry }
            };
            Asks = Busy.Monitor.Start("Send a newsletter", task =>
                task.AskAsync<Letter>("What shall the letter say?", new() { Body = "It goes to **4,812** people." }), aside);
            Busy.Monitor.Start("Import customers", task =>
                task.ConfirmAsync("Publish 1,204 rows to the shop? 3 rows were skipped.", new() { Yes = "Publish", No = "Not now" }),
                aside);
            var pay = Busy.Monitor.Start("Pay an invoice", task =>
                task.ConfirmAsync("Pay 1,840 €?", new() { For = Answerers.SomeoneElse }), aside);
            Busy.Monitor.Start("Index a folder",
                (Func<TaskContext, Task>)(_ => throw new IOException("The share did not answer for 30 s.")), aside);
            await Busy.Monitor.UntilActive(active => active.Questions.Count == 4);
            await Busy.Monitor.AnswerAsync(pay.Id, "1", (object)true, new Person("local")); // refused, for the audit
        }

        public async Task DisposeAsync()
        {
            await _visitor.DisposeAsync();
            await Busy.DisposeAsync();
        }
    }
}
