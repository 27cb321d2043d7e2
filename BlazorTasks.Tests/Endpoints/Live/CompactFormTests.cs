namespace BlazorTasks.Tests.Endpoints.Live;

public sealed class CompactFormTests : ApiTest
{
    private readonly LogCollector _log = new(LogLevel.Information);

    protected override void Configure(BlazorTasksBuilder builder) => builder.Services.AddLogging(logging =>
        logging.AddFilter("BlazorTasks", LogLevel.Information).AddProvider(_log));

    [Fact]
    public async Task Tasks_OfAClient_HaveExactlyTheShapeOfTheTemplate()
    {
        var asks = Monitor.Start("Asks", task => task.ConfirmAsync("Go on?"), new() { Owner = "mia" });
        var runs = Monitor.Start("Runs", async task =>
        {
            task.Report(40, "Processing batch 2/5");
            await Task.Delay(Timeout.Infinite, task.CancellationToken);
        }, new() { Owner = "mia" });
        var fails = Monitor.Start("Fails", _ => throw new IOException("no"), new() { Owner = "mia" });
        var over = Monitor.Start("Over", _ => { }, new() { Owner = "mia" });
        Monitor.Start("Another's", task => task.ConfirmAsync("Go on?"), new() { Owner = "noah" });
        await Monitor.Until(asks.Id, now => now.Prompt is not null);
        await Monitor.Until(runs.Id, now => now.Progress == 40);
        await Monitor.Until(fails.Id, now => now.State.IsFinal());
        await over.Completion;

        var token = await Host.ClientTokenAsync("mia");
        var body = await Client.GetStringAsync($"clients/{token}/tasks");
        var one = await Client.GetStringAsync($"clients/{token}/tasks/{runs.Id}");

        var (a, r, f, o) = (Compact(asks, "WAITING", 0), Compact(runs, "Processing batch 2/5", 40), Compact(fails, "ERROR", 0),
            Compact(over, "FINISHED", 100));
        var all = new[] { (asks.Id, a), (runs.Id, r), (fails.Id, f), (over.Id, o) }.OrderBy(task => task.Id).ToList();
        var active = string.Join(',', all.Where(task => task.Id == asks.Id || task.Id == runs.Id).Select(task => task.Item2));
        var every = string.Join(',', all.Select(task => $"\"{task.Id}\":{task.Item2}"));
        body.Should().Be($$$"""{"active_tasks":[{{{active}}}],"all_tasks":{{{{every}}}}}""");
        one.Should().Be(r);
    }

