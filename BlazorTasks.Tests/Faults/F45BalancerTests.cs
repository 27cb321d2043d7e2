using System.Net.Http.Json;
using static Microsoft.Playwright.Assertions;

namespace BlazorTasks.Tests.Faults;

/// <summary>F45: two nodes behind nginx, which sends each browser to one of them until that one is gone.</summary>
[Collection(nameof(Browsers))]
public sealed class F45BalancerTests(Browsers browsers) : IAsyncLifetime
{
    private readonly PostgresServer _server = new();
    private readonly TempFolder _folder = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_OfTheNodeOfAPage_ContinuesItOnTheOtherWithWhatWasTyped(bool sleeps)
    {
        var database = await _server.NewDatabaseAsync();
        var nodes = await Task.WhenAll(StartAsync("web-1", database), StartAsync("web-2", database));
        var port = FreePort.Next();
        await using var nginx = Nginx.Start(_folder, port, nodes.Select(node => node.Address));
        await using var visitor = await browsers.VisitAsync(new Uri($"http://127.0.0.1:{port}/"));
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/") };
        await Eventually.TrueAsync(() => IsUpAsync(client));
        var page = await visitor.OpenAsync("start/random-wait");
        await page.GetByLabel("At least").FillAsync("17");
        await page.EvaluateAsync("() => window.sameDocument = true");
        var used = nodes[await NodeOfAsync(client) == "web-1" ? 0 : 1];

        await (sleeps ? page.SleepAsync() : Task.CompletedTask);
        await used.SignalAsync("TERM");
        await used.EndAsync();
        await (sleeps ? page.WakeAsync() : Task.CompletedTask);

        await Expect(page.Locator("#bt-connection")).ToHaveTextAsync("Live", new() { Timeout = 30_000 });
        await Expect(page.GetByLabel("At least")).ToHaveValueAsync("17");
        (await page.EvaluateAsync<bool>("() => window.sameDocument === true")).Should()
            .Be(sleeps, "the other node continues a page that sleeps, and one that is open is loaded again");
        (await NodeOfAsync(client)).Should().Be(used == nodes[0] ? "web-2" : "web-1");
        await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
    }

    private Task<AppProcess> StartAsync(string name, string database) => AppProcess.StartAsync(
        _folder.File(name),
        $"--BlazorTasks:Node={name}",
        $"--ConnectionStrings:Tasks={database}");

    /// <summary>Which node gets the requests of this machine: a new task starts where it was created.</summary>
    private static async Task<string?> NodeOfAsync(HttpClient client)
    {
        var started = await client.PostAsJsonAsync("tasks", new
        {
            definition = "random-wait",
            input = new { min_seconds = 0, max_seconds = 0 },
        });
        var id = (await started.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        JsonElement task = default;
        await Eventually.TrueAsync(async () =>
        {
            task = await client.GetFromJsonAsync<JsonElement>($"tasks/{id}");
            return task.TryGetProperty("node", out var node) && node.ValueKind == JsonValueKind.String;
        });
        return task.GetProperty("node").GetString();
    }

    private static async Task<bool> IsUpAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync("")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
