using BlazorTasks.Dashboard.Endpoints;
using BlazorTasks.Dashboard.Endpoints.Live;

namespace BlazorTasks.Tests.Cluster;

/// <summary>A client of the API that comes to another node than before: keys, tickets, limits and cursors are the same there.</summary>
[Collection(PostgresTests.Name)]
public sealed class SharedApiTests(PostgresServer server) : IAsyncLifetime
{
    private string _database = "";
    private EmbeddingHost _first = null!;
    private EmbeddingHost _second = null!;

    public async Task InitializeAsync()
    {
        _database = await server.NewDatabaseAsync();
        (_first, _second) = (await StartAsync(_database), await StartAsync(_database));
        await Eventually.TrueAsync(() => !ClusterOf(_first).IsAlone && !ClusterOf(_second).IsAlone);
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task ScriptCall_RepeatedOnTheOtherNode_HappensOnceAndGetsTheSameResponse()
    {
        var (id, token) = await StartExternalAsync("start-1");

        var first = await LogAsync(_second, id, token, "once", "log-0");
        var again = await LogAsync(_first, id, token, "once", "log-0");
        var other = await LogAsync(_first, id, token, "something else", "log-0");
        await LogAsync(_first, id, token, "twice", "log-1");

        (first.StatusCode, again.StatusCode).Should().Be((HttpStatusCode.OK, HttpStatusCode.OK));
        again.Headers.GetValues("Idempotency-Replayed").Should().Equal("true");
        (await again.Content.ReadAsStringAsync()).Should().Be(await first.Content.ReadAsStringAsync());
        other.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await MonitorOf(_first).Until(id, task => task.LogLines > 1)).LogLines.Should().Be(2);
    }

    [Fact]
    public async Task ScriptCall_ToBothNodesAtOnce_HappensOnce()
    {
        var (id, token) = await StartExternalAsync("start-1");

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(one =>
            LogAsync(one % 2 == 0 ? _first : _second, id, token, "once", "log-0")));
        await LogAsync(_second, id, token, "last", "log-1");