    [Fact]
    public async Task Tasks_OfAClientThatHasNone_AreEmptyAndOthersTasksAreNotFound()
    {
        var task = Monitor.Start("Another's", task => task.ConfirmAsync("Go on?"), new() { Owner = "noah" });
        var token = await Host.ClientTokenAsync("mia");

        (await Client.GetStringAsync($"clients/{token}/tasks")).Should().Be("""{"active_tasks":[],"all_tasks":{}}""");
        await ProblemAsync(await Client.GetAsync($"clients/{token}/tasks/{task.Id}"), HttpStatusCode.NotFound);
        await ProblemAsync(await Client.GetAsync($"clients/{token}/tasks/x"), HttpStatusCode.NotFound);
        await ProblemAsync(await Client.GetAsync($"clients/{token}/ws/{task.Id}"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Socket_OfAClient_ReportsAllItsTasksAtEachChange()
    {
        await using var socket = await OpenAsync($"clients/{await Host.ClientTokenAsync("mia")}/ws");
        var first = await socket.NextTextAsync();

        var task = Monitor.Start("Mine", async task =>
        {
            task.Report(20, "Processing batch 1/5");
            await task.ConfirmAsync("Go on?");
        }, new() { Owner = "mia" });
        var asked = (await socket.UntilAsync(message => message.GetProperty("active_tasks") is var active && active.GetArrayLength() == 1
            && active[0].GetProperty("status").GetString() == "WAITING"))[^1];
        await Monitor.AnswerAsync(task.Id, "1", true);
        var ended = (await socket.UntilAsync(message => message.GetProperty("active_tasks").GetArrayLength() == 0))[^1];

        first.Should().Be("""{"type":"state_update","active_tasks":[],"all_tasks":{}}""");
        var waiting = Compact(task, "WAITING", 20);
        asked.GetRawText().Should().Be(
            $$$"""{"type":"state_update","active_tasks":[{{{waiting}}}],"all_tasks":{"{{{task.Id}}}":{{{waiting}}}}}""");
        ended.GetProperty("all_tasks").GetProperty($"{task.Id}").GetRawText().Should().Be(Compact(task, "FINISHED", 100));
    }

    [Fact]
    public async Task Socket_OfOneTask_ReportsOnlyThatTask()
    {
        var task = Monitor.Start("Mine", task => task.ConfirmAsync("Go on?"), new() { Owner = "mia" });
        await Monitor.Until(task.Id, now => now.Prompt is not null);
        await using var socket = await OpenAsync($"clients/{await Host.ClientTokenAsync("mia")}/ws/{task.Id}");

        var first = await socket.NextTextAsync();
        await Monitor.AnswerAsync(task.Id, "1", true);
        var last = (await socket.UntilAsync(message => message.GetProperty("status").GetString() == "FINISHED"))[^1];

        first.Should().Be($$"""{"type":"state_update",{{Compact(task, "WAITING", 0)[1..]}}""");
        last.GetProperty("progress").GetDouble().Should().Be(100);
    }

    [Fact]
    public async Task Token_UnknownRevokedOrAnotherKey_IsRejectedWithTheSameAnswer()
    {
        var admin = Monitor.For(Person.Local);
        var key = await admin.Keys.CreateAsync(new ApiKeySettings("Everything", KeyScopes.Admin));
        var revoked = await Host.ClientTokenAsync("mia");
        await admin.Keys.RevokeAsync(revoked.Split('_')[1]);
        var answers = new List<string>();

        foreach (var token in new[] { "mia", "local", key.Secret!, revoked, "bt_aaaaaaaa_" + new string('0', 43) })
        {
            foreach (var path in new[] { "tasks", $"tasks/{Guid.NewGuid()}", "ws", $"ws/{Guid.NewGuid()}" })
            {
                using var response = await Client.GetAsync($"clients/{token}/{path}");
                answers.Add((await ProblemAsync(response, HttpStatusCode.Unauthorized)).GetRawText());
            }
        }

        answers.Distinct().Should().ContainSingle()
            .Which.Should().Contain("The client token is unknown, or it has expired or been revoked.");
    }

    [Fact]
    public async Task Token_OnAPageOfAnotherSite_IsEnough()
    {
        using var browser = Host.Client();
        browser.DefaultRequestHeaders.Add("Origin", "https://wall.example");
        var token = await Host.ClientTokenAsync("mia");

        using var response = await browser.GetAsync($"ops/api/clients/{token}/tasks");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Headers.GetValues("Access-Control-Allow-Origin").Should().Equal("https://wall.example");
    }

    [Fact]
    public async Task Socket_ClosedByTheServer_IsLoggedWithoutTheToken()
    {
        var token = await Host.ClientTokenAsync("mia");
        await using var socket = await OpenAsync($"clients/{token}/ws");

        for (var frame = 0; frame < 10; frame++)
        {
            await socket.SayAsync("{}");
        }

        (await socket.UntilClosedAsync()).Should().Be(WebSocketCloseStatus.PolicyViolation);
        await Eventually.TrueAsync(() => _log.Lines.Any(line => line.Contains("/api/clients/…/ws was closed")));
        _log.Lines.Should().NotContain(line => line.Contains(token));
    }

    private Task<SocketClient> OpenAsync(string path) => SocketClient.OpenAsync(new Uri(Client.BaseAddress!, path));

    private static string Compact(MonitoredTask task, string status, double progress)
    {
        var created = (task.Snapshot.CreatedAt - DateTimeOffset.UnixEpoch).TotalSeconds.ToString("R", CultureInfo.InvariantCulture);
        return $$"""{"status":"{{status}}","progress":{{progress}},"created_at":{{created}}}""";
    }
}
