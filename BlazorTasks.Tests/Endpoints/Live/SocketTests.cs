namespace BlazorTasks.Tests.Endpoints.Live;

public sealed class SocketTests : ApiTest
{
    private sealed record Mail(string Subject, int Copies);

    [Fact]
    public async Task Socket_OfATask_ReplaysThenReportsAndAcceptsTheAnswer()
    {
        var task = Monitor.Start("Asks", async task =>
        {
            task.Log("ready");
            return await task.ConfirmAsync("Publish?");
        });
        await Monitor.Until(task.Id, now => now.Prompt is not null);
        await using var socket = await OpenAsync($"tasks/{task.Id}/ws");

        var replay = await socket.UntilAsync("state_replay_complete");
        await socket.SayAsync("""{"type":"confirm","value":true,"request_id":"r1"}""");
        var rest = await UntilAsync(socket, "ack", "task_completed");

        var count = replay.Length - 2;
        replay[0].GetProperty("count").GetInt32().Should().Be(count);
        replay[0].GetProperty("message").GetString().Should().Be($"Replaying {count} state messages");
        replay[^1].GetProperty("message").GetString().Should().Be($"Replayed {count} state messages");
        replay[^2].Type().Should().Be("request_confirmation");
        replay[^2].GetProperty("content").GetString().Should().Be("Publish?");
        replay[^2].GetProperty("prompt_id").GetString().Should().Be("1");
        var ack = rest.Single(message => message.Type() == "ack");
        ack.GetProperty("request_id").GetString().Should().Be("r1");
        ack.GetProperty("task_id").GetString().Should().Be($"{task.Id}");
        rest.Single(message => message.Type() == "task_completed").GetProperty("values").GetBoolean().Should().BeTrue();
        rest.Where(message => message.TryGetProperty("task", out _)).Select(message => message.Seq()).Should().BeInAscendingOrder();
    }

    private sealed record Line(string Article, [property: System.ComponentModel.DataAnnotations.Range(1, 9)] int Amount);

    private sealed record Everything(
        Guid Key,
        TimeOnly At,
        char Letter,
        string[] Words,
        Dictionary<string, string> Headers,
        Line First,
        List<Line> Lines,
        JsonElement Extra);

    [Fact]
    public async Task Socket_FieldsOfEveryStructure_AreDescribedRejectedByPathAndAccepted()
    {
        var task = Monitor.Start("Asks", async task => (await task.AskAsync<Everything>("What?")).Lines.Sum(line => line.Amount));
        await Monitor.Until(task.Id, now => now.Prompt is not null);
        await using var socket = await OpenAsync($"tasks/{task.Id}/ws");
        var replay = await socket.UntilAsync("state_replay_complete");
        const string Rest = """
            "key":"01981fa2-7c1b-7000-8000-000000000001","at":"14:30","letter":"x","words":["a","b"],"headers":{"X":"1"},
            "first":{"article":"a","amount":1},"extra":{"a":[1]}
            """;

        await socket.SayAsync($$$"""{"type":"user_input","request_id":"bad","values":{"lines":[{"article":"a","amount":0}],{{{Rest}}}}}""");
        var rejected = (await socket.UntilAsync("error"))[^1];
        await socket.SayAsync(
            $$$"""
            {"type":"user_input","request_id":"good","values":{"lines":[{"article":"a","amount":2},{"article":"b","amount":3}],{{{Rest}}}}}
            """);
        var rest = await UntilAsync(socket, "ack", "task_completed");

        replay.Single(message => message.Type() == "request_user_input").GetProperty("fields").EnumerateArray()
            .Select(field => field.GetProperty("type").GetString())
            .Should().Equal("guid", "time", "text", "list", "key_value_pairs", "group", "rows", "json");
        rejected.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Equal("values.lines[0].amount");
        rest.Single(message => message.Type() == "task_completed").GetProperty("values").GetInt32().Should().Be(5);
    }

    [Fact]
    public async Task Socket_StartWithFieldsOfEveryStructure_IsFollowedToItsResult()
    {
        await using var all = await OpenAsync("ws");
        await all.UntilAsync("state_replay_complete");

        var started = await JsonAsync(
            await PostAsync(
                "tasks",
                """{"definition":"order","input":{"customer":{"name":"Anna"},"lines":[{"article":"a","amount":2}],"headers":{"X":"1"}}}"""),
            HttpStatusCode.Accepted);
        var messages = await all.UntilAsync("task_completed");

        messages.Should().OnlyContain(message => message.GetProperty("task_id").GetString() == started.GetProperty("id").GetString());
        messages[^1].GetProperty("values").GetString().Should().Be("Anna 2 1");
    }

