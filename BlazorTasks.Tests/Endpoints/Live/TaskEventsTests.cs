namespace BlazorTasks.Tests.Endpoints.Live;

public sealed class TaskEventsTests : ApiTest
{
    [Fact]
    public async Task Events_OfATaskThatHasEnded_AreAllReportedAgainAndTheStreamEnds()
    {
        var task = Monitor.Start("Import", async task =>
        {
            task.Log("one");
            await task.StepAsync("Read", () => Task.CompletedTask);
            return 7;
        });
        await task.Completion;

        await using var stream = await EventStreamClient.OpenAsync(Client, $"tasks/{task.Id}/events");
        var messages = await stream.UntilAsync(_ => false);

        stream.ContentType!.MediaType.Should().Be("text/event-stream");
        var count = (await Monitor.GetAsync(task.Id))!.Seq;
        messages[0].Message.Type().Should().Be("state_replay_start");
        messages[0].Message.GetProperty("message").GetString().Should().Be($"Replaying {count} state messages");
        messages[^1].Message.Type().Should().Be("state_replay_complete");
        var replayed = messages[1..^1];
        replayed.Select(one => one.Id).Should().Equal(Enumerable.Range(1, (int)count).Select(seq => $"{seq}"));
        replayed.Select(one => one.Message.Seq()).Should().Equal(replayed.Select(one => long.Parse(one.Id!, null)));
        replayed.Should().ContainSingle(one => one.Message.Type() == "stream" && one.Message.GetProperty("content").GetString() == "one");
        replayed[^1].Message.Type().Should().Be("task_completed");
        replayed[^1].Message.GetProperty("values").GetInt32().Should().Be(7);
    }

    [Fact]
    public async Task Events_WhenAllIsKnown_AnswersThatThereIsNoNeedToComeAgain()
    {
        var task = Monitor.Start("Quick", _ => { });
        await task.Completion;
        var seq = (await Monitor.GetAsync(task.Id))!.Seq;

        var all = await Client.SendAsync(new(HttpMethod.Get, $"tasks/{task.Id}/events") { Headers = { { "Last-Event-ID", $"{seq}" } } });
        await using var rest = await EventStreamClient.OpenAsync(Client, $"tasks/{task.Id}/events?after={seq - 1}");

        all.StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await rest.UntilAsync(_ => false)).Select(one => one.Id).Where(id => !string.IsNullOrEmpty(id)).Should().Equal($"{seq}");
    }

    [Fact]
    public async Task Events_ReaderComesAndGoesWhileTheTaskWrites_NothingIsLostOrRepeated()
    {
        var task = Monitor.Start("Writes", async task =>
        {
            for (var i = 0; i < 300; i++)
            {
                await task.StepAsync($"Step {i}", async () => await Task.Yield());
            }
        });

        var seen = new List<string>();
        string? last = null;
        for (var isOver = false; !isOver;)
        {
            await using var stream = await EventStreamClient.OpenAsync(Client, $"tasks/{task.Id}/events", last);
            for (var i = 0; i < 40 && !isOver; i++)
            {
                var next = await stream.NextAsync();
                isOver = next is null || next.Value.Message.Type() == "task_completed";
                if (next?.Id is { Length: > 0 } id && id != last)
                {
                    seen.Add(id);
                    last = id;
                }
            }
        }

        seen.Should().Equal(Enumerable.Range(1, (int)(await Monitor.GetAsync(task.Id))!.Seq).Select(seq => $"{seq}"));
    }

    [Fact]
    public async Task Events_ProgressBetweenTwoEvents_IsReportedWithoutMovingTheCursor()
    {
        var go = new TaskCompletionSource();
        var task = Monitor.Start("Moves", async task =>
        {
            task.Report(10, "begins");
            await go.Task;
            task.Report(60, "goes on");
            await Task.Delay(Timeout.Infinite, task.CancellationToken);
        });
        await using var stream = await EventStreamClient.OpenAsync(Client, $"tasks/{task.Id}/events");
        await stream.UntilAsync(
            message => message.TryGetProperty("task", out var shown) && shown.GetProperty("status").GetString() == "begins");

        go.SetResult();
        var moved = (await stream.UntilAsync(message => message.TryGetProperty("task", out var shown) && shown.GetProperty("status")
            .GetString() == "goes on"))[^1];

        moved.Message.Type().Should().Be("state_update");
        moved.Message.GetProperty("task").GetProperty("progress").GetDouble().Should().Be(60);
        (await Monitor.GetAsync(task.Id))!.Seq.Should().BeGreaterThanOrEqualTo(moved.Message.Seq());
        moved.Id.Should().BeOneOf(null, "", $"{moved.Message.Seq()}");
    }

    [Fact]
    public async Task Events_AfterAPlaceThatNeverWas_BeginWithAReset()
    {
        var task = Monitor.Start("Quick", _ => { });
        await task.Completion;

        await using var stream = await EventStreamClient.OpenAsync(Client, $"tasks/{task.Id}/events", "999");
        var messages = await stream.UntilAsync("task_completed");

        messages[0].Message.Type().Should().Be("reset");
        messages[2].Id.Should().Be("1");
    }

    [Theory]
    [InlineData("?after=x", "after")]
    [InlineData("?after=-1", "after")]
    [InlineData("?after=99999999999999999999", "after")]
    [InlineData("?state=waiting", "state")]
    public async Task Events_WrongParameter_IsRefusedByItsName(string query, string name)
    {
        var task = Monitor.Start("Quick", _ => { });
        await task.Completion;

        var problem = await ProblemAsync(await Client.GetAsync($"tasks/{task.Id}/events{query}"), HttpStatusCode.BadRequest);

        problem.GetProperty("detail").GetString().Should().Contain($"“{name}”");
        await ProblemAsync(await Client.GetAsync($"tasks/{Guid.NewGuid()}/events"), HttpStatusCode.NotFound);
        await ProblemAsync(await Client.GetAsync("tasks/no-id/events"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Events_QuietTask_AreKeptOpenByCommentsAndEndWithTheServer()
    {
        var time = new ManualTimeProvider();
        await using var host = await EmbeddingHost.StartAsync(
            app => app.MapBlazorTasks("/ops"),
            builder => builder.Services.AddSingleton<TimeProvider>(time));
        var monitor = host.Services.GetRequiredService<TaskMonitor>();
        var task = monitor.Start("Quiet", task => Task.Delay(Timeout.Infinite, task.CancellationToken));
        using var http = host.Client();
        using var response = await http.GetAsync($"ops/api/tasks/{task.Id}/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await LineAsync(reader, line => line.Contains("state_replay_complete", StringComparison.Ordinal))).Should().NotBeNull();

        for (var i = 0; i < 2; i++)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            (await LineAsync(reader, line => line == ": keep-alive")).Should().NotBeNull();
        }

        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        (await LineAsync(reader, _ => false)).Should().BeNull();
    }

    private static async Task<string?> LineAsync(StreamReader reader, Predicate<string> wanted)
    {
        string? line;
        do
        {
            line = await reader.ReadLineAsync().WaitAsync(TestMonitor.MaxWait);
        }
        while (line is not null && !wanted(line));
        return line;
    }
}
