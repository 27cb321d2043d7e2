using Microsoft.Playwright;

namespace BlazorTasks.Benchmarks.Browser;

/// <summary>
/// What a browser with an empty cache loads until the Active page answers, and how long that takes; then, as people come to
/// a form by a link, how long until the first key pressed stands in its field.
/// </summary>
internal static class FirstPage
{
    public static async Task RunAsync()
    {
        await using var app = await PublishedApp.StartAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var chromium =
            await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
            });
        var (bytes, times, keys, files) = (new List<double>(), new List<double>(), new List<double>(), new Dictionary<string, double>());
        for (var round = 0; round < 6; round++)
        {
            await using var context = await chromium.NewContextAsync();
            var page = await context.NewPageAsync();
            var responses = new List<IResponse>();
            page.Response += (_, response) => responses.Add(response);
            var began = Stopwatch.GetTimestamp();
            await page.GotoAsync(app.Address);
            await page.Locator("[data-interactive=true]").WaitForAsync();
            times.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            foreach (var response in responses.ToList())
            {
                var sizes = await response.Request.SizesAsync();
                files[new Uri(response.Url).AbsolutePath] = (sizes.ResponseBodySize + sizes.ResponseHeadersSize) / 1024.0;
            }

            bytes.Add(files.Values.Sum());
            keys.Add(await TypeAsync(page, app.Address));
        }

        Figure.Print("over the wire", bytes.Skip(1), "KB", "≤ 400 KB");
        Figure.Print("until the page answers", times.Skip(1), "s", "≤ 1.5 s");
        Figure.Print("form page, until the first key stands in its field", keys.Skip(1), "s", "≤ 1 s");
        foreach (var (file, size) in files.OrderByDescending(file => file.Value).Take(8))
        {
            Figure.Print(file, size, "KB");
        }
    }

    private static async Task<double> TypeAsync(IPage page, string address)
    {
        var began = Stopwatch.GetTimestamp();
        await page.GotoAsync($"{address}/start/random-wait");
        await page.Locator("[data-interactive=true]").WaitForAsync();
        var field = page.Locator("form input:not([type=hidden])").First;
        await field.PressAsync("7");
        await page.WaitForFunctionAsync("() => document.querySelector('form input:not([type=hidden])').value.includes('7')");
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
