#!/usr/bin/env dotnet
// Draws docs/images anew: dotnet run eng/screenshots.cs
// It needs chromium. In a temporary folder it tells two weeks of history on a clock that runs fast, starts the App on that,
// begins a busy moment through the forms, as a person would, and takes the pictures.
#:project ../BlazorTasks.App/BlazorTasks.App.csproj
#:package Microsoft.Playwright
#:property PublishAot=false
#:property RunAnalyzers=false

using System.Diagnostics;
using System.Text.Json;
using BlazorTasks;
using BlazorTasks.App.Samples;
using BlazorTasks.App.Samples.Waiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

const int LargestPicture = 300_000;
const string Administrator = "Kari Lund";
const string Password = "a fjord in the fog";
var root = Path.GetDirectoryName((string)AppContext.GetData("EntryPointFileDirectoryPath")!)!;
var images = Directory.CreateDirectory(Path.Combine(root, "docs", "images")).FullName;
var shop = Path.Combine(Path.GetTempPath(), "fjord-shop");
var data = Path.Combine(shop, "data");
try
{
    MakeFiles();
    await TellThePastAsync();
    await WithAppAsync(TakePicturesAsync);
    await AddAccountsAsync();
    await WithAppAsync(TakePicturesOfAccountsAsync);
    ListPictures();
}
finally
{
    Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    Directory.Delete(shop, recursive: true);
}

void MakeFiles()
{
    Directory.CreateDirectory(data);
    var customers = File.ReadAllLines(Path.Combine(root, "BlazorTasks.App", "Samples", "Customers", "customers.csv"));
    File.WriteAllLines(Path.Combine(shop, "spring-list.csv"), customers.Take(2_500));
    File.WriteAllLines(Path.Combine(shop, "autumn-list.csv"), [customers[0], .. customers[1_900..4_100]]);
    File.Copy(Path.Combine(root, "docs", "samples.md"), Path.Combine(shop, "gazette.txt"));
    File.Copy(Path.Combine(root, "docs", "task-lifecycle.md"), Path.Combine(shop, "gazette-21-nov.txt"));
    var contracts = Directory.CreateDirectory(Path.Combine(shop, "contracts")).FullName;
    foreach (var name in new[] { "rent-2024.pdf", "rent-2025.pdf", "copy of rent-2025.pdf", "freight.pdf", "insurance.pdf" })
    {
        File.WriteAllText(Path.Combine(contracts, name), new string('x', 40_000) + name[^8..]); // the copy has the same content
    }

    var backups = Directory.CreateDirectory(Path.Combine(shop, "backups")).FullName;
    var length = 100_000_000L;
    for (var day = 1; day <= 21; day++)
    {
        var path = Path.Combine(backups, $"orders-2026-11-{day:00}.tar");
        using (var file = File.Create(path))
        {
            file.SetLength(length + (day * 1_000_000L)); // sparse: it takes time to read, and no space
        }

        length = day == 1 ? Math.Max(length, (long)(length / SecondsToRead(path) * 200 / 20)) : length; // all of them take 200 s
    }
}

double SecondsToRead(string path)
{
    var clock = Stopwatch.StartNew();
    using var file = File.OpenRead(path);
    System.Security.Cryptography.SHA256.HashData(file);
    return clock.Elapsed.TotalSeconds;
}

async Task TellThePastAsync()
{
    var now = DateTimeOffset.UtcNow;
    var clock = new FastClock(now.AddDays(-14));
    var services = new ServiceCollection();
    services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
    services.AddSingleton<TimeProvider>(clock);
    services.AddSamples(data);
    services.AddBlazorTasksCore()
        .UseSqlite($"Data Source={Path.Combine(data, "tasks.db")}")
        .Configure(options => (options.UploadFolder, options.CommandTimeout) = (Path.Combine(data, "uploads"),
            TimeSpan.FromMinutes(5))) // minutes of this clock are moments of the disk's
        .AddTasksFrom(typeof(RandomWait).Assembly);
    await using var provider = services.BuildServiceProvider();
    var monitor = provider.GetRequiredService<TaskMonitor>();
    var random = new Random(20261121);
    for (var at = now.AddDays(-14); at < now.AddMinutes(-20); at += TimeSpan.FromMinutes(random.Next(20, 260)))
    {
        clock.JumpTo(at);
        MonitoredTask task;
        try
        {
            task = await StartPastAsync(monitor, random);
        }
        catch (StorageUnavailableException)
        {
            continue; // the disk was slow for a clock this fast; the task is there all the same
        }

        await task.Completion.ContinueWith(_ => { }, TaskScheduler.Default);
        if (task.Snapshot.State == TaskState.Failed)
        {
            await monitor.DismissAsync(task.Id, "local");
        }
    }

    await monitor.StopAsync();
}

