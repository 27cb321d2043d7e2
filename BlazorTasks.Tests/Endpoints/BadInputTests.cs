using System.Text.Unicode;
using Xunit.Abstractions;

namespace BlazorTasks.Tests.Endpoints;

/// <summary>
/// Twenty thousand bodies, addresses and frames with something wrong in them: each is refused in words, and nothing breaks.
/// </summary>
public sealed class BadInputTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Seed = 20261126;
    private const string Start =
        """{"definition":"double","input":{"number":4},"priority":1,"run_at":"2030-01-01T00:00:00Z","tags":["a","b"],"label":"x"}""";
    private const string EveryKind =
        """
        {"definition":"every-kind","input":{"title":"abc","count":3,"dryRun":true,"mode":"merge","day":"2026-01-01",
         "at":"2026-01-01T00:00:00Z","pause":"00:01:00","modes":["merge"]}}
        """;

    private readonly LogCollector _log = new();
    private EmbeddingHost _host = default!;
    private string _task = "";

    private enum Shape
    {
        Two,
        Three,
    }

    private sealed record Form(string Subject, int Copies, Shape Shape, DateOnly Day, bool Sure, double? Share);

    public async Task InitializeAsync()
    {
        _host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops"), builder =>
        {
            builder.Logging.AddProvider(_log);
            builder.Services.Configure<DashboardOptions>(options => options.MaxStreamsPerPerson = options.MaxStreams = 1_000);
            builder.Services.AddBlazorTasksCore().Configure(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        });
        var monitor = _host.Services.GetRequiredService<TaskMonitor>();
        var task = monitor.Start("Asks", task => task.AskAsync<Form>("Who gets it?", new() { For = Answerers.InRole("nobody") }));
        await monitor.Until(task.Id, now => now.Prompt is not null);
        _task = task.Id.ToString();
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task Bodies_WithSomethingWrong_AreRejectedWithAMessageAndNeverBreakTheServer()
    {
        output.WriteLine($"seed {Seed}");
        using var http = new HttpClient(
            new SocketsHttpHandler { UseCookies = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 });

        await Parallel.ForAsync(0, 8, async (worker, stop) =>
        {
            var bad = new BadInput(Seed + worker);
            for (var i = 0; i < 1_875; i++)
            {
                using var request = Request(bad);
                var what = $"seed {Seed}, worker {worker}, request {i}: {request.Method} {request.RequestUri}";
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
                await CheckAsync(response, what);
            }
        });

        Unforeseen().Should().BeEmpty();
    }

    [Fact]
    public async Task Frames_WithSomethingWrong_AreAnsweredWithAnErrorAndNeverBreakTheServer()
    {
        output.WriteLine($"seed {Seed}");

        await Parallel.ForAsync(0, 8, async (worker, _) =>
        {
            var bad = new BadInput(Seed * 2 + worker);
            for (var said = 0; said < 625;)
            {
                said += await SayFiveAsync(bad, $"seed {Seed}, worker {worker}, frame {said}");
            }
        });

        Unforeseen().Should().BeEmpty();
    }

    private HttpRequestMessage Request(BadInput bad)
    {
        var (method, path, good) = bad.Below(10) switch
        {
            0 or 1 or 2 => (HttpMethod.Post, "tasks", Start),
            3 => (HttpMethod.Post, "tasks", EveryKind),
            4 or 5 => (HttpMethod.Post, $"tasks/{_task}/prompts/{bad.OneOf("1", "2", "x", bad.Word())}",
                bad.OneOf("""{"values":{"subject":"Hi","copies":2,"shape":"two","day":"2026-01-01","sure":true}}""", """{"value":true}""",
                """{"value":"retry","input":{"a":1}}""")),
            6 => (HttpMethod.Post, $"tasks/{_task}/{bad.OneOf("cancel", "retry", "pause", "resume")}", """{"force":true}"""),
            7 => (HttpMethod.Post, $"tasks/{bad.Word()}/{bad.OneOf("cancel", "prompts/1")}", """{"value":true}"""),
            8 => (bad.OneOf(HttpMethod.Get, HttpMethod.Delete, HttpMethod.Put),
                bad.OneOf("tasks/", "definitions/", "clients/a/tasks/", "") + bad.Word(), ""),
            _ => (HttpMethod.Get, bad.OneOf("tasks?", "events?", $"tasks/{_task}/events?", $"tasks/{_task}/log?",
                $"tasks/{_task}/session?",
                "ws?") + $"{bad.OneOf("after", "limit", "state", "from", "q", "wait", "tag", "sort")}={bad.Word()}", ""),
        };
        var request = new HttpRequestMessage(method, new Uri(_host.Address, $"/ops/api/{path}"));
        if (bad.Below(10) == 0)
        {
            request.Headers.TryAddWithoutValidation(
                bad.OneOf("Idempotency-Key", "Last-Event-ID", "If-None-Match"),
                bad.OneOf(new string('k', 300), "x", "-1", "\"", "ä"));
        }

        if (good.Length > 0)
        {
            request.Content = new ByteArrayContent(bad.Below(200) == 0 ? new byte[300_000] : bad.Body(good));
            request.Content.Headers.TryAddWithoutValidation(
                "Content-Type",
                bad.Below(15) == 0 ? bad.OneOf(
                    "text/plain",
                    "application/xml",
                    "application/json; charset=utf-16",
                    "nonsense") : "application/json");
        }

        return request;
    }

    /// <summary>Mutations that are still right are accepted; everything else is refused in the one form that there is.</summary>
    private static async Task CheckAsync(HttpResponseMessage response, string what)
    {
        ((int)response.StatusCode).Should().BeInRange(200, 499, what);
        var isRefusedByKestrel =
            response.RequestMessage!.RequestUri!.AbsolutePath.Contains("%00", StringComparison.Ordinal); // before any of our code
        if (response.IsSuccessStatusCode || isRefusedByKestrel)
        {
            return;
        }

        var text = await response.Content.ReadAsStringAsync();
        (response.Content.Headers.ContentType?.MediaType)
            .Should().Be("application/problem+json", $"{what} {(int)response.StatusCode} {text}");
        var problem = Json.Parse(text);
        problem.GetProperty("status").GetInt32().Should().Be((int)response.StatusCode, what);
        CheckWords(problem.GetProperty("detail").GetString()!, what);
    }

    private async Task<int> SayFiveAsync(BadInput bad, string what)
    {
        var isForOne = bad.Below(2) == 0;
        await using var socket = await SocketClient.OpenAsync(
            new Uri(_host.Address, isForOne ? $"/ops/api/tasks/{_task}/ws" : "/ops/api/ws"));
        await socket.UntilAsync("state_replay_complete");
        for (var i = 0; i < 5; i++)
        {
            var good = bad.OneOf(
                $$"""{"type":"confirm","value":true,"task_id":"{{_task}}","request_id":"r"}""",
                $$$"""{"type":"user_input","values":{"subject":"Hi","copies":2},"prompt_id":"1","task_id":"{{{_task}}}"}""",
                $$"""{"type":"retry","value":true,"task_id":"{{_task}}"}""",
                isForOne ? """{"type":"dance"}""" : $$"""{"type":"cancel","task_id":"{{Guid.NewGuid()}}"}""");
            var (frame, isText) = (bad.Body(good), bad.Below(20) > 0);
            await socket.SayAsync(frame, isText ? WebSocketMessageType.Text : WebSocketMessageType.Binary);
            if (await NextAnswerAsync(socket) is not { } answer)
            {
                (isText && !Utf8.IsValid(frame)).Should().BeTrue(what); // text that is no UTF-8 ends every socket (RFC 6455)
                return i + 1;
            }

            answer.Type().Should().Be("error", what);
            CheckWords(answer.GetProperty("message").GetString()!, what);
            answer.GetProperty("reason").GetString().Should().MatchRegex("^[a-z_]+$", what);
        }

        return 5;
    }

    private static async Task<JsonElement?> NextAnswerAsync(SocketClient socket)
    {
        try
        {
            var messages = await socket.UntilAsync(message => message.Type() is "ack" or "error");
            return messages is [.., var last] && last.Type() is "ack" or "error" ? last : null;
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    private static void CheckWords(string sentence, string what)
    {
        sentence.Should().EndWith(".", what);
        sentence.Should().NotContain("   at ", what).And.NotContain("Exception", what);
    }

    private List<string> Unforeseen() => [.. _log.Lines.Where(line => !line.StartsWith("BlazorTasks.Execution", StringComparison.Ordinal))];
}
