namespace BlazorTasks.Tests.Cluster;

/// <summary>A node is killed, frozen or cut off. The others take over, and what comes back writes nothing.</summary>
[Collection(PostgresTests.Name)]
public sealed class NodeLossTests(PostgresServer server) : ClusterTest(server)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Kill_WhileTasksRun_InterruptsThemOrRunsThemAgainAndTheZombieWritesNothing()
    {
        var (first, second) = (await StartAsync("web-1", lease: Lease), await StartAsync("web-2", lease: Lease));
        await MeetAsync(first, second);
        var plain = await first.StartAsync("plain");
        var again = await first.StartAsync("again", "run-again");
        await Task.WhenAll(first.RunningAsync("plain"), first.RunningAsync("again"));

        first.Kill();

        var interrupted = await second.Monitor.Until(plain.Id, task => task.State.IsFinal());
        interrupted.State.Should().Be(TaskState.Interrupted);
        interrupted.ErrorMessage.Should().StartWith(
            "The process web-1 ended unexpectedly while this task was Running. Its last heartbeat was at ");
        await second.RunningAsync("again");
        first.End("again");
        second.End("again");
        var ended = await second.Monitor.Until(again.Id, task => task.State.IsFinal());
        ended.Should().BeEquivalentTo(new { State = TaskState.Succeeded, Node = "web-2", Attempt = 2, CrashCount = 1 });
        (await second.Monitor.ReadAsync(again.Id))!.Result!.Value.GetString().Should().Be("again by web-2");
        (await second.Monitor.NodesAsync()).Single(node => node.Name == "web-1").StateAt(DateTimeOffset.UtcNow).Should().Be(NodeState.Lost);
        await VerifiedAsync(second);
    }

    [Fact]
    public async Task Kill_WhileAPromptIsOpen_KeepsItOpenForTheNextRun()
    {
        var (first, second) = (await StartAsync("web-1", lease: Lease), await StartAsync("web-2", lease: Lease));
        await MeetAsync(first, second);
        first.Code = second.Code = async (task, _) => await task.ConfirmAsync("Go on?") ? "yes" : "no";
        var handle = await first.StartAsync("a", "run-again");
        var asked = await second.Monitor.Until(handle.Id, task => task.AsksSomething);

        first.Kill();

        var back = await second.Monitor.Until(handle.Id, task => task is { State: TaskState.Waiting, Node: "web-2" });
        back.Prompt!.Id.Should().Be(asked.Prompt!.Id);
        (await second.Monitor.AnswerAsync(handle.Id, back.Prompt.Id, true)).Outcome.Should().Be(CommandOutcome.Accepted);
        (await second.Monitor.Until(handle.Id, task => task.State.IsFinal())).State.Should().Be(TaskState.Succeeded);
    }

    [Fact]
    public async Task CutOff_LongerThanItsLease_StopsItsTasksBeforeOthersTakeOverAndReturnsUnderAnotherId()
    {
        var settings = new NpgsqlConnectionStringBuilder(Database);
        await using var network = new ChaosProxy(settings.Port);
        var cut = new NpgsqlConnectionStringBuilder(Database) { Port = network.Port, Timeout = 1, CommandTimeout = 1 };
        var second = await StartAsync("web-2", lease: Lease);
        var first = await StartAsync("web-1", lease: Lease, database: cut.ConnectionString);
        await MeetAsync(first, second);
        var before = first.Store.Cluster!.Here;
        var handle = await first.StartAsync("a", "run-again");
        var context = await first.RunningAsync("a");
        var wasStopped = second.RunningAsync("a").ContinueWith(
            _ => context.CancellationToken.IsCancellationRequested, TaskScheduler.Default);

        network.Silence();

        (await wasStopped.WaitAsync(TestMonitor.MaxWait)).Should().BeTrue("a node must have stopped its code before another one runs it");
        network.Cut();
        network.Resume();
        await Eventually.TrueAsync(() => first.Store.Cluster!.Here != before);
        second.End("a");
        await handle.Completion.WaitAsync(TestMonitor.MaxWait);
        handle.Snapshot.Should().BeEquivalentTo(new { State = TaskState.Succeeded, Node = "web-2", Attempt = 2 });
        var next = await first.StartAsync("b");
        await first.RunningAsync("b");
        first.End("b");
        await next.Completion.WaitAsync(TestMonitor.MaxWait);
        await VerifiedAsync(second);
    }

    [Fact]
    public async Task CutOff_WhileAlone_GoesOn()
    {
        var settings = new NpgsqlConnectionStringBuilder(Database);
        await using var network = new ChaosProxy(settings.Port);
        var cut = new NpgsqlConnectionStringBuilder(Database) { Port = network.Port, Timeout = 1, CommandTimeout = 1 };
        var node = await StartAsync("web-1", lease: TimeSpan.FromSeconds(1), database: cut.ConnectionString);
        var handle = await node.StartAsync("a");
        var context = await node.RunningAsync("a");

        network.Silence();
        await Eventually.TrueAsync(() => node.Monitor.StorageFailingSince is not null || Report(context));
        await Task.Delay(TimeSpan.FromSeconds(2));
        network.Cut();
        network.Resume();

        context.CancellationToken.IsCancellationRequested.Should().BeFalse();
        node.End("a");
        await handle.Completion.WaitAsync(TestMonitor.MaxWait);

        static bool Report(TaskContext context)
        {
            context.Log("still here");
            return false;
        }
    }

    [Fact]
    public async Task Restart_OnTheSameMachine_TakesOverAtOnceWithoutWaitingForTheLease()
    {
        var first = await StartAsync("web-1");
        var handle = await first.StartAsync("a");
        await first.RunningAsync("a");
        first.Kill();
        // as if it had been another process, which no longer exists
        await ExecuteAsync($"UPDATE blazor_tasks.nodes SET process_id = {int.MaxValue}");

        var second = await StartAsync("web-1");

        (await second.Monitor.Until(handle.Id, task => task.State.IsFinal())).State.Should().Be(TaskState.Interrupted);
    }

    [Fact]
    public async Task Claim_WhoseResponseWasLost_IsResumed()
    {
        var node = await StartAsync("web-1", slots: 1);
        await node.StartAsync("a");
        await node.RunningAsync("a");
        var handle = await node.StartAsync("b");
        await Eventually.TrueAsync(async () =>
            (await node.Store.Cluster!.LocateAsync(handle.Id, default)) is { NodeId: null });
        await ExecuteAsync(
            $"UPDATE blazor_tasks.tasks SET node_id = '{node.Store.Cluster!.Here}', ready_at = NULL, epoch = epoch + 1 "
            + $"WHERE id = '{handle.Id}'");

        node.End("a");

        await node.RunningAsync("b");
        node.End("b");
        await handle.Completion.WaitAsync(TestMonitor.MaxWait);
    }

    [Fact]
    public async Task Schedule_WithTwoNodes_FiresOncePerDueTime()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        await MeetAsync(first, second);
        first.Code = second.Code = (_, name) => Task.FromResult(name);
        var every = new ScheduleSettings
        {
            Definition = "run",
            Input = Json.Parse("""{"name":"a"}"""),
            Rule = new ScheduleRule { Every = TimeSpan.FromSeconds(1) },
            Overlap = OnOverlap.Allow,
        };
        await first.Monitor.Schedules.CreateAsync("every-second", every);

        await Eventually.TrueAsync(async () => (await RunsAsync(second)).Count >= 4);

        (await RunsAsync(second)).Select(task => task.DueAt).Should().OnlyHaveUniqueItems();
    }

    private static async Task<IReadOnlyList<TaskSnapshot>> RunsAsync(TestNode node) =>
        (await node.Monitor.ListAsync(new TaskQuery { Schedule = "every-second" })).Items;

    private static async Task VerifiedAsync(TestNode node)
    {
        var found = new List<string>();
        await foreach (var one in new HistoryVerifier(node.Store).RunAsync())
        {
            found.Add(one);
        }

        found.Should().BeEmpty();
    }
}
