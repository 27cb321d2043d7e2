namespace BlazorTasks.Tests.Endpoints;

/// <summary>Scripts over HTTP: what they say, and what they are answered.</summary>
public sealed class ExternalApiTests : ApiTest
{
    [Fact]
    public async Task Start_External_AnswersTheTaskWithATokenThatIsNeverShownAgain()
    {
        var response = await PostAsync(
            "tasks",
            """{"external":true,"name":"Nightly backup","heartbeat":"00:00:30","tags":["cron"],"label":"db1","priority":2}""");
        var task = await JsonAsync(response, HttpStatusCode.Accepted);
        var id = task.GetProperty("id").GetString();

        response.Headers.Location!.OriginalString.Should().Be($"/ops/api/tasks/{id}");
        task.GetProperty("token").GetString().Should().StartWith("btt_");
        (task.GetProperty("name").GetString(), task.GetProperty("label").GetString(), task.GetProperty("definition").GetString())
            .Should().Be(("Nightly backup", "db1", "external"));
        (await Client.GetStringAsync($"tasks/{id}")).Should().NotContain("btt_").And.NotContain("token").And.NotContain("hash");
        (await Client.GetStringAsync("definitions")).Should().NotContain("external");
    }

    [Theory]
    [InlineData("""{"external":true}""", "name")]
    [InlineData("""{"external":true,"name":"x","heartbeat":"00:00:01"}""", "heartbeat")]
    [InlineData("""{"external":true,"name":"x","heartbeat":60}""", "heartbeat")]
    [InlineData("""{"external":true,"name":"x","definition":"double"}""", "definition")]
    [InlineData("""{"external":true,"name":"x","owner":"anna"}""", "owner")]
    [InlineData("""{"external":1,"definition":"double"}""", "external")]
    [InlineData("""{"definition":"external"}""", "definition")]
    public async Task Start_SomethingWrong_NamesTheField(string body, string field)
    {
        var problem = await ProblemAsync(await PostAsync("tasks", body), HttpStatusCode.UnprocessableEntity);

        problem.GetProperty("errors").TryGetProperty(field, out _).Should().BeTrue(problem.ToString());
        (await Monitor.CountAsync(new() { Finished = false })).Should().Be(0);
    }

    [Fact]
    public async Task Ask_DefaultThatIsNoValueOfItsField_NamesTheFieldAndChangesNothing()
    {
        var script = await StartAsync();
        var deep = Json.Nested(28).GetRawText();

        var problem = await ProblemAsync(
            await script.PostAsync(
                "prompts",
                $$$"""{"title":"Q","kind":"input","fields":[{"name":"a","type":"text","default":{{{deep}}}}]}"""),
                    HttpStatusCode.UnprocessableEntity);

        problem.GetProperty("errors").TryGetProperty("fields.a.default", out _).Should().BeTrue();
        await StartAsync();
    }

    [Fact]
    public async Task Ask_AnsweredAtTheMomentItIsStored_GetsAnswer()
    {
        var script = await StartAsync();
        using var answering = Monitor.SubscribeEvents((task, taskEvent) =>
        {
            if (taskEvent is PromptAsked asked)
            {
                _ = Task.Run(() => Monitor.AnswerAsync(task.Id, asked.Prompt.Id, (object)true, new Person("anna")));
            }
        });

        for (var i = 1; i <= 50; i++)
        {
            var asked = await JsonAsync(await script.PostAsync("prompts", $$"""{"title":"Question {{i}}?"}"""), HttpStatusCode.Created);
            asked.GetProperty("status").GetString().Should().BeOneOf("open", "answered");
            var reply = await JsonAsync(await script.GetAsync($"prompts/{i}?wait=30"), HttpStatusCode.OK);
            (reply.GetProperty("status").GetString(), reply.GetProperty("value").GetBoolean()).Should().Be(("answered", true));
        }
    }

    [Fact]
    public async Task Calls_FromStartToEnd_AreTheTasksProgressLogAndResult()
    {
        var script = await StartAsync();

        var call = await JsonAsync(await script.PostAsync("progress", """{"progress":40,"status":"Copying"}"""), HttpStatusCode.OK);
        (call.GetProperty("cancel_requested").GetBoolean(), call.GetProperty("heartbeat").GetString()).Should().Be((false, "00:01:00"));
        await JsonAsync(await script.PostAsync("log", "first\r\n<4>second\n\n<3>third <b>\nlast", "text/plain"), HttpStatusCode.OK);
        await JsonAsync(await script.PostAsync("progress", ""), HttpStatusCode.OK);
        var end = await JsonAsync(await script.PostAsync("complete", """{"result":{"files":3}}"""), HttpStatusCode.OK);

        end.GetProperty("state").GetString().Should().Be("succeeded");
        var task = await Client.GetStringAsync($"tasks/{script.Id}");
        Json.Parse(task).GetProperty("result").GetProperty("files").GetInt32().Should().Be(3);
        (await Monitor.GetAsync(script.Id))!.Should().BeEquivalentTo(new { Status = "Copying", LogLines = 5, Warnings = 1 });
        (await Monitor.ReadLogAsync(script.Id, 1, 10)).SelectMany(chunk => chunk.Lines).Select(line => (line.Level.ToString(), line.Text))
            .Should()
            .Equal(("Information", "first"), ("Warning", "second"), ("Information", ""), ("Error", "third <b>"), ("Information", "last"));
    }

