using BlazorTasks.Dashboard.Endpoints.Live;

namespace BlazorTasks.Tests.Endpoints.Live;

public sealed class AllEventsTests : ApiTest
{
    [Fact]
    public async Task Events_NewClient_SeesHowUnfinishedTasksAreAndThenWhatHappens()
    {
        var old = await AskingAsync(task => task.ConfirmAsync("Go on?"));
        await Monitor.Start("Over", _ => { }).Completion;

        await using var stream = await EventStreamClient.OpenAsync(Client, "events");
        var before = await stream.UntilAsync("state_replay_complete");
        await Monitor.Start("New", _ => { }).Completion;
        var news = await stream.UntilAsync("task_completed");

        before.Should().HaveCount(3);
        before[0].Message.GetProperty("count").GetInt32().Should().Be(1);
        before[1].Message.GetProperty("task_id").GetString().Should().Be($"{old.Id}");
        before[1].Message.GetProperty("task").GetProperty("prompt").GetProperty("title").GetString().Should().Be("Go on?");
        before[2].Id.Should().NotBeNullOrEmpty();
        news.Should().OnlyContain(one => one.Message.GetProperty("task").GetProperty("name").GetString() == "New");
        news.Select(one => one.Message.Seq()).Should().BeInAscendingOrder();
        news[^1].Message.GetProperty("cursor").GetString().Should().Be(news[^1].Id);
    }

    [Fact]
    public async Task Events_ReadersComeAndGoWhileManyTasksWrite_NothingIsLostOrRepeated()
    {
        var go = new TaskCompletionSource();
        var tasks = Enumerable.Range(0, 8).Select(i => Monitor.Start($"Writer {i}", async task =>
        {
            await go.Task;
            for (var step = 0; step < 50; step++)
            {
                await task.StepAsync($"Step {step}", async () => await Task.Yield());
            }
        })).ToList();
        foreach (var task in tasks)
        {
            await Monitor.Until(task.Id, now => now.State == TaskState.Running);
        }

        string? last;
        await using (var first = await EventStreamClient.OpenAsync(Client, "events"))
        {
            await first.UntilAsync("state_replay_complete");
            last = first.LastId;
        }

        go.SetResult();
        var seen = new List<(string Task, long Seq)>();
        for (var ended = 0; ended < tasks.Count;)
        {
            await using var stream = await EventStreamClient.OpenAsync(Client, "events", last);
            for (var i = 0; i < 60 && ended < tasks.Count; i++)
            {
                var (id, message) = (await stream.NextAsync())!.Value;
                message.Type().Should().NotBe("reset");
                if (message.TryGetProperty("cursor", out var cursor) && message.TryGetProperty("task_id", out var task))
                {
                    id.Should().Be(cursor.GetString());
                    seen.Add((task.GetString()!, message.Seq()));
                    ended += message.Type() == "task_completed" ? 1 : 0;
                }
            }

            last = stream.LastId;
        }

        foreach (var task in tasks)
        {
            var mine = seen.Where(one => one.Task == $"{task.Id}").Select(one => one.Seq).ToList();
            mine.Should().Equal(Enumerable.Range((int)mine[0], mine.Count).Select(seq => (long)seq));
            mine[^1].Should().Be((await Monitor.GetAsync(task.Id))!.Seq);
        }
    }

    [Theory]
    [InlineData("00000000-0")]
    [InlineData("00000000-123456789")]
    public async Task Events_CursorOfAnotherProcess_BeginWithAResetAndHowThingsAre(string cursor)
    {
        var task = await AskingAsync(task => task.ConfirmAsync("Go on?"));

        await using var stream = await EventStreamClient.OpenAsync(Client, $"events?after={cursor}");
        var messages = await stream.UntilAsync("state_replay_complete");

        messages.Select(one => one.Message.Type()).Should().Equal("reset", "state_replay_start", "state_update", "state_replay_complete");
        messages[2].Message.GetProperty("task_id").GetString().Should().Be($"{task.Id}");
    }

    [Fact]
    public async Task Events_CursorTooLongAgo_BeginWithAReset()
    {
        await using var first = await EventStreamClient.OpenAsync(Client, "events");
        await first.UntilAsync("state_replay_complete");
        var cursor = LiveCursor.Read(first.LastId!)!;
        await first.DisposeAsync();
        var task = Monitor.Start("Writes much", async task =>
        {
            for (var i = 0; i < 5_100; i++)
            {
                await task.StepAsync("Step", () => Task.CompletedTask);
            }
        });
        await task.Completion.WaitAsync(TestMonitor.MaxWait);
        var hub = Host.Services.GetRequiredService<LiveHub>();
        await Eventually.TrueAsync(() => hub.PlaceOf(cursor) is null);

        await using var again = await EventStreamClient.OpenAsync(Client, "events", $"{cursor}");

        (await again.NextAsync())!.Value.Message.Type().Should().Be("reset");
    }

    [Fact]
    public async Task Events_Filtered_TellOfTasksThatMatchAndWhenTheyNoLongerDo()
    {
        await using var stream = await EventStreamClient.OpenAsync(Client, "events?state=waiting&owner=mia");
        await stream.UntilAsync("state_replay_complete");
        Monitor.Start("Not hers", task => task.ConfirmAsync("Go on?"), new() { Owner = "noah" });
        var task = Monitor.Start("Hers", task => task.ConfirmAsync("Go on?"), new() { Owner = "mia" });
        await Monitor.Until(task.Id, now => now.Prompt is not null);
        await Monitor.AnswerAsync(task.Id, "1", true);

        var messages = await stream.UntilAsync(message => message.State() == "running");

        messages.Select(one => one.Message.State()).Should().Equal("waiting", "running");
        messages.Should().OnlyContain(one => one.Message.GetProperty("task_id").GetString() == $"{task.Id}");
    }

    [Theory]
    [InlineData("after=x")]
    [InlineData("after=0000000-1")]
    [InlineData("after=00000000--1")]
    [InlineData("after=00000000-99999999999999999999")]
    [InlineData("state=asleep")]
    [InlineData("colour=red")]
    public async Task Events_WrongParameter_IsRefusedByItsName(string query)
    {
        var problem = await ProblemAsync(await Client.GetAsync($"events?{query}"), HttpStatusCode.BadRequest);

        problem.GetProperty("detail").GetString().Should().Contain($"“{query.Split('=')[0]}”");
    }
}
