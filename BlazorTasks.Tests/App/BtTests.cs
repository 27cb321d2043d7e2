using System.Net.Http.Json;
using System.Text.Json;
using BlazorTasks.Tests.Support;

namespace BlazorTasks.Tests.App;

/// <summary>eng/bt against the App, both as people run them.</summary>
public sealed class BtTests(BtTests.Server server) : IClassFixture<BtTests.Server>
{
    private readonly HttpClient _client = new() { BaseAddress = new Uri(server.App.Address, "/api/") };

    private (string, string) Url => ("BT_URL", server.App.Address.ToString().TrimEnd('/'));

    [Theory]
    [InlineData("sh")]
    [InlineData("bash")]
    public async Task Run_AScript_StreamsEveryLineInOrderAndEndsAsItEnds(string shell)
    {
        var (exitCode, output) = await Shell.RunAsync($"""{shell} eng/bt run --name "Count, \"{shell}\"" -- sh -c 'seq 1 5000; echo "to stderr" >&2; printf "last, without end"'""", Url);

        exitCode.Should().Be(0, output);
        var task = await NewestAsync($"Count, \"{shell}\"");
        task.GetProperty("state").GetString().Should().Be("succeeded");
        (await LinesAsync(task)).Should().Equal([.. Enumerable.Range(1, 5000).Select(number => $"{number}"), "to stderr", "last, without end"]);
        output.Should().Contain("last, without end", "it is shown here too");
    }

    [Fact]
    public async Task Run_AScriptThatFails_IsFailedWithItsExitStatus()
    {
        var (exitCode, _) = await Shell.RunAsync("eng/bt run --name Fails -- sh -c 'echo trying; exit 3'", Url);

        exitCode.Should().Be(3);
        var task = await NewestAsync("Fails");
        (task.GetProperty("state").GetString(), task.GetProperty("error").GetProperty("message").GetString()).Should().Be(("failed", "exited with 3"));
    }

    [Fact]
    public async Task Cancel_OnTheDashboard_EndsTheScriptAndItsChildren()
    {
        await using var run = Shell.Start("exec eng/bt run --name Cancelled -- sh -c 'echo started; sleep 3210 & echo pid $! ; wait'", Url);
        var (task, sleeper) = await SleepingAsync("Cancelled");

        (await _client.PostAsync($"tasks/{task.GetProperty("id").GetString()}/cancel", null)).EnsureSuccessStatusCode();

        (await run.EndAsync()).Should().Be(143, run.Output);
        (await GetAsync(task)).GetProperty("state").GetString().Should().Be("cancelled");
        Directory.Exists($"/proc/{sleeper}").Should().BeFalse("the children of the script are stopped too");
    }

    [Theory]
    [InlineData("INT", "stopped by Ctrl-C")]
    [InlineData("TERM", "stopped by SIGTERM")]
    public async Task Signal_ToBt_EndsTheScriptAndTheTaskSaysSo(string signal, string words)
    {
        // A shell's background job, as this test run may be one, ignores SIGINT and would hand that down.
        await using var run = Shell.Start($"exec env --default-signal eng/bt run --name {signal} -- sh -c 'echo started; sleep 3210 & echo pid $! ; wait'", Url);
        var (task, sleeper) = await SleepingAsync(signal);

        await Shell.RunAsync($"kill -{signal} {run.Id}");

        (await run.EndAsync()).Should().Be(143, run.Output);
        var ended = await GetAsync(task);
        (ended.GetProperty("state").GetString(), ended.GetProperty("error").GetProperty("message").GetString()).Should().Be(("failed", words));
        Directory.Exists($"/proc/{sleeper}").Should().BeFalse("the children of the script are stopped too");
    }

    [Fact]
    public async Task Inside_ProgressLogAndAsk_AreThoseOfTheTask()
    {
        await using var run = Shell.Start("""exec eng/bt run --name Asks -- sh -c 'eng/bt progress 40 "half \"way\""; eng/bt log "<4>careful"; eng/bt ask "Overwrite?" && eng/bt ask "Which one?" first "the second"'""", Url);
        var task = await UntilAsync("Asks", now => now.GetProperty("prompt").ValueKind == JsonValueKind.Object);
        (task.GetProperty("status").GetString(), task.GetProperty("warnings").GetInt32()).Should().Be(("half \"way\"", 1));

        await AnswerAsync(task, "1", true);
        await UntilAsync("Asks", now => now.GetProperty("prompt") is { ValueKind: JsonValueKind.Object } prompt && prompt.GetProperty("id").GetString() == "2");
        await AnswerAsync(task, "2", "the second");

        (await run.EndAsync()).Should().Be(0, run.Output);
        (await LinesAsync(task)).Should().Contain("the second");
    }

