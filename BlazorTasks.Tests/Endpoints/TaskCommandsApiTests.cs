namespace BlazorTasks.Tests.Endpoints;

public sealed class TaskCommandsApiTests : ApiTest
{
    [Fact]
    public async Task Cancel_OnceTwiceAndTooLate_SaysWhatBecameOfIt()
    {
        var go = new TaskCompletionSource();
        var task = Monitor.Start("Runs on", async _ => await go.Task);
        await Monitor.Until(task.Id, now => now.State == TaskState.Running);

        var first = await JsonAsync(await Client.PostAsync($"tasks/{task.Id}/cancel", null), HttpStatusCode.Accepted);
        var second = await ProblemAsync(await Client.PostAsync($"tasks/{task.Id}/cancel", null), HttpStatusCode.Conflict);
        go.SetResult();
        await Monitor.Until(task.Id, now => now.State == TaskState.Succeeded);
        var third = await ProblemAsync(await Client.PostAsync($"tasks/{task.Id}/cancel", null), HttpStatusCode.Conflict);

        first.GetProperty("state").GetString().Should().Be("cancelling");
        first.GetProperty("cancel_requested_by").GetString().Should().Be("local");
        second.GetProperty("reason").GetString().Should().Be("already_asked");
        third.GetProperty("reason").GetString().Should().Be("already_final");
    }

    [Fact]
    public async Task Cancel_AgainWithTheSameKey_IsAnsweredAsTheFirstTime()
    {
        var task = await AskingAsync(task => task.ConfirmAsync("Go on?"));

        var first = await PostAsync($"tasks/{task.Id}/cancel", "{}", "key-1");
        await Monitor.Until(task.Id, now => now.State.IsFinal());
        var second = await PostAsync($"tasks/{task.Id}/cancel", "{}", "key-1");

        (await second.Content.ReadAsStringAsync()).Should().Be(await first.Content.ReadAsStringAsync());
        second.StatusCode.Should().Be(HttpStatusCode.Accepted);
        second.Headers.GetValues("Idempotency-Replayed").Should().Equal("true");
    }

    [Fact]
    public async Task Command_WithMembersThatItDoesNotTake_NamesThem()
    {
        var task = await AskingAsync(task => task.ConfirmAsync("Go on?"));

        var problem = await ProblemAsync(
            await PostAsync($"tasks/{task.Id}/cancel", """{"force":true}"""),
            HttpStatusCode.UnprocessableEntity);

        problem.GetProperty("errors").TryGetProperty("force", out _).Should().BeTrue();
        Monitor.Find(task.Id)!.Snapshot.State.Should().Be(TaskState.Waiting);
    }

    [Fact]
    public async Task Answer_YesOrNo_IsAcceptedOnceAndNamesWhoAnsweredFirst()
    {
        var task = await AskingAsync(task => task.ConfirmAsync("Publish?"));

        await JsonAsync(await PostAsync($"tasks/{task.Id}/prompts/1", """{"value":true}"""), HttpStatusCode.Accepted);
        await Monitor.Until(task.Id, now => now.State == TaskState.Succeeded);
        var late = await ProblemAsync(await PostAsync($"tasks/{task.Id}/prompts/1", """{"value":false}"""), HttpStatusCode.Conflict);
        var never = await ProblemAsync(await PostAsync($"tasks/{task.Id}/prompts/9", """{"value":false}"""), HttpStatusCode.Conflict);

        late.GetProperty("reason").GetString().Should().Be("already_answered");
        late.GetProperty("detail").GetString().Should().Be("local answered \"Publish?\" with Yes.");
        never.GetProperty("reason").GetString().Should().Be("prompt_closed");
    }

    private sealed record Mail(string Subject, int Copies);

    [Theory]
    [InlineData("""{"values":{"subject":"Hi"}}""", "values.copies")]
    [InlineData("""{"values":{"subject":"Hi","copies":1,"to":"x"}}""", "values.to")]
    [InlineData("""{"values":[]}""", "values")]
    [InlineData("""{}""", "value")]
    [InlineData("""{"value":1,"values":{}}""", "value")]
    [InlineData("""{"answer":1}""", "answer")]
    public async Task Answer_ThatDoesNotFitTheForm_NamesTheFieldAndTheQuestionStaysOpen(string answer, string field)
    {
        var task = await AskingAsync(async task => await task.AskAsync<Mail>("Who gets it?"));

        var problem = await ProblemAsync(await PostAsync($"tasks/{task.Id}/prompts/1", answer), HttpStatusCode.UnprocessableEntity);

        problem.GetProperty("errors").TryGetProperty(field, out _).Should().BeTrue(problem.ToString());
        (await JsonAsync(await PostAsync($"tasks/{task.Id}/prompts/1", """{"values":{"subject":"Hi","copies":2}}"""),
            HttpStatusCode.Accepted)).GetProperty("prompt").ToString().Should().BeEmpty();
    }

    [Fact]
    public async Task Answer_RetryWithAnotherInput_RunsItWithThat()
    {
        var task = await Monitor.StartAsync("asks-when-it-fails", Json.Parse("""{"word":"wrong"}"""));
        var asking = await Monitor.Until(task.Id, now => now.Prompt is not null);

        var problem = await ProblemAsync(
            await PostAsync($"tasks/{task.Id}/prompts/{asking.Prompt!.Id}", """{"value":true,"input":{"word":7}}"""),
            HttpStatusCode.UnprocessableEntity);
        await JsonAsync(
            await PostAsync($"tasks/{task.Id}/prompts/{asking.Prompt!.Id}", """{"value":true,"input":{"word":"right"}}"""),
            HttpStatusCode.Accepted);

        problem.GetProperty("errors").TryGetProperty("input.word", out _).Should().BeTrue();
        (await Monitor.Until(task.Id, now => now.State.IsFinal())).State.Should().Be(TaskState.Succeeded);
    }

