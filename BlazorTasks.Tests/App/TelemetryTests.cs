namespace BlazorTasks.Tests.App;

/// <summary>Traces and metrics on their way to a collector.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly TempFolder _data = new();

    [Fact]
    public async Task Stop_CollectorIsNamed_HasSentWhatTasksDid()
    {
        await using var collector = await Collector.StartAsync();
        await using var app = await AppProcess.StartAsync(_data.Path, $"--BlazorTasks:Otlp={collector.Address}");
        using var http = new HttpClient { BaseAddress = app.Address };
        using var started = await http.PostAsJsonAsync(
            "api/tasks",
            new { definition = "stream-words", input = new { text = "one two", words_per_second = 1_000 } });
        var answer = await started.Content.ReadAsStringAsync();
        started.IsSuccessStatusCode.Should().BeTrue(answer);
        await http.GetAsync($"{started.Headers.Location}?wait=30");

        await app.SignalAsync("TERM");
        await app.EndAsync();

        collector.Received("/v1/metrics").Should().Contain("blazortasks.tasks.started").And.Contain("kestrel.");
        collector.Received("/v1/traces").Should().Contain("stream-words").And.Contain("blazortasks.task.id");
    }

    [Fact]
    public async Task Start_CollectorIsNoAddress_IsRefusedInOneSentence()
    {
        var (exitCode, error) = await AppProcess.RunAsync(
            "--urls",
            "http://127.0.0.1:0",
            $"--BlazorTasks:Data={_data.Path}",
            "--BlazorTasks:Otlp=collector");

        exitCode.Should().Be(1);
        error.Trim().Should().Contain("\"collector\"").And.Contain("BlazorTasks:Otlp").And.NotContain("\n");
    }

    public void Dispose() => _data.Dispose();

    /// <summary>A collector that keeps what it gets.</summary>
    private sealed class Collector(WebApplication app) : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, StringBuilder> _received = new();

        public string Address => app.Urls.First();

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var collector = new Collector(builder.Build());
            await collector.OpenAsync();
            return collector;
        }

        public string Received(string path) => _received.TryGetValue(path, out var all) ? all.ToString() : "";

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private Task OpenAsync()
        {
            app.Run(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                lock (_received)
                {
                    _received.GetOrAdd(
                        context.Request.Path.Value!,
                        _ => new StringBuilder()).Append(Encoding.Latin1.GetString(body.ToArray()));
                }
            });
            return app.StartAsync();
        }
    }
}
