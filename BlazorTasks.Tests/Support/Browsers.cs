namespace BlazorTasks.Tests.Support;

/// <summary>One Chromium for all browser tests; each test has a context, and so cookies and storage, of its own.</summary>
public sealed class Browsers : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(20_000); // what shows at once on an idle machine may take seconds on a busy one
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
                "--disable-component-update", "--no-first-run"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A person with a browser of their own.</summary>
    public async Task<Visitor> VisitAsync(Uri address, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _chromium!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            Locale = "en-US",
            TimezoneId = "Europe/Stockholm",
        });
        context.SetDefaultTimeout((float)TestMonitor.MaxWait.TotalMilliseconds);
        return new Visitor(context);
    }
}

/// <summary>A browser context that remembers what went wrong in its pages.</summary>
public sealed class Visitor(IBrowserContext context) : IAsyncDisposable
{
    private readonly List<string> _problems = [];

    public IBrowserContext Context => context;

    /// <summary>Errors of scripts, the console and the network, in any page.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Opens a page and waits until it is live.</summary>
    /// <param name="path">Its address.</param>
    /// <param name="isLive">False for a page that has no circuit.</param>
    public async Task<IPage> OpenAsync(string path = "", bool isLive = true)
    {
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => _problems.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _problems.Add(message.Text);
            }
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                _problems.Add($"{response.Status} {response.Url}");
            }
        };
        await page.GotoAsync(path);
        if (isLive)
        {
            await page.LiveAsync();
        }

        return page;
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();
}

public static class PageExtensions
{
    /// <summary>Waits until the circuit drives the page.</summary>
    public static Task LiveAsync(this IPage page) => page.Locator("[data-interactive=true]").WaitForAsync();

    /// <summary>
    /// Waits until the dialog that was just opened has taken the focus, a moment after it is visible: what is typed before goes to
    /// whichever field gets it.
    /// </summary>
    public static Task DialogAsync(this IPage page) => page.WaitForFunctionAsync(
        "() => document.querySelector('.mud-dialog-container')?.contains(document.activeElement)");

    /// <summary>
    /// Chooses a file as soon as the control listens: Blazor attaches to it a moment after the page is live, and what is
    /// chosen before is lost.
    /// </summary>
    public static async Task ChooseFileAsync(this IPage page, string file)
    {
        await page.WaitForFunctionAsync("() => '_blazorInputFileNextFileId' in document.querySelector('input[type=file]')");
        await page.Locator("input[type=file]").SetInputFilesAsync(file);
    }
}

[CollectionDefinition(nameof(Browsers))]
public sealed class BrowserTests : ICollectionFixture<Browsers>;