async Task<MonitoredTask> StartPastAsync(TaskMonitor monitor, Random random)
{
    var (definition, input) = random.Next(12) switch
    {
        0 => ("index-a-folder", new { folder = Path.Combine(shop, "archive-2023") }),
        1 or 2 => ("index-a-folder", new { folder = Path.Combine(shop, "contracts") }),
        3 or 4 => ("extract-vocabulary",
            new { file = await UploadAsync("gazette.txt", $"gazette-{random.Next(1, 30)}.txt"), min_length = random.Next(3, 6) }),
        5 or 6 => ("import-customers",
            new { file = await UploadAsync("spring-list.csv", random.Next(2) == 0 ? "spring-list.csv" : "vip-list.csv"), fast = true }),
        7 or 8 => ("stream-words", new { words_per_second = random.Next(3, 8) / 10.0 }),
        _ => ("random-wait", (object)new { min_seconds = 60, max_seconds = 300 }),
    };
    var task = await monitor.StartAsync(definition, JsonSerializer.SerializeToElement(input), new StartOptions { Owner = "local" });
    if (definition == "random-wait" && random.Next(6) == 0)
    {
        await task.CancelAsync("local");
    }

    return task;

    async Task<string> UploadAsync(string file, string name)
    {
        await using var content = File.OpenRead(Path.Combine(shop, file));
        return await monitor.Uploads.SaveAsync(name, content, default);
    }
}