    [Fact]
    public async Task Retry_OfAFailedTask_IsItsNextAttempt()
    {
        var task = await Monitor.StartAsync("asks-when-it-fails", Json.Parse("""{"word":"wrong"}"""));
        var asking = await Monitor.Until(task.Id, now => now.Prompt is not null);
        await JsonAsync(
            await PostAsync($"tasks/{task.Id}/prompts/{asking.Prompt!.Id}", """{"value":"give_up"}"""),
            HttpStatusCode.Accepted);
        await Monitor.Until(task.Id, now => now.State == TaskState.Failed);

        await JsonAsync(await Client.PostAsync($"tasks/{task.Id}/retry", null), HttpStatusCode.Accepted);

        (await Monitor.Until(task.Id, now => now.Attempt == 2)).MaxAttempts.Should().Be(3);
    }

    [Fact]
    public async Task PauseAndResume_ALoop_StopsAndContinues()
    {
        var step = new SemaphoreSlim(0);
        var task = Monitor.Start("Loops", async task =>
        {
            for (var i = 0; i < 2; i++)
            {
                await step.WaitAsync();
                await task.CheckpointAsync();
            }
        });
        await Monitor.Until(task.Id, now => now.State == TaskState.Running);

        await JsonAsync(await Client.PostAsync($"tasks/{task.Id}/pause", null), HttpStatusCode.Accepted);
        step.Release(2);
        await Monitor.Until(task.Id, now => now.Prompt?.Kind == PromptKind.Pause);
        await JsonAsync(await Client.PostAsync($"tasks/{task.Id}/resume", null), HttpStatusCode.Accepted);

        (await Monitor.Until(task.Id, now => now.State.IsFinal())).State.Should().Be(TaskState.Succeeded);
        (await ProblemAsync(await Client.PostAsync($"tasks/{task.Id}/resume", null), HttpStatusCode.Conflict)).GetProperty("reason")
            .GetString().Should().Be("already_final");
    }

    [Fact]
    public async Task SetPriority_OfAScheduledTask_IsStoredAndWrongOnesAreNamed()
    {
        var task = Monitor.Start("Later", _ => { }, new StartOptions { RunAt = DateTimeOffset.UtcNow.AddHours(1) });
        await Monitor.Until(task.Id, now => now.State == TaskState.Scheduled);

        var changed = await JsonAsync(await PostAsync($"tasks/{task.Id}/priority", """{"priority":10}"""), HttpStatusCode.Accepted);
        var missing = await ProblemAsync(await PostAsync($"tasks/{task.Id}/priority", "{}"), HttpStatusCode.UnprocessableEntity);
        var wrong = await ProblemAsync(
            await PostAsync($"tasks/{task.Id}/priority", """{"priority":"high"}"""), HttpStatusCode.UnprocessableEntity);

        changed.GetProperty("priority").GetInt32().Should().Be(10);
        missing.GetProperty("errors").GetProperty("priority")[0].GetString().Should().StartWith("Specify the priority");
        wrong.GetProperty("errors").GetProperty("priority")[0].GetString().Should().Be("This must be an integer");
    }

    [Fact]
    public async Task Dismiss_ATask_OnlyAfterItHasEnded()
    {
        var task = await AskingAsync(task => task.ConfirmAsync("Go on?"));

        var early = await ProblemAsync(await Client.DeleteAsync($"tasks/{task.Id}"), HttpStatusCode.Conflict);
        await Monitor.CancelAsync(task.Id);
        await Monitor.Until(task.Id, now => now.State.IsFinal());
        var dismissed = await JsonAsync(await Client.DeleteAsync($"tasks/{task.Id}"), HttpStatusCode.Accepted);

        early.GetProperty("reason").GetString().Should().Be("not_now");
        dismissed.GetProperty("dismissed_at").GetString().Should().NotBeNull();
    }

    [Fact]
    public async Task Remove_ATask_OnlyAfterItHasEndedAndThenForGood()
    {
        var task = await AskingAsync(task => task.ConfirmAsync("Go on?"));

        var early = await ProblemAsync(await Client.PostAsync($"tasks/{task.Id}/remove", null), HttpStatusCode.Conflict);
        await Monitor.CancelAsync(task.Id);
        await Monitor.Until(task.Id, now => now.State.IsFinal());
        var removed = await JsonAsync(await Client.PostAsync($"tasks/{task.Id}/remove", null), HttpStatusCode.Accepted);

        early.GetProperty("reason").GetString().Should().Be("not_now");
        removed.GetProperty("id").GetString().Should().Be(task.Id.ToString());
        await ProblemAsync(await Client.GetAsync($"tasks/{task.Id}"), HttpStatusCode.NotFound);
        await ProblemAsync(await Client.PostAsync($"tasks/{task.Id}/remove", null), HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("Cookie", "session=1")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Command_ThatABrowserMaySendForAnotherSite_IsRefused(string header, string value)
    {
        var task = await AskingAsync(task => task.ConfirmAsync("Go on?"));
        var request = new HttpRequestMessage(HttpMethod.Post, $"tasks/{task.Id}/cancel");
        request.Headers.Add(header, value);

        (await Client.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        Monitor.Find(task.Id)!.Snapshot.State.Should().Be(TaskState.Waiting);
    }
}