        responses.Should().OnlyContain(one => one.StatusCode == HttpStatusCode.OK || one.StatusCode == HttpStatusCode.Conflict)
            .And.Contain(one => one.StatusCode == HttpStatusCode.OK);
        (await MonitorOf(_first).Until(id, task => task.LogLines > 1)).LogLines.Should().Be(2);
    }

    [Fact]
    public async Task Request_InProgressOnANodeThatIsGone_CanBeSentAgain()
    {
        var replies = _second.Services.GetRequiredService<SharedReplies>();
        (await _first.Services.GetRequiredService<SharedReplies>().BeginAsync("one", "body", default)).Should().BeNull();
        var waiting = replies.BeginAsync("one", "body", default);
        waiting.IsCompleted.Should().BeFalse("the other node may still respond");

        await _first.DisposeAsync();

        (await waiting).Should().BeNull();
    }

    [Fact]
    public async Task Request_OfANodeThatIsGone_IsTakenOverByOneOfThoseWhoRepeatIt()
    {
        await using (var gone = await StartAsync(_database))
        {
            (await gone.Services.GetRequiredService<SharedReplies>().BeginAsync("one", "body", default)).Should().BeNull();
        }

        var took = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(one => Task.Run(() => TakeOverAsync(one % 2 == 0 ? _first : _second))));

        took.Should().ContainSingle(isTaken => isTaken);
    }

    [Fact]
    public async Task ExternalStart_RepeatedOnTheOtherNode_ReturnsTheSameTaskAndToken()
    {
        var first = await StartExternalAsync("night-1");

        var again = await StartExternalAsync("night-1", _second);

        again.Should().Be(first);
        (await LogAsync(_second, again.Id, again.Token, "here", "log-0")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ticket_OfOneNode_OpensAStreamOnTheOtherOnce()
    {
        using var client = Client(_first);
        var issued = await client.PostAsync("tickets", null);
        var ticket = (await issued.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ticket").GetString();

        using var browser = Client(_second);
        await using (await EventStreamClient.OpenAsync(browser, $"events?ticket={ticket}"))
        {
            (await browser.GetAsync($"events?ticket={ticket}")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Limits_OfAPerson_CountOnBothNodes()
    {
        var (here, there) = (_first.Services.GetRequiredService<RateLimits>(), _second.Services.GetRequiredService<RateLimits>());
        var (anna, bob) = (new Person("anna"), new Person("bob"));
        while (here.Count(anna, RateLimitedAction.Start) is null)
        {
            // as much as is allowed at once
        }

        using var stream = SeatsOf(_first).Take(MonitorOf(_first).For(anna));

        await ShareAsync(_first);
        await ShareAsync(_second);
        await ShareAsync(_second); // what was told before does not count again

        there.Count(anna, RateLimitedAction.Start).Should().NotBeNull();
        there.Count(anna, RateLimitedAction.Command).Should().BeNull();
        there.Count(bob, RateLimitedAction.Start).Should().BeNull();
        SeatsOf(_second).OpenElsewhere.Should().Equal(new Dictionary<string, int> { ["anna"] = 1 });
    }

    [Fact]
    public async Task Cursor_OfOneNode_ContinuesOnTheOtherWithWhatHasChanged()
    {
        var monitor = MonitorOf(_first);
        var still = monitor.Start("Unchanged", context => context.ConfirmAsync("Go on?"));
        var ending = monitor.Start("Ends", context => context.ConfirmAsync("Go on?"));
        await monitor.Until(still.Id, task => task.Prompt is not null);
        await monitor.Until(ending.Id, task => task.Prompt is not null);
        var position = (await ClusterOf(_first).ChangesAsync(null, default)).Position; // as a node notes it, and uses it a while later
        await monitor.AnswerAsync(ending.Id, "1", true);
        await ending.Completion.WaitAsync(TestMonitor.MaxWait);

        using var client = Client(_second);
        await using var stream = await EventStreamClient.OpenAsync(client, "events", new LiveCursor("00000000", 7, position).ToString());
        var messages = await stream.UntilAsync("state_replay_complete");

        messages.Select(one => one.Message.Type()).Should().Equal("state_replay_start", "state_update", "state_replay_complete");
        messages[1].Message.GetProperty("task").GetProperty("state").GetString().Should().Be("succeeded");
        messages[1].Message.GetProperty("task_id").GetString().Should().Be($"{ending.Id}");
    }

    [Fact]
    public async Task Seq_OfOneNode_ContinuesTheStreamOfATaskOnTheOther()
    {
        var task = MonitorOf(_first).Start("Ends", _ => { });
        await task.Completion.WaitAsync(TestMonitor.MaxWait);
        using var client = Client(_second);

        await using var stream = await EventStreamClient.OpenAsync(client, $"tasks/{task.Id}/events", "1");
        var messages = await stream.UntilAsync("state_replay_complete");

        messages.Where(one => one.Id is not null).Select(one => one.Id).Should()
            .Equal(Enumerable.Range(2, (int)task.Snapshot.Seq - 1).Select(seq => $"{seq}"));
    }

    private static async Task<bool> TakeOverAsync(EmbeddingHost host)
    {
        var replies = host.Services.GetRequiredService<SharedReplies>();
        if (await replies.BeginAsync("one", "body", default) is not null)
        {
            return false;
        }

        await replies.EndAsync("one", "body", new Response(), TimeSpan.FromHours(1));
        return true;
    }

    private static TaskMonitor MonitorOf(EmbeddingHost host) => host.Services.GetRequiredService<TaskMonitor>();

    private static BlazorTasks.Cluster.ITaskCluster ClusterOf(EmbeddingHost host) =>
        host.Services.GetRequiredService<ITaskStore>().Cluster!;

    private static ConnectionLimiter SeatsOf(EmbeddingHost host) => host.Services.GetRequiredService<ConnectionLimiter>();

    private static Task ShareAsync(EmbeddingHost host) => host.Services.GetRequiredService<SharedLimits>().ShareAsync();

    private static HttpClient Client(EmbeddingHost host)
    {
        var client = host.Client();
        client.BaseAddress = new Uri(host.Address, "/ops/api/");
        return client;
    }

    private async Task<(TaskId Id, string Token)> StartExternalAsync(string key, EmbeddingHost? host = null)
    {
        using var client = Client(host ?? _first);
        using var request = new HttpRequestMessage(HttpMethod.Post, "tasks");
        request.Content = JsonContent.Create(new { external = true, name = "Backup" });
        request.Headers.Add("Idempotency-Key", key);
        var response = await client.SendAsync(request);
        response.StatusCode.Should().Be(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        var task = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (TaskId.Parse(task.GetProperty("id").GetString()!, null), task.GetProperty("token").GetString()!);
    }

    private static async Task<HttpResponseMessage> LogAsync(EmbeddingHost host, TaskId id, string token, string line, string key)
    {
        using var client = Client(host);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"tasks/{id}/log") { Content = new StringContent(line) };
        request.Headers.Add("Authorization", $"Bearer {token}");
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    private static Task<EmbeddingHost> StartAsync(string database) => EmbeddingHost.StartAsync(
        app => app.MapBlazorTasks("/ops"),
        builder => new BlazorTasksBuilder(builder.Services).UsePostgres(database, cluster => cluster.Link = ClusterLink.None));

    private sealed class Response : IRecordable
    {
        public RecordedReply Record() => new(200, "text/plain", "done"u8.ToArray());
    }
}
