namespace BlazorTasks.Tests.Cluster;

/// <summary>Two nodes on one database: the work spreads, and every node shows and commands every task.</summary>
[Collection(PostgresTests.Name)]
public sealed class ManyNodesTests(PostgresServer server) : ClusterTest(server)
{
    [Fact]
    public async Task Start_WithoutAFreeSlot_RunsOnTheOtherNodeAndTheHandleFollows()
    {
        var (first, second) = (await StartAsync("web-1", slots: 1), await StartAsync("web-2"));
        await MeetAsync(first, second);

        var handle = await RunOnTheOtherAsync(first, second);

        handle.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Succeeded, Node = "web-2" });
        await first.Monitor.UntilActive(active => active.JustFinished.Any(task => task.Id == handle.Id));
    }

    [Fact]
    public async Task Start_BothNodesBusy_WaitsAndRunsByPriorityAsSoonAsASlotIsFree()
    {
        var (first, second) = (await StartAsync("web-1", slots: 1), await StartAsync("web-2", slots: 1));
        await MeetAsync(first, second);
        await first.StartAsync("a");
        await second.StartAsync("b");
        await Task.WhenAll(first.RunningAsync("a"), second.RunningAsync("b"));
        await first.StartAsync("low");
        await first.StartAsync("high", options: new StartOptions { Priority = 5 });

        second.End("b");
        await second.RunningAsync("high");
        first.HasRun("low").Should().BeFalse();
        first.End("a");

        await first.RunningAsync("low");
    }

    /// <summary>A task waits in the store and is claimed there while this node claims it itself.</summary>
    [Fact]
    public async Task Start_ManyAsSlotsAreFreed_RunsEachWithItsFirstOrSecondClaim()
    {
        const int AtOnce = 64;
        var node = await StartAsync("web-1", slots: AtOnce);
        node.Code = (_, name) => Task.FromResult(name);

        var started = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async first =>
        {
            var mine = new List<MonitoredTask>();
            for (var number = 0; number < 25; number++)
            {
                mine.Add(await node.StartAsync($"{first}-{number}"));
                await mine[^1].Completion.WaitAsync(TestMonitor.MaxWait);
            }

            return mine;
        }));

        started.SelectMany(mine => mine).Should().OnlyContain(task => task.Snapshot.State == TaskState.Succeeded && task.Epoch <= 2);
    }

    [Fact]
    public async Task Start_LimitPerKey_HoldsOnAllNodesForEachKey()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        await MeetAsync(first, second);
        Task<MonitoredTask> ByLetter(TestNode node, string name) =>
            node.Monitor.StartAsync("run-by-letter", Json.Parse($$"""{"name":"{{name}}","letter":"{{name[0]}}"}"""));
        TestNode[] nodes = [first, second];
        var started = new List<MonitoredTask>();
        foreach (var name in new[] { "a1", "a2", "b1", "a3", "b2" })
        {
            started.Add(await ByLetter(nodes[started.Count % 2], name));
        }

        await Eventually.TrueAsync(() => nodes.Count(node => node.HasRun("a1")) + nodes.Count(node => node.HasRun("b1")) == 2);
        nodes.Any(node => node.HasRun("a2") || node.HasRun("a3") || node.HasRun("b2")).Should().BeFalse();
        foreach (var name in new[] { "a1", "a2", "b1", "b2", "a3" })
        {
            await Eventually.TrueAsync(() => nodes.Any(node => node.HasRun(name)));
            nodes.First(node => node.HasRun(name)).End(name);
        }

        await Task.WhenAll(started.Select(task => task.Completion)).WaitAsync(TestMonitor.MaxWait);
    }

    [Fact]
    public async Task Progress_OfAnotherNode_IsShownWithItsLog()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        await MeetAsync(first, second);
        var events = new ConcurrentQueue<TaskEvent>();
        using var _ = second.Monitor.SubscribeEvents((_, taskEvent) => events.Enqueue(taskEvent));
        var handle = await first.StartAsync("a");
        var context = await first.RunningAsync("a");

        context.Report(40, "almost half");
        context.Log("hello");

        var shown = await second.Monitor.Until(handle.Id, task => task is { Progress: 40, LogLines: 1 });
        shown.Status.Should().Be("almost half");
        await Eventually.TrueAsync(() => events.OfType<TaskLogged>().Any());
        events.Select(one => one.Seq).Should().BeInAscendingOrder().And.StartWith(1);
    }

    [Fact]
    public async Task Cancel_FromAnotherNode_StopsTheCode()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        await MeetAsync(first, second);
        var handle = await first.StartAsync("a");
        await first.RunningAsync("a");

        var result = await second.Monitor.CancelAsync(handle.Id, "ann");

        result.Outcome.Should().Be(CommandOutcome.Accepted);
        result.Task!.CancelRequestedBy.Should().Be("ann");
        (await second.Monitor.Until(handle.Id, task => task.State.IsFinal())).State.Should().Be(TaskState.Cancelled);
        (await second.Monitor.CancelAsync(handle.Id)).Outcome.Should().Be(CommandOutcome.AlreadyFinal);
    }

    [Fact]
    public async Task Cancel_OfATaskThatWaitsForANode_WorksFromEveryNode()
    {
        var (first, second) = (await StartAsync("web-1", slots: 1), await StartAsync("web-2", knows: false));
        await first.StartAsync("a");
        await first.RunningAsync("a");
        var handle = await first.StartAsync("b");

        (await second.Monitor.CancelAsync(handle.Id, "ann")).Outcome.Should().Be(CommandOutcome.Accepted);

        await FluentActions.Awaiting(() => handle.Completion.WaitAsync(TestMonitor.MaxWait)).Should().ThrowAsync<TaskCanceledException>();
        first.End("a");
    }

    [Fact]
    public async Task SetPriority_OfATaskThatAnotherNodeQueued_ChangesWhatRunsNext()
    {
        var (first, second) = (await StartAsync("web-1", slots: 1), await StartAsync("web-2", knows: false));
        await MeetAsync(first, second);
        await first.StartAsync("a");
        await first.RunningAsync("a");
        await first.StartAsync("b");
        var urgent = await first.StartAsync("urgent");
        var later = await first.StartAsync("later", options: new StartOptions { RunAt = DateTimeOffset.UtcNow.AddHours(1) });

        var changed = await second.Monitor.SetPriorityAsync(urgent.Id, 10, "ann");
        await second.Monitor.SetPriorityAsync(later.Id, 20, "ann");
        await first.Monitor.Until(urgent.Id, task => task.Priority == 10);
        var late = await second.Monitor.SetPriorityAsync((await first.RunningAsync("a")).Id, 10, "ann");
        first.End("a");
        await first.RunningAsync("urgent");
        first.End("urgent");

        await first.RunningAsync("b");
        (changed.Outcome, late.Outcome).Should().Be((CommandOutcome.Accepted, CommandOutcome.NotNow));
        (await second.Monitor.GetAsync(later.Id)).Should().BeEquivalentTo(new { State = TaskState.Scheduled, Priority = 20 });
        await urgent.Completion.WaitAsync(TestMonitor.MaxWait);
    }

    [Fact]
    public async Task Answer_FromAnotherNode_IsCheckedAndReachesTheCode()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        await MeetAsync(first, second);
        first.Code = async (task, _) => await task.ChooseAsync("Where from?", "Lund", "Oslo");
        var handle = await first.StartAsync("a");
        var asked = await second.Monitor.Until(handle.Id, task => task.AsksSomething);

        var wrong = await second.Monitor.AnswerAsync(handle.Id, asked.Prompt!.Id, "Rome");
        var right = await second.Monitor.AnswerAsync(handle.Id, asked.Prompt.Id, "Oslo", new Person("ann"));
        var late = await second.Monitor.AnswerAsync(handle.Id, asked.Prompt.Id, "Lund", new Person("bob"));

        wrong.Outcome.Should().Be(CommandOutcome.Invalid);
        wrong.Errors.Should().ContainKey("value");
        right.Outcome.Should().Be(CommandOutcome.Accepted);
        late.Outcome.Should().Be(CommandOutcome.AlreadyAnswered);
        late.Message.Should().StartWith("ann answered");
        await handle.Completion.WaitAsync(TestMonitor.MaxWait);
    }

    [Fact]
    public async Task PauseAndResume_FromAnotherNode_HoldTheCode()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        await MeetAsync(first, second);
        var isResumed = false;
        first.Code = async (task, _) =>
        {
            while (!isResumed)
            {
                await task.CheckpointAsync();
                await Task.Delay(10, task.CancellationToken);
            }

            return "done";
        };
        var handle = await first.StartAsync("a");
        await second.Monitor.Until(handle.Id, task => task.State == TaskState.Running);

        (await second.Monitor.PauseAsync(handle.Id, "ann")).Outcome.Should().Be(CommandOutcome.Accepted);
        await second.Monitor.Until(handle.Id, task => task.Prompt?.Kind == PromptKind.Pause);
        (await second.Monitor.ResumeAsync(handle.Id, new Person("ann"))).Outcome.Should().Be(CommandOutcome.Accepted);
        isResumed = true;

        await handle.Completion.WaitAsync(TestMonitor.MaxWait);
    }

    [Fact]
    public async Task RetryDismissAndDelete_FromAnotherNode_Work()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        await MeetAsync(first, second);
        first.Code = second.Code = (task, _) => task.Attempt == 1 ? throw new IOException("not yet") : Task.FromResult("done");
        var handle = await first.StartAsync("a");
        await second.Monitor.Until(handle.Id, task => task.State == TaskState.Failed);

        (await second.Monitor.RetryAsync(handle.Id, "ann")).Outcome.Should().Be(CommandOutcome.Accepted);
        await first.Monitor.Until(handle.Id, task => task.State == TaskState.Succeeded);
        (await first.Monitor.DismissAsync(handle.Id, "ann")).Outcome.Should().Be(CommandOutcome.Accepted);
        (await second.Monitor.RemoveAsync(handle.Id, "ann")).Outcome.Should().Be(CommandOutcome.Accepted);

        (await first.Monitor.GetAsync(handle.Id)).Should().BeNull();
        await first.Monitor.UntilActive(active => active.JustFinished.All(task => task.Id != handle.Id));
    }

    [Fact]
    public async Task Start_SameKeyOnBothNodes_IsOneTask()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        first.Code = second.Code = (_, name) => Task.FromResult(name);
        for (var trial = 0; trial < 10; trial++)
        {
            var once = new StartOptions { IdempotencyKey = $"key {trial}" };

            var both = await Task.WhenAll(first.StartAsync("a", options: once), second.StartAsync("a", options: once));

            both[0].Id.Should().Be(both[1].Id);
            await Task.WhenAll(both.Select(task => task.Completion)).WaitAsync(TestMonitor.MaxWait);
        }
    }

    [Fact]
    public async Task Start_DefinitionWithALimit_NeverRunsMoreThanThatOnAllNodesTogether()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        await MeetAsync(first, second);
        var (running, most) = (0, 0);
        first.Code = second.Code = async (_, name) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            await Task.Delay(20);
            Interlocked.Decrement(ref running);
            return name;
        };

        var handles = await Task.WhenAll(Enumerable.Range(0, 30)
            .Select(number => (number % 2 == 0 ? first : second).StartAsync($"{number}", "run-few")));
        await Task.WhenAll(handles.Select(handle => handle.Completion)).WaitAsync(TestMonitor.MaxWait);

        most.Should().BeInRange(1, 3);
        handles.Select(handle => handle.Snapshot.Attempt).Should().AllBeEquivalentTo(1);
    }

    [Fact]
    public async Task Start_ManyTasksOnOneNode_RunOnceEachOnBoth()
    {
        var (first, second) = (await StartAsync("web-1", slots: 2), await StartAsync("web-2", slots: 2));
        await MeetAsync(first, second);
        var ran = new ConcurrentDictionary<string, int>();
        first.Code = second.Code = async (task, name) =>
        {
            ran.AddOrUpdate(name, 1, (_, times) => times + 1);
            await Task.Delay(5);
            return name;
        };

        var handles = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => first.StartAsync($"{number}")));
        await Task.WhenAll(handles.Select(handle => handle.Completion)).WaitAsync(TestMonitor.MaxWait);

        ran.Should().HaveCount(100);
        ran.Values.Should().AllBeEquivalentTo(1);
        handles.Select(handle => handle.Snapshot.Node).Distinct().Should().BeEquivalentTo(["web-1", "web-2"]);
    }

    [Fact]
    public async Task Start_DefinitionThatTheOtherNodeDoesNotKnow_WaitsForOneThatDoes()
    {
        var (first, second) = (await StartAsync("web-1", slots: 1), await StartAsync("web-2", knows: false));
        await MeetAsync(first, second);
        await first.StartAsync("a");
        await first.RunningAsync("a");
        var handle = await first.StartAsync("b");
        (await second.Monitor.Until(handle.Id, task => task.State == TaskState.Queued)).Node.Should().BeNull();

        first.End("a");

        await first.RunningAsync("b");
        first.End("b");
        await handle.Completion.WaitAsync(TestMonitor.MaxWait);
    }

    [Fact]
    public async Task Start_Later_RunsOnANodeThatIsStillThere()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        var handle = await first.StartAsync("a", options: new StartOptions { RunAt = DateTimeOffset.UtcNow.AddSeconds(1) });

        await first.DisposeAsync();

        await second.RunningAsync("a");
        second.End("a");
        (await second.Monitor.Until(handle.Id, task => task.State.IsFinal())).State.Should().Be(TaskState.Succeeded);
    }

    [Fact]
    public async Task Stop_WhileARestartableTaskRuns_HandsItOver()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        var handle = await first.StartAsync("a", "run-again");
        await first.RunningAsync("a");

        await first.Monitor.StopAsync();

        await second.RunningAsync("a");
        second.End("a");
        (await second.Monitor.Until(handle.Id, task => task.State.IsFinal())).Should()
            .BeEquivalentTo(new { State = TaskState.Succeeded, Node = "web-2", Attempt = 2, CrashCount = 0 });
        (await second.Monitor.NodesAsync()).Single(node => node.Name == "web-1").StateAt(DateTimeOffset.UtcNow).Should()
            .Be(NodeState.Stopped);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var known = Volatile.Read(ref most); value > known; known = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, known);
        }
    }
}
