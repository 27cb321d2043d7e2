namespace BlazorTasks.Tests.Cluster;

/// <summary>A script may call any node: the one that runs its task carries the call out.</summary>
[Collection(PostgresTests.Name)]
public sealed class ExternalTaskClusterTests(PostgresServer server) : ClusterTest(server)
{
    [Fact]
    public async Task Calls_ToTheOtherNode_AreCarriedOutWhereTheTaskRuns()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        var started = await first.Monitor.StartExternalAsync("Backup");
        await first.Monitor.Until(started.Task.Id, task => task.State == TaskState.Running);

        using (var call = await OpenAsync(second, started))
        {
            call.Report(40, "copying");
            call.Log(LogLevel.Information, "one");
            call.Log(LogLevel.Warning, "two");
            (await call.SendAsync()).Outcome.Should().Be(CommandOutcome.Accepted);
        }

        var asked = await (await OpenAsync(second, started)).ConfirmAsync("Delete old ones?");
        asked.PromptId.Should().NotBeNull();
        (await second.Monitor.AnswerAsync(started.Task.Id, asked.PromptId!, true, new Person("ann"))).IsAccepted.Should().BeTrue();
        var answer = await (await OpenAsync(second, started)).ReadAnswerAsync(asked.PromptId!);
        var ended = await (await OpenAsync(second, started)).CompleteAsync(Json.Parse("""{"files":3}"""));

        answer!.Should().BeEquivalentTo(new { Status = PromptStatus.Answered, By = "ann" });
        ended.Outcome.Should().Be(CommandOutcome.Accepted);
        var task = (await second.Monitor.GetAsync(started.Task.Id))!;
        task.Should().BeEquivalentTo(new { State = TaskState.Succeeded, Progress = 100, LogLines = 2, Warnings = 1, Node = "web-1" });
        (await second.Monitor.OpenExternalAsync(task.Id, started.Token!)).Result.Outcome.Should().Be(CommandOutcome.AlreadyFinal);
    }

    [Fact]
    public async Task Call_ToTheOtherNodeAfterACancellation_SaysSo()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        var started = await first.Monitor.StartExternalAsync("Backup");
        await first.Monitor.Until(started.Task.Id, task => task.State == TaskState.Running);
        await second.Monitor.CancelAsync(started.Task.Id, "ann");

        using var call = await OpenAsync(second, started);
        await call.SendAsync();
        call.IsCancelRequested.Should().BeTrue();

        (await call.FailAsync("stopped")).Outcome.Should().Be(CommandOutcome.Accepted);
        (await second.Monitor.GetAsync(started.Task.Id))!.State.Should().Be(TaskState.Cancelled);
    }

    [Fact]
    public async Task Secret_ReadOnTheOtherNode_IsMaskedInTheLog()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        var started = await first.Monitor.StartExternalAsync("Backup");
        await first.Monitor.Until(started.Task.Id, task => task.State == TaskState.Running);
        var form = new FormSchema([new FormField("password", FieldType.Secret)]);
        var asked = await (await OpenAsync(second, started)).AskAsync(PromptKind.Input, "Password?", form);
        await first.Monitor.AnswerAsync(started.Task.Id, asked.PromptId!, Json.Parse("""{"password":"hunter-2-hunter"}"""), null);

        using var call = await OpenAsync(second, started);
        var answer = await call.ReadAnswerAsync(asked.PromptId!);
        call.Log(LogLevel.Information, "It is hunter-2-hunter");
        await call.SendAsync();

        answer!.Values!.Value.GetProperty("password").GetString().Should().Be("hunter-2-hunter");
        await second.Monitor.Until(started.Task.Id, task => task.LogLines == 1);
        (await second.Monitor.ReadLogAsync(started.Task.Id, 1, 1)).Single().Lines.Single().Text.Should().NotContain("hunter");
    }

    [Fact]
    public async Task Pause_TaskOfAnotherNode_IsOfferedOnceItHasCheckpoints()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        await MeetAsync(first, second);
        var handle = await first.StartAsync("a");
        var context = await first.RunningAsync("a");
        (await second.Monitor.GetAsync(handle.Id))!.HasCheckpoints.Should().BeFalse();

        await context.CheckpointAsync();

        var shown = await second.Monitor.Until(handle.Id, task => task.HasCheckpoints);
        second.Monitor.For(new Person("ann") { Role = TaskRole.Admin }).CanPause(shown).Should().BeTrue();
    }

    private static async Task<ExternalSession> OpenAsync(TestNode node, ExternalTask started)
    {
        var (result, session) = await node.Monitor.OpenExternalAsync(started.Task.Id, started.Token!);
        return session ?? throw new InvalidOperationException(result.Message);
    }
}