async Task WithAppAsync(Func<Studio, Task> work)
{
    using var app = Process.Start(new ProcessStartInfo("dotnet",
    [
        "run", "--no-build", "--project", Path.Combine(root, "BlazorTasks.App"), "--urls", "http://127.0.0.1:0",
        "--BlazorTasks:Data", data, "--BlazorTasks:Title", "Fjord Shop",
        "--BlazorTasks:MaxConcurrency", "2", "--BlazorTasks:MaxCpuBound", "1",
    ]) { RedirectStandardOutput = true })!;
    try
    {
        var address = "";
        while (!address.StartsWith("Dashboard"))
        {
            address = (await app.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The App did not start.")).Trim();
        }

        using var playwright = await Playwright.CreateAsync();
        await using var chromium =
            await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium(),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"] });
        await work(new Studio(chromium, address["Dashboard".Length..].Trim(), images));
    }
    finally
    {
        app.Kill(entireProcessTree: true);
        await app.WaitForExitAsync();
    }
}

async Task TakePicturesAsync(Studio studio)
{
    await BeginABusyMomentAsync(studio);
    await studio.TakeAsync("active-light", "");
    await studio.TakeAsync("active-dark", "", ColorScheme.Dark);
    await studio.TakeAsync("active-phone", "", width: 390, height: 844);
    await studio.TakeAsync("task-light", studio.Tasks["index-a-folder"]);
    await studio.TakeAsync("history-light", "history");
    await studio.TakeAsync("start-light", "start/import-customers");
}

async Task AddAccountsAsync()
{
    foreach (var (name, role) in new[] { (Administrator, "admin"), ("Ola Dahl", "operator"), ("Siv Berg", "viewer") })
    {
        using var command = Process.Start(new ProcessStartInfo("dotnet",
        [
            "run", "--no-build", "--project", Path.Combine(root, "BlazorTasks.App"), "--", "users", "add", name, "--role", role,
            "--BlazorTasks:Data", data,
        ]) { RedirectStandardInput = true })!;
        await command.StandardInput.WriteLineAsync(Password);
        await command.WaitForExitAsync();
    }
}

async Task TakePicturesOfAccountsAsync(Studio studio)
{
    await studio.TakeAsync("sign-in-light", "account/sign-in", height: 600, isLive: false);
    await studio.SignInAsync(Administrator, Password);
    await studio.TakeAsync("people-light", "people", height: 600);
    await studio.TakeAsync("account-light", "account", height: 1400, isLive: false);
}

void ListPictures()
{
    foreach (var image in new DirectoryInfo(images).EnumerateFiles("*.png"))
    {
        Console.WriteLine($"{image.Name}  {image.Length / 1000} kB{(image.Length > LargestPicture ? "  TOO LARGE" : "")}");
    }
}

async Task BeginABusyMomentAsync(Studio studio)
{
    const string Caption = "and that is why the harbour freezes from the shallow end first "
        + "while the ferries keep the deep channel open all winter long ";
    await studio.StartAsync("import-customers", until: "Succeeded", ("file", Path.Combine(shop, "autumn-list.csv")), ("fast", "on"));
    await studio.StartAsync("extract-vocabulary", until: "Succeeded", ("file", Path.Combine(shop, "gazette-21-nov.txt")));
    await studio.StartAsync("extract-vocabulary", until: "Failed", ("url", "http://gazette.example/fog-from-the-east"));
    await studio.StartAsync("moderate-comments", until: "Waiting for you");
    await studio.StartAsync("approve-expense", until: "Waiting for you",
        ("amount", "1840"), ("purpose", "Winter tyres for the van"), ("requester", "Ola Dahl"));
    await studio.StartAsync("send-a-newsletter", until: "Waiting for you");
    await studio.StartAsync("random-wait", until: "Running", ("min_seconds", "240"), ("max_seconds", "240"));
    await studio.StartAsync("stream-words", until: "Running", ("text", string.Concat(Enumerable.Repeat(Caption, 6))),
        ("words_per_second", "0.9"));
    await studio.StartAsync("index-a-folder", until: "Running", ("folder", Path.Combine(shop, "backups")));
    var index = studio.Tasks["index-a-folder"];
    await studio.StartAsync("index-a-folder", until: "Queued", ("folder", Path.Combine(shop, "contracts")));
    await studio.StartAsync("import-customers", until: "Queued", ("file", Path.Combine(shop, "spring-list.csv")));
    await studio.StartAsync("random-wait", until: "Queued");
    studio.Tasks["index-a-folder"] = index;
    await studio.UntilAsync(index, percent: 15);
}

static string Chromium() => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
    .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
    .FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("There is no chromium on the PATH. Install it first.");

/// <summary>A person at the dashboard, and a photographer beside them.</summary>
sealed class Studio(IBrowser browser, string address, string images)
{
    private string? _signedIn;

    /// <summary>The page of the last task of each definition.</summary>
    public Dictionary<string, string> Tasks { get; } = [];

    public async Task StartAsync(string definition, string until, params (string Field, string Value)[] inputs)
    {
        await using var context = await OpenAsync(1440, 900, ColorScheme.Light);
        var page = await GoAsync(context, $"start/{definition}");
        foreach (var (field, value) in inputs)
        {
            if (field == "file")
            {
                await page.WaitForFunctionAsync(
                    "() => '_blazorInputFileNextFileId' in document.querySelector('input[type=file]')"); // it listens
                await page.Locator("input[type=file]").SetInputFilesAsync(value);
                await page.GetByRole(AriaRole.Button, new() { Name = $"Remove {Path.GetFileName(value)}" })
                    .WaitForAsync(); // it is uploaded
            }
            else if (field == "fast")
            {
                await page.GetByLabel("Fast").CheckAsync();
            }
            else
            {
                await page.Locator($"#f-{field}").FillAsync(value);
            }
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Start the task" }).ClickAsync();
        await page.WaitForURLAsync("**/task/**");
        await page.Locator(".state-pill", new() { HasText = until }).First.WaitForAsync();
        Tasks[definition] = new Uri(page.Url).PathAndQuery[1..];
    }

    public async Task UntilAsync(string task, int percent)
    {
        await using var context = await OpenAsync(1440, 900, ColorScheme.Light);
        var page = await GoAsync(context, task);
        await page.WaitForFunctionAsync($"() => +document.querySelector('[aria-valuenow]')?.ariaValueNow >= {percent}", null,
            new() { Timeout = 300_000 });
    }

    /// <summary>Signs in for all pictures that follow.</summary>
    public async Task SignInAsync(string name, string password)
    {
        await using var context = await OpenAsync(1440, 900, ColorScheme.Light);
        var page = await GoAsync(context, "account/sign-in", isLive: false);
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.Locator("[data-interactive=true]").WaitForAsync();
        _signedIn = await context.StorageStateAsync();
    }

    public async Task TakeAsync(
        string name,
        string path,
        ColorScheme scheme = ColorScheme.Light,
        int width = 1440,
        int height = 900,
        bool isLive = true)
    {
        await using var context = await OpenAsync(width, height, scheme);
        var page = await GoAsync(context, path, isLive);
        await page.EvaluateAsync("() => document.fonts.ready");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.ScreenshotAsync(new() { Path = Path.Combine(images, name + ".png") });
    }

    private async Task<IBrowserContext> OpenAsync(int width, int height, ColorScheme scheme) => await browser.NewContextAsync(new()
    {
        BaseURL = address + "/",
        ViewportSize = new() { Width = width, Height = height },
        ColorScheme = scheme,
        Locale = "en-GB",
        TimezoneId = "Europe/Stockholm",
        StorageState = _signedIn,
    });

    private static async Task<IPage> GoAsync(IBrowserContext context, string path, bool isLive = true)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        if (isLive)
        {
            await page.Locator("[data-interactive=true]").WaitForAsync();
        }

        return page;
    }
}

/// <summary>A clock that runs five hundred times as fast, and can be set.</summary>
sealed class FastClock(DateTimeOffset start) : TimeProvider
{
    private const int Speed = 500;
    private (DateTimeOffset At, long Real) _set = (start, System.GetTimestamp());

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _set.At + (System.GetElapsedTime(_set.Real) * Speed);

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Real(dueTime), Real(period));

    public void JumpTo(DateTimeOffset at) => _set = (at > GetUtcNow() ? at : GetUtcNow(), System.GetTimestamp());

    private static TimeSpan Real(TimeSpan length) => length > TimeSpan.Zero
        ? TimeSpan.FromMilliseconds(Math.Ceiling(length.TotalMilliseconds / Speed)) : length;
}
