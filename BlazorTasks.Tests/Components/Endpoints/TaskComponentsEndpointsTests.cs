using System.Net.ServerSentEvents;

namespace BlazorTasks.Tests.Components.Endpoints;

/// <summary>What the custom elements talk to. Anna asks, in a browser.</summary>
public sealed class TaskComponentsEndpointsTests : IAsyncLifetime
{
    private static readonly StartOptions Annas = new() { Owner = "anna" };
    private EmbeddingHost _host = default!;
    private HttpClient _browser = default!;

    private TaskMonitor Monitor => (TaskMonitor)_host.Services.GetService(typeof(TaskMonitor))!;

    public async Task InitializeAsync()
    {
        _host = await EmbeddingHost.StartAsync(app =>
        {
            app.Use((context, next) =>
            {
                Claim[] claims = [new(ClaimTypes.NameIdentifier, "anna"), new(ClaimTypes.Name, "Anna Lind"),
                    new(ClaimTypes.Role, "approvers")];
                context.User = new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
                return next(context);
            });
            app.MapTaskComponents();
        });
        _browser = _host.Client();
        _browser.DefaultRequestHeaders.Add("Origin", _host.Address.GetLeftPart(UriPartial.Authority));
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Events_MineAndOthers_BeginWithMineAndFollowTheirChanges()
    {
        var go = new TaskCompletionSource();
        var mine = Monitor.Start("Mine", _ => go.Task, Annas);
        var other = Monitor.Start("His", _ => { }, new() { Owner = "ben" });
        await other.Completion;
        await Monitor.UntilActive(active => active.InProgress.Count == 1);
        using var end = new CancellationTokenSource(TestMonitor.MaxWait);
        await using var stream = await _browser.GetStreamAsync(new Uri("/my-tasks/events", UriKind.Relative), end.Token);

        var seen = new List<string>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(end.Token))
        {
            if (item.EventType == "ready")
            {
                go.TrySetResult();
                continue;
            }

            using var task = JsonDocument.Parse(item.Data);
            task.RootElement.GetProperty("id").GetGuid().Should().Be(mine.Id.Value);
            seen.Add(task.RootElement.GetProperty("state").GetString()!);
            if (task.RootElement.GetProperty("is_final").GetBoolean())
            {
                break;
            }
        }

        seen.Should().StartWith("running").And.EndWith("succeeded");
    }

    [Fact]
    public async Task Cancel_MineAndSomeoneElses_OnlyMineExists()
    {
        var mine = Monitor.Start("Mine", task => Task.Delay(Timeout.Infinite, task.CancellationToken), Annas);
        var his = Monitor.Start("His", task => Task.Delay(Timeout.Infinite, task.CancellationToken), new() { Owner = "ben" });

        (await PostAsync($"{mine.Id}/cancel")).StatusCode.Should().Be(HttpStatusCode.Accepted);
        (await PostAsync($"{his.Id}/cancel")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await _browser.GetAsync(new Uri($"/my-tasks/{his.Id}", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.NotFound);

        await Monitor.Until(mine.Id, task => task is { State: TaskState.Cancelled, CancelRequestedBy: "Anna Lind" });
        his.Snapshot.CancelRequestedBy.Should().BeNull();
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData(null)]
    public async Task Cancel_FromAnotherSite_IsRejected(string? origin)
    {
        var mine = Monitor.Start("Mine", task => Task.Delay(Timeout.Infinite, task.CancellationToken), Annas);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_host.Address, $"/my-tasks/{mine.Id}/cancel"));
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var client = _host.Client();
        (await client.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        mine.Snapshot.CancelRequestedBy.Should().BeNull();
    }

    [Fact]
    public async Task Answer_InvalidThenValid_NamesTheFieldAndContinues()
    {
        var answer = new TaskCompletionSource<int>();
        var task = Monitor.Start("Ask", async task => answer.SetResult((await task.AskAsync<Amount>("How many?")).Count), Annas);
        await Monitor.Until(task.Id, snapshot => snapshot.Prompt is not null);
        var shown = await _browser.GetFromJsonAsync<JsonElement>(new Uri($"/my-tasks/{task.Id}", UriKind.Relative));
        shown.GetProperty("prompt").GetProperty("fields")[0].GetProperty("type").GetString().Should().Be("integer");

        var refused = await PostAsync($"{task.Id}/prompts/1", new { count = "many" });
        refused.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty("count", out _).Should().BeTrue();
        (await PostAsync($"{task.Id}/prompts/1", new { count = 3 })).StatusCode.Should().Be(HttpStatusCode.Accepted);

        (await answer.Task.WaitAsync(TestMonitor.MaxWait)).Should().Be(3);
    }

    [Fact]
    public async Task Events_QuestionForMyRole_IsGoneOnceSomebodyElseHasAnswered()
    {
        var his = Monitor.Start("His", task => task.ConfirmAsync("Approve?", new() { For = Answerers.InRole("approvers") }),
            new() { Owner = "ben" });
        await Monitor.UntilActive(active => active.Questions.Count == 1);
        using var end = new CancellationTokenSource(TestMonitor.MaxWait);
        await using var stream = await _browser.GetStreamAsync(new Uri("/my-tasks/events", UriKind.Relative), end.Token);

        var seen = new List<string>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(end.Token))
        {
            seen.Add(item.EventType);
            if (item.EventType == "ready")
            {
                (await Monitor.AnswerAsync(his.Id, "1", true, new Person("eva", ["approvers"]))).IsAccepted.Should().BeTrue();
            }
            else if (item.EventType == "gone")
            {
                item.Data.Should().Be($"{his.Id}");
                break;
            }
        }

        seen.Should().Equal("task", "ready", "gone");
    }

    [Fact]
    public async Task Events_DeletedTasks_NameMineOnly()
    {
        var mine = Monitor.Start("Mine", _ => { }, Annas);
        var his = Monitor.Start("His", _ => { }, new() { Owner = "ben" });
        await Task.WhenAll(mine.Completion, his.Completion);
        using var end = new CancellationTokenSource(TestMonitor.MaxWait);
        await using var stream = await _browser.GetStreamAsync(new Uri("/my-tasks/events", UriKind.Relative), end.Token);

        var gone = new List<string>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(end.Token))
        {
            if (item.EventType == "ready")
            {
                (await Monitor.RemoveAsync(his.Id)).IsAccepted.Should().BeTrue();
                (await Monitor.RemoveAsync(mine.Id)).IsAccepted.Should().BeTrue();
            }
            else if (item.EventType == "gone")
            {
                gone.Add(item.Data);
                if (item.Data == $"{mine.Id}")
                {
                    break;
                }
            }
        }

        gone.Should().Equal($"{mine.Id}");
    }

    private Task<HttpResponseMessage> PostAsync(string path, object? body = null) =>
        _browser.PostAsJsonAsync(new Uri($"/my-tasks/{path}", UriKind.Relative), body ?? new { });

    private sealed record Amount(int Count);
}