    [Fact]
    public async Task Cancel_IsReportedOnTheNextCall_AndFailThenMeansStopped()
    {
        var script = await StartAsync();
        await JsonAsync(await Client.PostAsync($"tasks/{script.Id}/cancel", null), HttpStatusCode.Accepted);

        var call = await JsonAsync(await script.PostAsync("log", "still here", "text/plain"), HttpStatusCode.OK);
        var end = await JsonAsync(await script.PostAsync("fail", """{"error":"stopped"}"""), HttpStatusCode.OK);
        var late = await ProblemAsync(await script.PostAsync("progress", "{}"), HttpStatusCode.Conflict);

        (call.GetProperty("cancel_requested").GetBoolean(), call.GetProperty("cancel_requested_by").GetString())
            .Should().Be((true, "local"));
        end.GetProperty("state").GetString().Should().Be("cancelled");
        late.GetProperty("reason").GetString().Should().Be("already_final");
    }

    [Theory]
    [InlineData(null, 401, "no_token")]
    [InlineData("Basic abc", 401, "no_token")]
    [InlineData("Bearer btt_wrong", 403, "not_allowed")]
    public async Task Call_WithoutTheToken_IsRefused(string? authorization, int status, string reason)
    {
        var script = await StartAsync();
        script.Authorization = authorization;

        foreach (var path in new[] { "progress", "log", "complete", "fail", "prompts" })
        {
            var problem = await ProblemAsync(await script.PostAsync(path, "{}"), (HttpStatusCode)status);
            problem.GetProperty("reason").GetString().Should().Be(reason);
        }

        (await ProblemAsync(await script.GetAsync("prompts/1"), (HttpStatusCode)status)).GetProperty("reason").GetString()
            .Should().Be(reason);
        Monitor.Find(script.Id)!.Snapshot.State.Should().Be(TaskState.Running);
    }

