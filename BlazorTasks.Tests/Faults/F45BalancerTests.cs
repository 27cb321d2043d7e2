namespace BlazorTasks.Tests.Faults;

/// <summary>F45: two nodes behind nginx or YARP, which sends each browser to one of them until that one is gone.</summary>
[Collection(nameof(Browsers))]
public sealed class F45BalancerTests(Browsers browsers) : IAsyncLifetime
{
    private readonly PostgresServer _server = new();
    private readonly TempFolder _folder = new();
    private AppProcess[] _nodes = [];

    public Task InitializeAsync() => _server.InitializeAsync();

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public Task Stop_OfTheNodeOfAPage_ContinuesItOnTheOther() => StopAsync("YARP", sleeps: true);

    [FullRunTheory]
    [InlineData("nginx", true)]
    [InlineData("nginx", false)]
    [InlineData("YARP", false)]
    public Task Stop_OfTheNodeOfAPage_InOtherPairs_ContinuesItToo(string balancer, bool sleeps) => StopAsync(balancer, sleeps);

    /// <summary>Stops the node of a page in which something was typed.</summary>
    private async Task StopAsync(string balancer, bool sleeps)
    {
        var database = await _server.NewDatabaseAsync();
        var nodes = _nodes = await Task.WhenAll(StartAsync("web-1", database), StartAsync("web-2", database));
        var port = FreePort.Next();
        await using var running = await BalanceAsync(balancer, port, [.. nodes.Select(node => node.Address)]);
        await using var visitor = await browsers.VisitAsync(new Uri($"http://127.0.0.1:{port}/"));
        var client = visitor.Context.APIRequest; // with the browser's address and cookies
        await Eventually.TrueAsync(() => IsUpAsync(client));
        var page = await visitor.OpenAsync("start/random-wait");
        await page.GetByLabel("At least").FillAsync("17");
        await page.EvaluateAsync("() => window.sameDocument = true");
        var used = nodes[await NodeOfAsync(client, page) == "web-1" ? 0 : 1];

        await (sleeps ? page.SleepAsync() : Task.CompletedTask);
        await used.SignalAsync("TERM");
        await used.EndAsync();
        await (sleeps ? page.WakeAsync() : Task.CompletedTask);

        await Expect(page.Locator("#bt-connection")).ToHaveTextAsync("Live", new() { Timeout = 30_000 });
        await Expect(page.GetByLabel("At least")).ToHaveValueAsync("17");
        (await page.EvaluateAsync<bool>("() => window.sameDocument === true")).Should()
            .Be(sleeps, "the other node continues a page that sleeps, and one that is open is loaded again");
        (await NodeOfAsync(client, page)).Should().Be(used == nodes[0] ? "web-2" : "web-1");
    }

    private Task<AppProcess> StartAsync(string name, string database) => AppProcess.StartAsync(
        _folder.File(name),
        $"--BlazorTasks:Node={name}",
        $"--ConnectionStrings:Tasks={database}",
        "--BlazorTasks:Cluster:Link=None");

    private async Task<IAsyncDisposable> BalanceAsync(string balancer, int port, IReadOnlyList<Uri> nodes) =>
        balancer == "YARP" ? await YarpProxy.StartAsync(port, nodes) : Nginx.Start(_folder, port, nodes);

    /// <summary>Which node gets the requests of the browser: a new task starts where it was created.</summary>
    private static async Task<string?> NodeOfAsync(IAPIRequestContext client, IPage page)
    {
        var input = new { min_seconds = 0, max_seconds = 0 };
        var started = await client.PostAsync("api/tasks", new()
        {
            DataObject = new { definition = "random-wait", input },
            Headers = [new("Origin", new Uri(page.Url).GetLeftPart(UriPartial.Authority))],
        });
        started.Ok.Should().BeTrue(await started.TextAsync());
        var id = (await started.JsonAsync())!.Value.GetProperty("id").GetString();
        JsonElement task = default;
        await Eventually.TrueAsync(async () =>
        {
            task = (await (await client.GetAsync($"api/tasks/{id}")).JsonAsync())!.Value;
            return task.TryGetProperty("node", out var node) && node.ValueKind == JsonValueKind.String;
        });
        return task.GetProperty("node").GetString();
    }

    private static async Task<bool> IsUpAsync(IAPIRequestContext client)
    {
        try
        {
            return (await client.GetAsync("api/")).Ok;
        }
        catch (PlaywrightException)
        {
            return false;
        }
    }
}
