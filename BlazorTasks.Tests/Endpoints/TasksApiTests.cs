namespace BlazorTasks.Tests.Endpoints;

public sealed class TasksApiTests : ApiTest
{
    [Fact]
    public async Task Definitions_All_DescribeTheirInput()
    {
        var definitions = await Client.GetFromJsonAsync<JsonElement>("definitions");
        var one = await Client.GetFromJsonAsync<JsonElement>("definitions/double");

        definitions.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString())
            .Should().Contain(["double", "every-kind"]);
        var field = one.GetProperty("fields")[0];
        (field.GetProperty("name").GetString(), field.GetProperty("type").GetString(), field.GetProperty("required").GetBoolean())
            .Should().Be(("number", "integer", true));
        (await ProblemAsync(await Client.GetAsync("definitions/nothing"), HttpStatusCode.NotFound)).GetProperty("reason").GetString()
            .Should().Be("not_found");
    }

    [Fact]
    public async Task Start_ADefinition_AnswersWhereTheTaskIsAndRunsIt()
    {
        var response = await PostAsync("tasks", """{"definition":"double","input":{"number":21},"tags":["night"],"priority":3}""");
        var task = await JsonAsync(response, HttpStatusCode.Accepted);

        response.Headers.Location!.OriginalString.Should().Be($"/ops/api/tasks/{task.GetProperty("id").GetString()}");
        task.GetProperty("input").GetProperty("number").GetInt32().Should().Be(21);
        task.GetProperty("owner").GetString().Should().Be("local");
        task.GetProperty("created_at").GetString().Should().EndWith("Z");
        await Monitor.Until(TaskId.Parse(task.GetProperty("id").GetString()!, null), now => now.State == TaskState.Succeeded);
        var ended = await Client.GetFromJsonAsync<JsonElement>(response.Headers.Location);
        ended.GetProperty("state").GetString().Should().Be("succeeded");
        ended.GetProperty("result").GetInt32().Should().Be(42);
        ended.GetProperty("prompt").ValueKind.Should().Be(JsonValueKind.Null);
        (await Client.GetStringAsync($"{response.Headers.Location}/result")).Should().Be("42");
    }

    [Theory]
    [InlineData("""{}""", "definition")]
    [InlineData("""{"definition":7}""", "definition")]
    [InlineData("""{"definition":"nothing"}""", "definition")]
    [InlineData("""{"definition":"double"}""", "input.number")]
    [InlineData("""{"definition":"double","input":[]}""", "input")]
    [InlineData("""{"definition":"double","input":{"number":"many"}}""", "input.number")]
    [InlineData("""{"definition":"double","input":{"number":1e400}}""", "input.number")]
    [InlineData("""{"definition":"double","input":{"number":1,"other":2}}""", "input.other")]
    [InlineData("""{"definition":"double","input":{"number":1},"owner":"anna"}""", "owner")]
    [InlineData("""{"definition":"double","input":{"number":1},"priority":1.5}""", "priority")]
    [InlineData("""{"definition":"double","input":{"number":1},"run_at":"tomorrow"}""", "run_at")]
    [InlineData("""{"definition":"double","input":{"number":1},"run_at":"2026-11-21T14:00:00"}""", "run_at")]
    [InlineData("""{"definition":"double","input":{"number":1},"tags":["", "a"]}""", "tags")]
    public async Task Start_SomethingWrong_NamesTheField(string body, string field)
    {
        var problem = await ProblemAsync(await PostAsync("tasks", body), HttpStatusCode.UnprocessableEntity);

        problem.GetProperty("errors").TryGetProperty(field, out _).Should().BeTrue(problem.ToString());
        problem.GetProperty("detail").GetString().Should().Contain(field);
        (await Monitor.CountAsync(new() { Finished = false })).Should().Be(0);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("""{"definition":"double","definition":"double"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"definition":"double","input":{"number":1,"number":2}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"definition":"\ud800"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"\ud800":1}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"definition":"a\u0000b"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"definition":NaN}""", HttpStatusCode.BadRequest)]
    public async Task Start_NoProperJson_IsRejectedWithAMessage(string body, HttpStatusCode expected) =>
        await ProblemAsync(await PostAsync("tasks", body), expected);

    [Fact]
    public async Task Start_TooDeepTooLargeOrOfAnotherType_IsRejectedWithAMessage()
    {
        var deep = new string('[', 40) + new string(']', 40);
        await ProblemAsync(await PostAsync("tasks", $$"""{"input":{{deep}}}"""), HttpStatusCode.BadRequest);
        await ProblemAsync(await PostAsync("tasks", $$"""{"definition":"{{new string('a', 70_000)}}"}"""), HttpStatusCode.BadRequest);
        await ProblemAsync(
            await PostAsync("tasks", $$"""{"definition":"{{new string('a', 300_000)}}"}"""),
            HttpStatusCode.RequestEntityTooLarge);
        await ProblemAsync(await Client.PostAsync("tasks", new StringContent("definition=double")), HttpStatusCode.UnsupportedMediaType);
        await ProblemAsync(
            await Client.PostAsync(
                "tasks",
                new ByteArrayContent([0x7B, 0x22, 0xFF, 0x22, 0x7D]) { Headers = { { "Content-Type", "application/json" } } }),
            HttpStatusCode.BadRequest);
        await ProblemAsync(await Client.PutAsync("tasks", null), HttpStatusCode.MethodNotAllowed);
        await ProblemAsync(await Client.GetAsync("nothing/here"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Start_TheSameKeyTwice_IsOneTask()
    {
        var first = await PostAsync("tasks", """{"definition":"double","input":{"number":1}}""", "key-1");
        var second = await PostAsync("tasks", """{"definition":"double","input":{"number":1}}""", "key-1");
        var other = await PostAsync("tasks", """{"definition":"double","input":{"number":2}}""", "key-1");

        (await JsonAsync(second, HttpStatusCode.Accepted)).GetProperty("id").GetString()
            .Should().Be((await JsonAsync(first, HttpStatusCode.Accepted)).GetProperty("id").GetString());
        first.Headers.Contains("Idempotency-Replayed").Should().BeFalse();
        second.Headers.GetValues("Idempotency-Replayed").Should().Equal("true");
        second.Headers.Location.Should().Be(first.Headers.Location);
        (await ProblemAsync(other, HttpStatusCode.UnprocessableEntity)).GetProperty("reason").GetString().Should().Be("key_reused");
        await ProblemAsync(await PostAsync("tasks", "{}", new string('k', 129)), HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("6e1fbe0c-0000-7000-8000-000000000000")]
    [InlineData("not-an-id")]
    public async Task Task_ThatNobodyKnows_IsNotFoundEverywhere(string id)
    {
        await ProblemAsync(await Client.GetAsync($"tasks/{id}"), HttpStatusCode.NotFound);
        await ProblemAsync(await Client.GetAsync($"tasks/{id}/log"), HttpStatusCode.NotFound);
        await ProblemAsync(await Client.GetAsync($"tasks/{id}/result"), HttpStatusCode.NotFound);
        await ProblemAsync(await Client.DeleteAsync($"tasks/{id}"), HttpStatusCode.NotFound);
        foreach (var command in new[] { "cancel", "retry", "pause", "resume" })
        {
            await ProblemAsync(await Client.PostAsync($"tasks/{id}/{command}", null), HttpStatusCode.NotFound);
        }

        await ProblemAsync(await PostAsync($"tasks/{id}/prompts/1", """{"value":true}"""), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Get_WithTheTagOfThisState_IsNotModified()
    {
        var task = await AskingAsync(task => task.ConfirmAsync("Go on?"));
        var first = await Client.GetAsync($"tasks/{task.Id}");
        var request = new HttpRequestMessage(HttpMethod.Get,
            $"tasks/{task.Id}")
        { Headers = { { "If-None-Match", first.Headers.ETag!.ToString() } } };

        var second = await Client.SendAsync(request);

        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
        second.Headers.ETag.Should().Be(first.Headers.ETag);
    }

    [Fact]
    public async Task Get_WithWait_AnswersWhenTheTaskHasChanged()
    {
        var go = new TaskCompletionSource();
        var task = await AskingAsync(async task =>
        {
            await task.ConfirmAsync("Go on?");
            await go.Task;
        });
        var tag = (await Client.GetAsync($"tasks/{task.Id}")).Headers.ETag!.ToString();
        var waiting = Client.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, $"tasks/{task.Id}?wait=60") { Headers = { { "If-None-Match", tag } } });

        await Monitor.AnswerAsync(task.Id, "1", true);
        var changed = await JsonAsync(await waiting, HttpStatusCode.OK);
        go.SetResult();

        changed.GetProperty("seq").GetInt64().Should().BeGreaterThan(task.Seq);
        await ProblemAsync(await Client.GetAsync($"tasks/{task.Id}?wait=soon"), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Get_WithWaitOfAFinishedTask_AnswersAtOnce()
    {
        var task = Monitor.Start("Done", _ => { });
        await task.Completion;

        var answer = Client.GetAsync($"tasks/{task.Id}?wait=60");

        (await JsonAsync(await answer.WaitAsync(TimeSpan.FromSeconds(30)), HttpStatusCode.OK)).GetProperty("state").GetString().Should()
            .Be("succeeded");
    }

    [Fact]
    public async Task List_PageByPage_HasEveryTaskOnceTheActiveOnesFirst()
    {
        var ids = new HashSet<string>();
        for (var i = 0; i < 7; i++)
        {
            var ended = await Monitor.StartAsync("double", Json.Parse("""{"number":1}"""));
            await ended.Completion;
            ids.Add(ended.Id.ToString());
        }

        for (var i = 0; i < 4; i++)
        {
            ids.Add((await AskingAsync(task => task.ConfirmAsync("Go on?"))).Id.ToString());
        }

        var met = new List<JsonElement>();
        for (var next = "tasks?limit=2"; next is not null;)
        {
            var response = await Client.GetAsync(next);
            var page = await JsonAsync(response, HttpStatusCode.OK);
            met.AddRange(page.GetProperty("items").EnumerateArray());
            next = response.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
            (page.GetProperty("next").ValueKind == JsonValueKind.Null).Should().Be(next is null);
        }

        met.Select(task => task.GetProperty("id").GetString()).Should().OnlyHaveUniqueItems().And.BeEquivalentTo(ids);
        met.Take(4).Should().OnlyContain(task => task.GetProperty("state").GetString() == "waiting");
        met.Skip(4).Should().OnlyContain(task => task.GetProperty("state").GetString() == "succeeded");
    }

    [Theory]
    [InlineData("state=FINISHED", 1)]
    [InlineData("state=completed,running", 1)]
    [InlineData("state=active", 1)]
    [InlineData("state=waiting&state=ended", 2)]
    [InlineData("definition=double", 1)]
    [InlineData("definition=other", 0)]
    [InlineData("owner=anna", 1)]
    [InlineData("tag=night", 1)]
    [InlineData("q=DOUB", 1)]
    [InlineData("from=2100-01-01T00:00:00Z", 0)]
    [InlineData("error=broken", 0)]
    [InlineData("parent=01981fa2-7c1b-7000-8000-000000000001", 1)]
    public async Task List_WithAFilter_HasWhatMatches(string filter, int expected)
    {
        await (await Monitor.StartAsync("double", Json.Parse("""{"number":1}"""),
            new StartOptions { Owner = "anna", Tags = ["night"], ParentId = TaskId.Parse("01981fa2-7c1b-7000-8000-000000000001", null) }))
            .Completion;
        await AskingAsync(task => task.ConfirmAsync("Go on?"));

        (await Client.GetFromJsonAsync<JsonElement>($"tasks?{filter}")).GetProperty("items").GetArrayLength().Should().Be(expected);
    }

    [Fact]
    public async Task List_LongErrorMessage_IsTruncatedThereAndWholeInTheTask()
    {
        var message = new string('x', 30_000);
        var task = Monitor.Start("Fails", _ => throw new IOException(message));
        await Monitor.Until(task.Id, now => now.State.IsFinal());

        var listed = (await Client.GetFromJsonAsync<JsonElement>("tasks")).GetProperty("items")[0];
        var events = await Client.GetStringAsync($"tasks/{task.Id}/events");
        var whole = await Client.GetFromJsonAsync<JsonElement>($"tasks/{task.Id}");

        listed.GetProperty("error").GetProperty("message").GetString().Should().StartWith("xxx").And.EndWith("more characters truncated)")
            .And.Subject.Length.Should().BeLessThan(1_100);
        events.Length.Should().BeLessThan(10_000);
        whole.GetProperty("error").GetProperty("message").GetString().Should().Be(message);
    }

    [Theory]
    [InlineData("state=sleeping")]
    [InlineData("stat=running")]
    [InlineData("limit=0")]
    [InlineData("limit=many")]
    [InlineData("limit=1&limit=2")]
    [InlineData("after=xyz")]
    [InlineData("after=e.bm90IGEgY3Vyc29y")]
    [InlineData("after=a.%00")]
    [InlineData("from=yesterday")]
    public async Task List_WithAWrongParameter_NamesIt(string query)
    {
        var problem = await ProblemAsync(await Client.GetAsync($"tasks?{query}"), HttpStatusCode.BadRequest);

        problem.GetProperty("detail").GetString().Should().Contain($"“{query.Split('=')[0]}”");
    }

    [Fact]
    public async Task Log_AsJson_ContinuesWhereItWasLeft()
    {
        var task = Monitor.Start("Writes", task =>
        {
            task.Log("one");
            task.Warn("two");
            task.Log("three");
        });
        await task.Completion;
        var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"tasks/{task.Id}/log?after=1&limit=1")
        { Headers = { { "Accept", "application/json" } } };

        var page = await JsonAsync(await Client.SendAsync(request), HttpStatusCode.OK);

        var line = page.GetProperty("items").EnumerateArray().Should().ContainSingle().Subject;
        (line.GetProperty("number").GetInt64(), line.GetProperty("text").GetString(), line.GetProperty("level").GetString())
            .Should().Be((2, "two", "warning"));
        page.GetProperty("next").GetInt64().Should().Be(2);
        (await Client.GetStringAsync($"tasks/{task.Id}/log?after=2")).Should().EndWith("info  three\n").And.NotContain("two");
    }
}
