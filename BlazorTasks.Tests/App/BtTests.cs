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
        var (exitCode, output) = await Shell.RunAsync(
            $"""{shell} eng/bt run --name "Count, \"{shell}\"" -- sh -c 'seq 1 5000; echo "to stderr" >&2; printf "last, without end"'""",
            Url);

        exitCode.Should().Be(0, output);
        var task = await NewestAsync($"Count, \"{shell}\"");
        task.GetProperty("state").GetString().Should().Be("succeeded");
        (await LinesAsync(task))
            .Should().Equal([.. Enumerable.Range(1, 5000).Select(number => $"{number}"), "to stderr", "last, without end"]);
        output.Should().Contain("last, without end", "it is shown here too");
    }

    [Fact]
    public async Task Schedule_CreateRunPauseDelete_DoesWhatItSays()
    {
        (await BtAsync("schedule create bt-test random-wait '0 3 * * MON-FRI' Europe/Berlin")).Should()
            .Contain("Every weekday at 03:00, Europe/Berlin");
        (await BtAsync("schedule list")).Should().Contain("bt-test");
        (await BtAsync("schedule run bt-test")).Should().Contain("\"schedule\":\"bt-test\"");
        (await BtAsync("schedule pause bt-test 2099-01-01T00:00:00Z")).Should().Contain("\"paused_until\":\"2099-01-01T00:00:00Z\"");
        (await BtAsync("schedule delete bt-test")).Should().Contain("bt-test");

        var (exitCode, output) = await Shell.RunAsync("eng/bt schedule create bt-test random-wait '0 3 * 13 *'", Url);
        exitCode.Should().Be(70);
        output.Should().Contain("The month is 13");

        async Task<string> BtAsync(string command)
        {
            var (exitCode, output) = await Shell.RunAsync($"eng/bt {command}", Url);
            exitCode.Should().Be(0, output);
            return output;
        }
    }

    [Fact]
    public async Task Run_AScriptThatFails_IsFailedWithItsExitStatus()
    {
        var (exitCode, _) = await Shell.RunAsync("eng/bt run --name Fails -- sh -c 'echo trying; exit 3'", Url);

        exitCode.Should().Be(3);
        var task = await NewestAsync("Fails");
        (task.GetProperty("state").GetString(), task.GetProperty("error").GetProperty("message").GetString())
            .Should().Be(("failed", "exited with 3"));
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
    [InlineData("INT", 130, "stopped by Ctrl-C")]
    [InlineData("HUP", 129, "stopped by SIGHUP")]
    [InlineData("TERM", 143, "stopped by SIGTERM")]
    public async Task Signal_ToBt_EndsTheScriptAndTheTaskReportsIt(string signal, int status, string words)
    {
        // A shell's background job, as this test run may be one, ignores SIGINT and would hand that down.
        await using var run = Shell.Start(
            $"exec env --default-signal eng/bt run --name {signal} -- sh -c 'echo started; sleep 3210 & echo pid $! ; wait'",
            Url);
        var (task, sleeper) = await SleepingAsync(signal);

        await Shell.RunAsync($"kill -{signal} {run.Id}");

        (await run.EndAsync()).Should().Be(status, run.Output);
        var ended = await GetAsync(task);
        (ended.GetProperty("state").GetString(), ended.GetProperty("error").GetProperty("message").GetString())
            .Should().Be(("failed", words));
        Directory.Exists($"/proc/{sleeper}").Should().BeFalse("the children of the script are stopped too");
    }

    [Fact]
    public async Task Inside_ProgressLogAndAsk_AreThoseOfTheTask()
    {
        await using var run = Shell.Start(
            """
            exec eng/bt run --name Asks -- sh -c '
              eng/bt progress 40 "half \"way\""; eng/bt log "<4>careful"
              eng/bt ask "Overwrite?" && eng/bt ask "Which one?" first "the second"'
            """,
            Url);
        var task = await UntilAsync("Asks", now => now.GetProperty("prompt").ValueKind == JsonValueKind.Object);
        (task.GetProperty("status").GetString(), task.GetProperty("warnings").GetInt32()).Should().Be(("half \"way\"", 1));

        await AnswerAsync(task, "1", true);
        await UntilAsync(
            "Asks",
            now => now.GetProperty("prompt") is { ValueKind: JsonValueKind.Object } prompt && prompt.GetProperty("id").GetString() == "2");
        await AnswerAsync(task, "2", "the second");

        (await run.EndAsync()).Should().Be(0, run.Output);
        (await LinesAsync(task)).Should().Contain("the second");
    }

    [Fact]
    public async Task Run_NoServer_ReportsItAndRunsNothing()
    {
        using var folder = new TempFolder();

        var (exitCode, output) = await Shell.RunAsync($"eng/bt run -- touch {folder.File("ran")}", ("BT_URL", "http://127.0.0.1:9"));

        exitCode.Should().Be(70);
        output.Should().Be("bt: no answer from http://127.0.0.1:9. Is the server running there? BT_URL says where it is.\n");
        File.Exists(folder.File("ran")).Should().BeFalse();
    }

    [Fact]
    public async Task KilledAndRestartedServer_ScriptContinues_AndItsTaskToo()
    {
        using var data = new TempFolder();
        using var go = new TempFolder();
        var app = await AppProcess.StartAsync(data.Path);
        var address = app.Address;
        await using var run = Shell.Start(
            $"exec eng/bt run --name Survives -- sh -c 'echo before; while [ ! -e {go.File("on")} ]; do sleep 0.2; done; echo after'",
            ("BT_URL", address.ToString().TrimEnd('/')));
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
    public async Task Signal_ScriptThatEndsInItsOwnWay_ItsStatusIsThatOfBt()
    {
        await using var run = Shell.Start(
            """
            exec eng/bt run --name "Cleans up" -- sh -c '
              trap "echo cleaned; exit 7" TERM; echo pid $$; echo started; while :; do sleep 0.1; done'
            """,
            Url);
        await SleepingAsync("Cleans up");

        await Shell.RunAsync($"kill -TERM {run.Id}");

        (await run.EndAsync()).Should().Be(7, run.Output);
        (await LinesAsync(await NewestAsync("Cleans up"))).Should().Contain("cleaned");
    }

    [Fact]
    public async Task Run_ScriptThatKillsItsOwnGroup_EndsWithItsStatus()
    {
        var (exitCode, output) = await Shell.RunAsync("eng/bt run --name Group -- sh -c 'trap \"kill 0\" EXIT; echo hi'", Url);

        exitCode.Should().Be(143, output);
        (await NewestAsync("Group")).GetProperty("error").GetProperty("message").GetString().Should().Be("exited with 143");
    }

    [Fact]
    public async Task Run_Input_IsThatOfTheScript()
    {
        var (exitCode, output) = await Shell.RunAsync("seq 5 | eng/bt run --name Counts -- wc -l", Url);

        exitCode.Should().Be(0, output);
        (await LinesAsync(await NewestAsync("Counts"))).Should().Equal("5");
    }

    [Fact]
    public async Task Run_NoInput_ScriptRuns()
    {
        var (exitCode, output) = await Shell.RunAsync("eng/bt run --name Closed -- wc -l <&-", Url);

        exitCode.Should().Be(0, output);
        (await LinesAsync(await NewestAsync("Closed"))).Should().Equal("0");
    }

    [Fact]
    public async Task Log_TextThatCurlWouldReadAsAFile_IsTheText()
    {
        await Shell.RunAsync(
            """eng/bt run --name "@name" -- sh -c 'eng/bt log "@/etc/passwd"; eng/bt log "@alice"; eng/bt progress 40 "@bob"'""",
            Url);

        var task = await NewestAsync("@name");
        (await LinesAsync(task)).Should().Equal("@/etc/passwd", "@alice");
        task.GetProperty("state").GetString().Should().Be("succeeded");
    }

    [Fact]
    public async Task Run_NoFolderForTheOutput_ReportsItAndRunsNothing()
    {
        using var folder = new TempFolder();

        var (exitCode, output) = await Shell.RunAsync($"eng/bt run -- touch {folder.File("ran")}", Url, ("TMPDIR", folder.File("none")));

        exitCode.Should().Be(70);
        output
            .Should().Be($"bt: nothing was run: there is no place for the output in {folder.File("none")}. TMPDIR names another folder.\n");
        File.Exists(folder.File("ran")).Should().BeFalse();
    }

    [NeedsRootFact]
    public async Task Run_DiskThatFills_EndsWithTheStatusOfTheScript_AndAFullOneRunsNothing()
    {
        await using var disk = await SmallDisk.MountAsync("64k");
        var place = ("TMPDIR", disk.Path);

        var (exitCode, output) = await Shell.RunAsync(
            $"eng/bt run --name Fills -- sh -c 'yes | head -c 200000; exit 7'; code=$?; yes | head -c 200000 >{disk.Path}/full; exit $code",
            Url,
            place);
        exitCode.Should().Be(7, output);
        (await NewestAsync("Fills")).GetProperty("error").GetProperty("message").GetString().Should().Be("exited with 7");

        (exitCode, output) = await Shell.RunAsync("eng/bt run -- true", Url, place);
        (exitCode, output).Should().Be((70, $"bt: nothing was run: {disk.Path} is full. TMPDIR names another folder.\n"));
    }

    [Fact]
    public async Task Run_LinesThatEndWithCarriageReturns_AreShownAsTheyCome()
    {
        using var go = new TempFolder();
        await using var run = Shell.Start(
            "exec eng/bt run --name Bar -- sh -c 'printf \"10%%\\r20%%\\r\"; "
                + $"while [ ! -e {go.File("on")} ]; do sleep 0.2; done; printf \"a\\r\\nb\\r\\n\"'",
            Url);

        var task = await UntilAsync("Bar", now => now.GetProperty("log_lines").GetInt64() == 2);
        await File.WriteAllTextAsync(go.File("on"), "");

        (await run.EndAsync()).Should().Be(0, run.Output);
        (await LinesAsync(task)).Should().Equal("10%", "20%", "a", "b");
    }

    [Fact]
    public async Task Run_MuchOutputInOneBurst_IsSentWithoutWaiting()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("sleep"), $"#!/bin/sh\necho x >>{folder.File("slept")}\nexec /bin/sleep \"$@\"\n");

        var (exitCode, _) = await Shell.RunAsync(
            $"chmod +x {folder.File("sleep")}; PATH={folder.Path}:$PATH "
                + "eng/bt run --name Much -- sh -c 'yes $(printf %01000d 1) 2>/dev/null | head -n 3000'",
            Url);

        exitCode.Should().Be(0);
        (await NewestAsync("Much")).GetProperty("log_lines").GetInt64().Should().Be(3000);
        File.ReadLines(folder.File("slept"))
            .Should().HaveCountLessThan(5, "3 MB are a dozen parts, and none of them waits for the next second");
    }

    [Fact]
    public async Task Run_LongLine_IsNotCutWithinACharacter()
    {
        await Shell.RunAsync(
            "eng/bt run --name Long -- sh -c 'printf x; yes é€😀 2>/dev/null | tr -d \"\\n\" 2>/dev/null | head -c 900000'",
            Url);

        var lines = await LinesAsync(await NewestAsync("Long"));
        lines.Should().HaveCount(4).And.OnlyContain(line => !line.StartsWith('\uFFFD'));
    }

    [Fact]
    public async Task Run_ProxyForOtherAddresses_IsNotUsedForThisMachine()
    {
        var (exitCode, output) = await Shell.RunAsync(
            "eng/bt run --name Proxied -- true",
            Url,
            ("http_proxy", "http://127.0.0.1:9"),
            ("ALL_PROXY", "http://127.0.0.1:9"));

        exitCode.Should().Be(0, output);
    }

    [Fact]
    public async Task Run_AddressWithASlash_NameWithAnEqualsSign_AreUnderstood()
    {
        var (exitCode, output) = await Shell.RunAsync(
            "eng/bt run --name='Equals sign' -- true",
            ("BT_URL", server.App.Address.ToString() + "/"));

        exitCode.Should().Be(0, output);
        await NewestAsync("Equals sign");
    }

    [Theory]
    [InlineData("run --nmae x -- true", "bt: there is no option --nmae: bt run [--name NAME] [--] COMMAND…\n")]
    [InlineData("run -x", "bt: there is no option -x: bt run [--name NAME] [--] COMMAND…\n")]
    [InlineData("run --name", "bt: --name needs a name\n")]
    [InlineData("run", "bt: say what to run: bt run [--name NAME] [--] COMMAND…\n")]
    [InlineData("progress half", "bt: PERCENT is a number from 0 to 100, not \"half\"\n")]
    [InlineData("rum", "bt: there is no command \"rum\": run, schedule, priority, node, progress, log or ask\n")]
    [InlineData("node stop", "bt: there is no command \"node stop\": list, drain or undrain\n")]
    [InlineData("priority 5a 1-0", "bt: NUMBER is a whole number, such as 10 or -10, not \"1-0\"\n")]
    [InlineData("node drain", "bt: say which: bt node drain ID\n")]
    public async Task WrongUse_IsNamed(string words, string error) =>
        (await Shell.RunAsync($"eng/bt {words}", Url)).Should().Be((64, error));

    [Fact]
    public async Task Node_OnSqlite_IsListedAndCannotBeDrained()
    {
        var (exitCode, list) = await Shell.RunAsync("eng/bt node", Url);

        exitCode.Should().Be(0, list);
        var node = JsonElement.Parse(list).GetProperty("items").EnumerateArray()
            .First(node => node.GetProperty("state").GetString() == "healthy");
        (await Shell.RunAsync($"eng/bt node drain {node.GetProperty("id").GetString()}", Url)).ExitCode.Should().Be(70);
    }

    [Fact]
    public async Task Priority_OfATaskThatDoesNotExist_IsRejectedWithTheReason()
    {
        var (exitCode, output) = await Shell.RunAsync("eng/bt priority 6e1fbe0c-0000-7000-8000-000000000000 -10", Url);

        exitCode.Should().Be(70, output);
        output.Should().Contain("does not exist");
    }

    [Fact]
    public async Task Help_ShowsTheUse() =>
        (await Shell.RunAsync("eng/bt --help"))
            .Should().Match<(int ExitCode, string Output)>(help => help.ExitCode == 0 && help.Output.Contains("bt run [--name NAME]"));

    [Fact]
    public async Task ServerAway_ScriptThatReports_Continues()
    {
        using var data = new TempFolder();
        using var go = new TempFolder();
        var app = await AppProcess.StartAsync(data.Path);
        var address = app.Address;
        var script = $"set -e; echo before; while [ ! -e {go.File("on")} ]; do sleep 0.2; done; "
            + $"eng/bt progress 50; eng/bt log \"<4>meanwhile\"; echo after; touch {go.File("done")}";
        await using var run = Shell.Start($"exec eng/bt run --name Away -- sh -c '{script}'", ("BT_URL", address.ToString()));
        using var client = new HttpClient { BaseAddress = new Uri(address, "/api/") };
        await UntilAsync("Away", now => now.GetProperty("log_lines").GetInt64() == 1, client);

        await app.KillAsync();
        await app.DisposeAsync();
        await File.WriteAllTextAsync(go.File("on"), "");
        await Eventually.TrueAsync(() => File.Exists(go.File("done")));
        await using var again = await AppProcess.StartAsync(data.Path, "--urls", address.ToString());

        (await run.EndAsync()).Should().Be(0, run.Output);
        var task = await UntilAsync("Away", _ => true, client);
        (task.GetProperty("state").GetString(), task.GetProperty("warnings").GetInt32()).Should().Be(("succeeded", 1));
        (await LinesAsync(task, client)).Should().ContainInOrder("before", "meanwhile", "after");
    }

    [Fact]
    public void Source_IsShort() => File.ReadLines(Path.Combine(Shell.Root, "eng/bt")).Should().HaveCountLessOrEqualTo(200);

    private async Task<(JsonElement Task, string Sleeper)> SleepingAsync(string name)
    {
        var task = await UntilAsync(name, now => now.GetProperty("log_lines").GetInt64() >= 2);
        return (task, (await LinesAsync(task)).Single(line => line.StartsWith("pid ", StringComparison.Ordinal))[4..]);
    }

    private async Task AnswerAsync(JsonElement task, string prompt, object value) =>
        (await _client.PostAsJsonAsync($"tasks/{task.GetProperty("id").GetString()}/prompts/{prompt}", new Dictionary<string,
            object>
        { ["value"] = value })).EnsureSuccessStatusCode();

    private Task<JsonElement> NewestAsync(string name) => UntilAsync(name, _ => true);

    private Task<JsonElement> GetAsync(JsonElement task) =>
        _client.GetFromJsonAsync<JsonElement>($"tasks/{task.GetProperty("id").GetString()}");

    private async Task<JsonElement> UntilAsync(string name, Func<JsonElement, bool> wanted, HttpClient? client = null)
    {
        using var maxWait = new CancellationTokenSource(TestMonitor.MaxWait);
        while (true)
        {
            var tasks = await (client ?? _client).GetFromJsonAsync<JsonElement>("tasks", maxWait.Token);
            var found = tasks.GetProperty("items").EnumerateArray().FirstOrDefault(task => task.GetProperty("name").GetString() == name);
            if (found.ValueKind == JsonValueKind.Object && wanted(found))
            {
                return found;
            }

            await Task.Delay(20, maxWait.Token); // another process
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