    [Fact]
    public async Task Call_ForAnotherTask_IsRefusedWithAReason()
    {
        var script = await StartAsync();
        var ordinary = await AskingAsync(task => task.ConfirmAsync("Go on?"));

        script.Id = ordinary.Id;
        (await ProblemAsync(await script.PostAsync("complete", "{}"), HttpStatusCode.Forbidden)).GetProperty("detail").GetString()
            .Should().Contain("is not an external task");
        script.Id = TaskId.New(DateTimeOffset.UtcNow);
        await ProblemAsync(await script.PostAsync("complete", "{}"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Ask_ThenWait_AnswersWhenSomebodyHas()
    {
        var script = await StartAsync();

        var response = await script.PostAsync("prompts", """{"title":"Overwrite the old backup?","yes":"Overwrite","no":"Keep"}""");
        var asked = await JsonAsync(response, HttpStatusCode.Created);
        var waiting = script.GetAsync("prompts/1?wait=30");
        var second = await ProblemAsync(await script.PostAsync("prompts", """{"title":"And this?"}"""), HttpStatusCode.Conflict);
        await JsonAsync(await PostAsync($"tasks/{script.Id}/prompts/1", """{"value":true}"""), HttpStatusCode.Accepted);
        var answer = await JsonAsync(await waiting, HttpStatusCode.OK);

        response.Headers.Location!.OriginalString.Should().EndWith($"/api/tasks/{script.Id}/prompts/1");
        asked.GetProperty("status").GetString().Should().Be("open");
        second.GetProperty("reason").GetString().Should().Be("not_now");
        (answer.GetProperty("status").GetString(), answer.GetProperty("value").GetBoolean(), answer.GetProperty("by").GetString())
            .Should().Be(("answered", true, "local"));
        await ProblemAsync(await script.GetAsync("prompts/2"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Ask_AForm_ChecksTheAnswerAndReportsSecretsToTheScriptOnly()
    {
        var script = await StartAsync();
        await JsonAsync(
            await script.PostAsync(
                "prompts",
                """
                {"kind":"input","title":"Where to?","fields":[
                  {"name":"host","type":"text","required":true,"max_length":9},{"name":"password","type":"secret","label":"Its password"}]}
                """),
            HttpStatusCode.Created);

        var wrong = await ProblemAsync(
            await PostAsync($"tasks/{script.Id}/prompts/1", """{"values":{"host":"far too long"}}"""),
            HttpStatusCode.UnprocessableEntity);
        await JsonAsync(
            await PostAsync($"tasks/{script.Id}/prompts/1", """{"values":{"host":"db1","password":"hunter22"}}"""),
            HttpStatusCode.Accepted);
        var answer = await JsonAsync(await script.GetAsync("prompts/1"), HttpStatusCode.OK);
        await JsonAsync(await script.PostAsync("log", "using hunter22", "text/plain"), HttpStatusCode.OK);
        await script.PostAsync("complete", "");

        wrong.GetProperty("errors").TryGetProperty("values.host", out _).Should().BeTrue();
        answer.GetProperty("values").GetProperty("password").GetString().Should().Be("hunter22");
        (await Client.GetStringAsync($"tasks/{script.Id}/log")).Should().Contain("•••").And.NotContain("hunter22");
    }

    [Theory]
    [InlineData("""{}""", "title")]
    [InlineData("""{"title":"x","kind":"retry"}""", "kind")]
    [InlineData("""{"title":"x","kind":"input","fields":[{"name":"a b","type":"text"}]}""", "fields")]
    [InlineData("""{"title":"x","kind":"input","fields":[{"name":"a","type":"colour"}]}""", "fields")]
    [InlineData("""{"title":"x","kind":"input","fields":[{"name":"a","type":"text","pattern":"("}]}""", "fields")]
    [InlineData("""{"title":"x","kind":"input","fields":7}""", "fields")]
    [InlineData("""{"title":"x","kind":"input"}""", null)]
    [InlineData("""{"title":"x","kind":"choice"}""", null)]
    [InlineData("""{"title":"x","kind":"choice","choices":["a"],"default":"b"}""", null)]
    [InlineData("""{"title":"x","timeout":"99.00:00:00"}""", "timeout")]
    public async Task Ask_WhatMakesNoSense_IsRejectedWithAMessage(string body, string? field)
    {
        var script = await StartAsync();

        var problem = await ProblemAsync(await script.PostAsync("prompts", body), HttpStatusCode.UnprocessableEntity);

        if (field is not null)
        {
            problem.GetProperty("errors").TryGetProperty(field, out _).Should().BeTrue(problem.ToString());
        }

        Monitor.Find(script.Id)!.Snapshot.State.Should().Be(TaskState.Running);
    }

    [Fact]
    public async Task Calls_WithAnIdempotencyKey_HappenOnceAndOnlyForTheRightToken()
    {
        var script = await StartAsync();

        await JsonAsync(await script.PostAsync("log", "once", "text/plain", "log-0"), HttpStatusCode.OK);
        var again = await script.PostAsync("log", "once", "text/plain", "log-0");
        var other = await script.PostAsync("log", "something else", "text/plain", "log-0");
        script.Authorization = "Bearer btt_wrong";
        var stranger = await script.PostAsync("log", "once", "text/plain", "log-0");

        again.Headers.GetValues("Idempotency-Replayed").Should().Equal("true");
        other.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        stranger.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await Monitor.Until(script.Id, now => now.LogLines > 0)).LogLines.Should().Be(1);
    }

    [Fact]
    public async Task Start_WithAnIdempotencyKey_IsOneTaskAndTheSameAnswer()
    {
        var first = await JsonAsync(await PostAsync("tasks", """{"external":true,"name":"Backup"}""", "night-1"), HttpStatusCode.Accepted);
        var second = await JsonAsync(await PostAsync("tasks", """{"external":true,"name":"Backup"}""", "night-1"), HttpStatusCode.Accepted);

        second.GetProperty("token").GetString().Should().Be(first.GetProperty("token").GetString());
        (await Monitor.CountAsync(new() { Finished = false })).Should().Be(1);
    }

    [Fact]
    public async Task Log_AsJson_IsRefused() =>
        await ProblemAsync(await (await StartAsync()).PostAsync("log", "{}"), HttpStatusCode.UnsupportedMediaType);

    private async Task<Script> StartAsync()
    {
        var task = await JsonAsync(await PostAsync("tasks", """{"external":true,"name":"Nightly backup"}"""), HttpStatusCode.Accepted);
        var script = new Script(Client)
        {
            Id = TaskId.Parse(task.GetProperty("id").GetString()!, null),
            Authorization = "Bearer " + task.GetProperty("token").GetString()
        };
        await Monitor.Until(script.Id, now => now.State == TaskState.Running);
        return script;
    }

    /// <summary>A script as curl writes it.</summary>
    private sealed class Script(HttpClient client)
    {
        public TaskId Id { get; set; }

        public string? Authorization { get; set; }

        public Task<HttpResponseMessage> PostAsync(string path, string body, string type = "application/json", string? key = null)
        {
            var request = new HttpRequestMessage(HttpMethod.Post,
                $"tasks/{Id}/{path}")
            { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)) };
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            return SendAsync(request);
        }

        public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, $"tasks/{Id}/{path}"));

        private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
        {
            if (Authorization is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", Authorization);
            }

            return client.SendAsync(request);
        }
    }
}
