using System.Net;

namespace BlazorTasks.Benchmarks.Api;

/// <summary>
/// POST /api/tasks of a no-op definition, from the request to the answer that follows its commit in SQLite: 32 callers on
/// kept connections, against Kestrel on loopback in this process.
/// </summary>
internal static class PostTasks
{
    private const int Callers = 32;
    private const int Rounds = 5;
    private static readonly int Starts =
        int.TryParse(Environment.GetEnvironmentVariable("BLAZORTASKS_STARTS"), CultureInfo.InvariantCulture, out var given) ? given
        : 20_000;

    public static async Task RunAsync()
    {
        var perSecond = new List<double>();
        var waits = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            await using var server = await ApiServer.StartAsync();
            await PostAsync(server, Starts / 10, []); // warms up
            var took = new List<double>(Starts);
            var began = Stopwatch.GetTimestamp();
            await PostAsync(server, Starts, took);
            if (round > 0)
            {
                perSecond.Add(Figure.PerSecond(Starts, began));
                waits.Add(Figure.Percentile(took, 0.99));
            }
        }

        Figure.Print($"starts, {Callers} callers", perSecond, "starts/s", "≥ 3,000");
        Figure.Print("99th percentile of one", waits, "ms");
    }

    private static async Task PostAsync(ApiServer server, int starts, List<double> took)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Callers };
        using var client = new HttpClient(handler) { BaseAddress = server.Address };
        var body = JsonSerializer.SerializeToUtf8Bytes(new { definition = "no-op" });
        var left = starts;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(CallAsync)));

        async Task CallAsync()
        {
            var mine = new List<double>();
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var began = Stopwatch.GetTimestamp();
                using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
                using var response = await client.PostAsync("api/tasks", content);
                if (response.StatusCode != HttpStatusCode.Accepted)
                {
                    throw new InvalidOperationException(
                        $"The server answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
                }

                await response.Content.CopyToAsync(Stream.Null);
                mine.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            lock (took)
            {
                took.AddRange(mine);
            }
        }
    }
}

/// <summary>A definition that does nothing.</summary>
internal static class NoOp
{
    [MonitoredTask("No-op")]
    public static void Run()
    {
    }
}

/// <summary>An app with the dashboard at "/" and its history in a SQLite file, as the ready-to-run server has it.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("blazortasks-benchmark-").FullName;
    private WebApplication _app = default!;

    public Uri Address => new(_app.Urls.First());

    public static async Task<ApiServer> StartAsync()
    {
        var server = new ApiServer();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Development",
            ContentRootPath = AppContext.BaseDirectory
        });
        builder.WebHost.UseStaticWebAssets().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddBlazorTasks().UseSqlite($"Data Source={Path.Combine(server._folder, "tasks.db")}")
            .AddTasksFrom(typeof(NoOp).Assembly);
        server._app = builder.Build();
        server._app.MapBlazorTasks("/");
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