    [Fact]
    public async Task Run_NoServer_SaysSoAndRunsNothing()
    {
        using var folder = new TempFolder();

        var (exitCode, output) = await Shell.RunAsync($"eng/bt run -- touch {folder.File("ran")}", ("BT_URL", "http://127.0.0.1:9"));

        exitCode.Should().Be(70);
        output.Should().Be("bt: no answer from http://127.0.0.1:9. Is the server running there? BT_URL says where it is.\n");
        File.Exists(folder.File("ran")).Should().BeFalse();
    }

    [Fact]
    public async Task KilledAndRestartedServer_ScriptGoesOn_AndItsTaskToo()
    {
        using var data = new TempFolder();
        using var go = new TempFolder();
        var app = await AppProcess.StartAsync(data.Path);
        var address = app.Address;
        await using var run = Shell.Start($"exec eng/bt run --name Survives -- sh -c 'echo before; while [ ! -e {go.File("on")} ]; do sleep 0.2; done; echo after'", ("BT_URL", address.ToString().TrimEnd('/')));
        using var client = new HttpClient { BaseAddress = new Uri(address, "/api/") };
        await UntilAsync("Survives", now => now.GetProperty("log_lines").GetInt64() == 1, client);

        await app.KillAsync();
        await app.DisposeAsync();
        await using var again = await AppProcess.StartAsync(data.Path, "--urls", address.ToString());
        await UntilAsync("Survives", now => now.GetProperty("attempt").GetInt32() == 2, client);
        await File.WriteAllTextAsync(go.File("on"), "");

        (await run.EndAsync()).Should().Be(0, run.Output);
        var task = await UntilAsync("Survives", _ => true, client);
        task.GetProperty("state").GetString().Should().Be("succeeded");
        (await LinesAsync(task, client)).Should().Equal("before", "after");
    }

    [Fact]
    public void Source_IsShort() => File.ReadLines(Path.Combine(Shell.Root, "eng/bt")).Should().HaveCountLessOrEqualTo(80);

    private async Task<(JsonElement Task, string Sleeper)> SleepingAsync(string name)
    {
        var task = await UntilAsync(name, now => now.GetProperty("log_lines").GetInt64() >= 2);
        return (task, (await LinesAsync(task)).Single(line => line.StartsWith("pid ", StringComparison.Ordinal))[4..]);
    }

    private async Task AnswerAsync(JsonElement task, string prompt, object value) =>
        (await _client.PostAsJsonAsync($"tasks/{task.GetProperty("id").GetString()}/prompts/{prompt}", new Dictionary<string, object> { ["value"] = value })).EnsureSuccessStatusCode();

    private Task<JsonElement> NewestAsync(string name) => UntilAsync(name, _ => true);

    private Task<JsonElement> GetAsync(JsonElement task) => _client.GetFromJsonAsync<JsonElement>($"tasks/{task.GetProperty("id").GetString()}");

    private async Task<JsonElement> UntilAsync(string name, Func<JsonElement, bool> wanted, HttpClient? client = null)
    {
        using var patience = new CancellationTokenSource(TestMonitor.Patience);
        while (true)
        {
            var tasks = await (client ?? _client).GetFromJsonAsync<JsonElement>("tasks", patience.Token);
            var found = tasks.GetProperty("items").EnumerateArray().FirstOrDefault(task => task.GetProperty("name").GetString() == name);
            if (found.ValueKind == JsonValueKind.Object && wanted(found))
            {
                return found;
            }

            await Task.Delay(20, patience.Token); // another process
        }
    }

    private async Task<IReadOnlyList<string>> LinesAsync(JsonElement task, HttpClient? client = null)
    {
        var lines = new List<string>();
        for (long? after = 0; after is not null;)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"tasks/{task.GetProperty("id").GetString()}/log?after={after}");
            request.Headers.Add("Accept", "application/json");
            var page = await (await (client ?? _client).SendAsync(request)).Content.ReadFromJsonAsync<JsonElement>();
            lines.AddRange(page.GetProperty("items").EnumerateArray().Select(line => line.GetProperty("text").GetString()!));
            after = page.GetProperty("next") is { ValueKind: JsonValueKind.Number } next ? next.GetInt64() : null;
        }

        return lines;
    }

    /// <summary>One App for all of these tests.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private readonly TempFolder _data = new();

        public AppProcess App { get; private set; } = default!;

        public async Task InitializeAsync() => App = await AppProcess.StartAsync(_data.Path);

        public async Task DisposeAsync()
        {
            await App.DisposeAsync();
            _data.Dispose();
        }
    }
}