    [Fact]
    public async Task Socket_TwoClientsOfATask_AreReportedTheSameBytes()
    {
        var go = new TaskCompletionSource();
        var task = Monitor.Start("Shown", async task =>
        {
            await go.Task;
            for (var i = 0; i < 20; i++)
            {
                await task.StepAsync($"Step {i}", () => Task.CompletedTask);
            }
        });
        await Monitor.Until(task.Id, now => now.State == TaskState.Running);
        await using var one = await OpenAsync($"tasks/{task.Id}/ws");
        await using var two = await OpenAsync($"tasks/{task.Id}/ws");
        await using var all = await OpenAsync("ws");
        foreach (var socket in new[] { one, two, all })
        {
            await socket.UntilAsync("state_replay_complete");
        }

        go.SetResult();

        var textsOfOne = await TextsAsync(one);
        textsOfOne.Should().HaveCountGreaterThan(40);
        (await TextsAsync(two)).Should().Equal(textsOfOne);
        (await TextsAsync(all)).Should().Equal(textsOfOne);
    }

    [Fact]
    public async Task Socket_After_ReportsOnlyWhatFollows()
    {
        var task = Monitor.Start("Quick", _ => { });
        await task.Completion;
        var seq = (await Monitor.GetAsync(task.Id))!.Seq;

        await using var socket = await OpenAsync($"tasks/{task.Id}/ws?after={seq - 1}");
        var messages = await socket.UntilAsync("state_replay_complete");

        messages.Select(message => message.Type()).Should().Equal("state_replay_start", "task_completed", "state_replay_complete");
        messages[1].Seq().Should().Be(seq);
    }

    [Fact]
    public async Task Socket_OfAllTasks_ContinuesFromACursor()
    {
        await using var first = await OpenAsync("ws");
        var cursor = (await first.UntilAsync("state_replay_complete"))[^1].GetProperty("cursor").GetString();
        await Monitor.Start("Meanwhile", _ => { }).Completion;
        await first.UntilAsync("task_completed");

        await using var second = await OpenAsync($"ws?after={cursor}");
        var messages = await second.UntilAsync("state_replay_complete");

        messages[0].GetProperty("count").GetInt32().Should().Be(messages.Length - 2);
        messages[^2].Type().Should().Be("task_completed");
        messages.Should().NotContain(message => message.Type() == "reset");
    }

    [Fact]
    public async Task Say_FormWrongThenRight_NamesTheFieldAndThenAcceptsIt()
    {
        var task = await AskingAsync(async task => await task.AskAsync<Mail>("Who gets it?"));
        await using var socket = await OpenAsync("ws");
        await socket.UntilAsync("state_replay_complete");

        await socket.SayAsync(
            $$$"""{"type":"user_input","task_id":"{{{task.Id}}}","request_id":"a","values":{"subject":"Hi","copies":"many"}}""");
        var wrong = (await socket.UntilAsync("error"))[^1];
        await socket.SayAsync(
            $$$"""{"type":"user_input","task_id":"{{{task.Id}}}","prompt_id":"1","request_id":"b","values":{"subject":"Hi","copies":2}}""");
        var rest = await UntilAsync(socket, "ack", "task_completed");
        await socket.SayAsync(
            $$$"""{"type":"user_input","task_id":"{{{task.Id}}}","prompt_id":"1","request_id":"c","values":{"subject":"Hi","copies":3}}""");
        var late = (await socket.UntilAsync("error"))[^1];

        wrong.GetProperty("request_id").GetString().Should().Be("a");
        wrong.GetProperty("reason").GetString().Should().Be("invalid");
        wrong.GetProperty("errors").TryGetProperty("values.copies", out _).Should().BeTrue();
        rest.Should().Contain(message => message.Type() == "ack" && message.GetProperty("request_id").GetString() == "b");
        late.GetProperty("reason").GetString().Should().Be("already_answered");
        late.GetProperty("message").GetString().Should().StartWith("local answered");
    }

