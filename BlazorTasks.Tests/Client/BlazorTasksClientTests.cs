using BlazorTasks.Tests.Endpoints;

namespace BlazorTasks.Tests.Client;

/// <summary>The .NET client against a real server.</summary>
public sealed class BlazorTasksClientTests : ApiTest
{
    private BlazorTasksClient Tasks => new(Client, new Uri(Host.Address, "/ops"));

    [Fact]
    public async Task StartAndWait_ADefinition_GivesItsResult()
    {
        var started = await Tasks.StartAsync("double", new { Number = 21 }, new() { Tags = ["night"], Priority = 2, Label = "one" });
        var ended = await Tasks.WaitAsync(started.Id).WaitAsync(TestMonitor.MaxWait);

        ended.Should().BeEquivalentTo(new { State = ApiTaskState.Succeeded, Definition = "double", Priority = 2, Label = "one" });
        ended.Result!.Value.GetInt32().Should().Be(42);
        ended.Tags.Should().Equal("night");
        (await Tasks.GetAsync(started.Id)).State.Should().Be(ApiTaskState.Succeeded);
    }

    [Fact]
    public async Task Watch_UntilTheEnd_GivesEachChangeOfAQuestion()
    {
        var task = await AskingAsync(async task => await task.ChooseAsync("Where from?", "Lund", "Oslo"));
        var seen = new List<ApiTask>();

        await foreach (var now in Tasks.WatchAsync(task.Id.Value))
        {
            seen.Add(now);
            if (now.Prompt is { } prompt && seen.Count == 1)
            {
                prompt.Fields.Should().ContainSingle().Which.Options.Should().HaveCount(2);
                await Tasks.AnswerAsync(task.Id.Value, prompt.Id, "Oslo");
            }
        }

        seen[0].State.Should().Be(ApiTaskState.Waiting);
        seen[^1].State.Should().Be(ApiTaskState.Succeeded);
    }

    [Fact]
    public async Task StartWithFiles_AndUpload_StreamTheFiles()
    {
        using var content = new MemoryStream("skipped a,b"u8.ToArray()) { Position = 8 };

        var together = await Tasks.StartWithFilesAsync("reads-a-file", null, [new ApiFile("file", "spring.csv", content)]);
        content.Position = 8;
        var upload = await Tasks.UploadAsync("summer å.csv", content);
        var apart = await Tasks.StartAsync("reads-a-file", new { file = upload.Token });

        (await ResultAsync(together)).Should().Be("spring.csv: a,b");
        (await ResultAsync(apart)).Should().Be("summer å.csv: a,b");
        content.CanRead.Should().BeTrue("it belongs to the caller");

        async Task<string?> ResultAsync(ApiTask task) =>
            (await Tasks.WaitAsync(task.Id).WaitAsync(TestMonitor.MaxWait)).Result!.Value.GetString();
    }

    private sealed record Mail(string Subject, int Copies);

    [Fact]
    public async Task AnswerForm_WrongThenRight_NamesTheFieldThenContinues()
    {
        var task = await AskingAsync(async task => await task.AskAsync<Mail>("Who gets it?"));

        var refused = (await Tasks.Invoking(tasks => tasks.AnswerFormAsync(task.Id.Value, "1", new { Subject = "Hi" })).Should()
            .ThrowAsync<BlazorTasksClientException>()).Which;
        await Tasks.AnswerFormAsync(task.Id.Value, "1", new Mail("Hi", 2));

        (refused.Status, refused.Reason).Should().Be((HttpStatusCode.UnprocessableEntity, "invalid"));
        refused.Errors.Should().ContainKey("values.copies");
        (await Tasks.WaitAsync(task.Id.Value).WaitAsync(TestMonitor.MaxWait)).State.Should().Be(ApiTaskState.Succeeded);
    }

    [Fact]
    public async Task CancelThenRetry_ReportsWhatBecameOfEach()
    {
        var task = await AskingAsync(task => task.ConfirmAsync("Go on?"));

        (await Tasks.CancelAsync(task.Id.Value)).CancelRequestedBy.Should().Be("local");
        await Tasks.WaitAsync(task.Id.Value).WaitAsync(TestMonitor.MaxWait);

        (await Tasks.Invoking(tasks => tasks.CancelAsync(task.Id.Value)).Should().ThrowAsync<BlazorTasksClientException>()).Which.Reason
            .Should().Be("already_final");
        (await Tasks.Invoking(tasks => tasks.RetryAsync(task.Id.Value)).Should().ThrowAsync<BlazorTasksClientException>()).Which.Message
            .Should().Contain("cannot be retried");
        (await Tasks.Invoking(tasks => tasks.GetAsync(Guid.CreateVersion7())).Should().ThrowAsync<BlazorTasksClientException>())
            .Which.Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task SetPriority_OfAScheduledTask_ReturnsItWithThePriority()
    {
        var task = Monitor.Start("Later", _ => { }, new StartOptions { RunAt = DateTimeOffset.UtcNow.AddHours(1) });

        (await Tasks.SetPriorityAsync(task.Id.Value, 10)).Priority.Should().Be(10);
    }

    [Fact]
    public async Task Start_AnswerIsLostOnTheWay_IsAskedAgainAndStartsOneTask()
    {
        using var lossy = new HttpClient(new LosesAnswers(2));
        var tasks = new BlazorTasksClient(lossy, new Uri(Host.Address, "/ops/"));

        var started = await tasks.StartAsync("double", new { Number = 1 });

        (await Monitor.ListAsync(new())).Items.Concat(Monitor.Active.InProgress).Select(task => task.Id.Value).Distinct()
            .Should().Equal(started.Id);
    }

    [Fact]
    public async Task Start_NobodyThere_GivesUp()
    {
        using var lossy = new HttpClient(new LosesAnswers(int.MaxValue));
        var time = new ManualTimeProvider();
        var start = new BlazorTasksClient(lossy, Host.Address, time: time).StartAsync("double", new { Number = 1 });
        while (await time.PassNextWaitAsync(start) is not null)
        {
        }

        await FluentActions.Awaiting(() => start).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Watch_Cancelled_StopsImmediately()
    {
        var task = await AskingAsync(task => task.ConfirmAsync("Go on?"));
        using var stop = new CancellationTokenSource();
        var waiting = Tasks.WaitAsync(task.Id.Value, stop.Token);

        await stop.CancelAsync();

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();
    }

    /// <summary>A network that brings requests to the server and loses the answers.</summary>
    private sealed class LosesAnswers(int many) : HttpClientHandler
    {
        private int _lost;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            return Interlocked.Increment(ref _lost) <= many ? throw new HttpRequestException("The connection broke.") : response;
        }
    }
}