    [Fact]
    public async Task Say_RetryAfterAFailure_RunsItAgain()
    {
        var broken = true;
        var task = Monitor.Start(
            "Fails first",
            _ => broken ? throw new IOException("no disk") : Task.CompletedTask,
            new() { Policy = new TaskPolicy { MaxAttempts = 3, OnError = OnError.AskToRetry } });
        await using var socket = await OpenAsync($"tasks/{task.Id}/ws");

        var failed = (await socket.UntilAsync("task_failed"))[^1];
        broken = false;
        await socket.SayAsync("""{"type":"retry","value":true}""");
        var rest = await UntilAsync(socket, "ack", "task_completed");

        failed.GetProperty("can_retry").GetBoolean().Should().BeTrue();
        failed.GetProperty("attempt").GetInt32().Should().Be(1);
        failed.GetProperty("error").GetProperty("message").GetString().Should().Be("no disk");
        rest.Single(message => message.Type() == "ack").GetProperty("request_id").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task Say_CancelTwice_IsAcknowledgedThenRejectedWithAMessage()
    {
        var go = new TaskCompletionSource();
        var task = Monitor.Start("Runs on", async _ => await go.Task);
        await Monitor.Until(task.Id, now => now.State == TaskState.Running);
        await using var socket = await OpenAsync($"tasks/{task.Id}/ws");

        await socket.SayAsync("""{"type":"cancel","request_id":"1"}""");
        await socket.SayAsync("""{"type":"cancel","request_id":"2"}""");
        var messages = await socket.UntilAsync("error");
        go.SetResult();

        messages.Single(message => message.Type() == "ack").GetProperty("request_id").GetString().Should().Be("1");
        messages[^1].GetProperty("request_id").GetString().Should().Be("2");
        messages[^1].GetProperty("reason").GetString().Should().Be("already_asked");
    }

    [Theory]
    [InlineData("""{"type":"confirm","value":true}""", "prompt_closed", null)]
    [InlineData("""{"type":"confirm","value":"yes"}""", "invalid", "value")]
    [InlineData("""{"type":"dance"}""", "invalid", "type")]
    [InlineData("""{"type":"cancel","force":true}""", "invalid", "force")]
    [InlineData("""{"type":"cancel","task_id":"x"}""", "invalid", "task_id")]
    [InlineData("""{"type":"cancel","task_id":"00000000-0000-0000-0000-000000000000"}""", "invalid", "task_id")]
    [InlineData("""{"type":"user_input"}""", "invalid", "values")]
    [InlineData("""{"type":"cancel","request_id":7}""", "invalid", "request_id")]
    [InlineData("{}", "invalid", "type")]
    [InlineData("[]", "malformed", null)]
    [InlineData("{", "malformed", null)]
    public async Task Say_SomethingWrong_IsAnsweredInWords(string frame, string reason, string? field)
    {
        var task = Monitor.Start("Runs", task => Task.Delay(Timeout.Infinite, task.CancellationToken));
        await using var socket = await OpenAsync($"tasks/{task.Id}/ws");

        await socket.SayAsync(frame);
        var error = (await socket.UntilAsync("error"))[^1];

        error.GetProperty("reason").GetString().Should().Be(reason);
        error.GetProperty("message").GetString().Should().EndWith(".");
        if (field is not null)
        {
            error.GetProperty("errors").EnumerateObject().Select(one => one.Name).Should().Contain(field);
        }
    }

    [Fact]
    public async Task Say_OnTheSocketOfAllWithoutATask_AsksForOne()
    {
        await using var socket = await OpenAsync("ws");

        await socket.SayAsync("""{"type":"cancel"}""");
        await socket.SayAsync($$"""{"type":"cancel","task_id":"{{Guid.NewGuid()}}"}""");
        var none = (await socket.UntilAsync("error"))[^1];
        var unknown = (await socket.UntilAsync("error"))[^1];

        none.GetProperty("errors").TryGetProperty("task_id", out _).Should().BeTrue();
        unknown.GetProperty("reason").GetString().Should().Be("not_found");
    }

    [Fact]
    public async Task Say_MoreThanFiveBadFrames_ClosesTheSocket()
    {
        await using var socket = await OpenAsync("ws");
        for (var i = 0; i < 6; i++)
        {
            await socket.SayAsync(
                i == 3 ? new byte[] { 0xff, 0xfe } : "nonsense"u8.ToArray(),
                i == 3 ? WebSocketMessageType.Binary : WebSocketMessageType.Text);
        }

        var messages = await socket.UntilAsync(_ => false);

        messages.Count(message => message.Type() == "error").Should().Be(5);
        (socket.CloseStatus, socket.CloseReason).Should().Be((WebSocketCloseStatus.PolicyViolation, "bad_frames"));
    }

    [Fact]
    public async Task Say_TooMuchInOneSecond_ClosesTheSocket()
    {
        await using var large = await OpenAsync("ws");
        await large.SayAsync(Encoding.UTF8.GetBytes($$"""{"type":"{{new string('x', 17_000)}}"}"""));
        await large.UntilAsync(_ => false);
        await using var fast = await OpenAsync("ws");
        for (var i = 0; i < 60; i++)
        {
            await fast.SayAsync($$"""{"type":"cancel","task_id":"{{Guid.NewGuid()}}"}""");
        }

        await fast.UntilAsync(_ => false);

        (large.CloseStatus, large.CloseReason).Should().Be((WebSocketCloseStatus.MessageTooBig, "frame_too_large"));
        (fast.CloseStatus, fast.CloseReason).Should().Be((WebSocketCloseStatus.PolicyViolation, "too_many_frames"));
    }

    [Fact]
    public async Task Socket_OfWhoStopsReading_IsClosedAndOthersAreNot()
    {
        await using var slow = await OpenAsync("ws");
        await using var other = await OpenAsync("ws");
        using var heard = new SemaphoreSlim(0);
        var line = new string('x', 8_000);
        var writes = Monitor.Start("Writes much", async task =>
        {
            for (var i = 0; i < 20; i++)
            {
                Enumerable.Range(0, 100).ToList().ForEach(_ => task.Log(line));
                await heard.WaitAsync(task.CancellationToken);
            }
        });

        var lines = 0;
        await other.UntilAsync(message =>
        {
            lines += message.Type() == "stream" ? message.GetProperty("lines").GetInt32() : 0;
            return message.Type() == "task_completed" || (message.Type() == "stream" && heard.Release() < 0);
        });
        await slow.UntilAsync(_ => false);

        lines.Should().Be(2_000);
        ((int)slow.CloseStatus!, slow.CloseReason).Should().Be((1013, "slow_consumer"));
        await writes.Completion.WaitAsync(TestMonitor.MaxWait);
    }

    [Fact]
    public async Task Socket_ServerStops_IsClosedImmediatelyAsGoingAway()
    {
        var task = Monitor.Start("Quiet", task => Task.Delay(Timeout.Infinite, task.CancellationToken));
        await using var one = await OpenAsync($"tasks/{task.Id}/ws");
        await using var all = await OpenAsync("ws");
        await one.UntilAsync("state_replay_complete");
        await all.UntilAsync("state_replay_complete");

        Host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        (await one.UntilClosedAsync()).Should().Be(WebSocketCloseStatus.EndpointUnavailable);
        (await all.UntilClosedAsync()).Should().Be(WebSocketCloseStatus.EndpointUnavailable);
        all.CloseReason.Should().Be("shutting_down");
    }

    [Fact]
    public async Task Session_OfATask_SaysWhetherSomebodyFollowsIt()
    {
        var task = await AskingAsync(task => task.ConfirmAsync("Go on?"));
        var alone = await JsonAsync(await Client.GetAsync($"tasks/{task.Id}/session"), HttpStatusCode.OK);
        await using var socket = await OpenAsync($"tasks/{task.Id}/ws");
        await socket.UntilAsync("state_replay_complete");
        await socket.SayAsync("""{"type":"confirm","value":1}""");
        await socket.UntilAsync("error");

        var watched = await JsonAsync(await Client.GetAsync($"tasks/{task.Id}/session"), HttpStatusCode.OK);

        alone.ToString()
            .Should().Be($$"""{"session_id":"{{task.Id}}","is_connected":false,"saved_state_messages":{{task.Seq}},"task_exists":true}""");
        watched.GetProperty("is_connected").GetBoolean().Should().BeTrue();
        await ProblemAsync(await Client.GetAsync($"tasks/{Guid.NewGuid()}/session"), HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("ws")]
    [InlineData("clients/{token}/ws")]
    public async Task Get_WithoutAnUpgrade_SaysThatItIsForSockets(string path)
    {
        path = path.Replace("{token}", await Host.ClientTokenAsync("mia"));
        var problem = await ProblemAsync(await Client.GetAsync(path), HttpStatusCode.UpgradeRequired);

        problem.GetProperty("reason").GetString().Should().Be("websocket_only");
    }

    private Task<SocketClient> OpenAsync(string path) => SocketClient.OpenAsync(new Uri(Client.BaseAddress!, path));

    private static async Task<JsonElement[]> UntilAsync(SocketClient socket, params string[] types)
    {
        var left = types.ToHashSet();
        return await socket.UntilAsync(message => left.Remove(message.Type()) && left.Count == 0);
    }

    /// <summary>The events up to the end of the task, as they came.</summary>
    private static async Task<string[]> TextsAsync(SocketClient socket)
    {
        var texts = new List<string>();
        string text;
        do
        {
            text = (await socket.NextTextAsync())!;
            texts.Add(text);
        }
        while (Json.Parse(text).Type() != "task_completed");
        return [.. texts.Where(one => one.Contains("\"cursor\"", StringComparison.Ordinal))];
    }
}
