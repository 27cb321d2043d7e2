using BlazorTasks.Cluster;
using BlazorTasks.Cluster.Orleans;

namespace BlazorTasks.Tests.Cluster.Orleans;

/// <summary>Two nodes with a direct connection, which is used while it is there, and missed by nobody when it is not.</summary>
[Collection(PostgresTests.Name)]
public sealed class OrleansLinkTests(PostgresServer server) : ClusterTest(server)
{
    [Fact]
    public async Task Command_ToTheOwner_IsDeliveredDirectly()
    {
        var (first, second) = await LinkedAsync();
        var handle = await first.StartAsync("a");
        await first.RunningAsync("a");
        await using var notified = await NotificationLog.OpenAsync(Database);

        var result = await second.Monitor.CancelAsync(handle.Id, "ann");

        result.Outcome.Should().Be(CommandOutcome.Accepted);
        result.Task!.CancelRequestedBy.Should().Be("ann");
        await handle.Completion.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(TestMonitor.MaxWait);
        handle.Snapshot.State.Should().Be(TaskState.Cancelled);
        await Eventually.TrueAsync(async () => await CommandsAsync() == 0);
        (await notified.ReadAsync()).Should().NotContain(hint => hint.HasFlag(ClusterHint.Commands) || hint.HasFlag(ClusterHint.Replies));
    }

    [Fact]
    public async Task Command_DeliveredTwice_IsCarriedOutOnce()
    {
        var (first, second) = await LinkedAsync();
        var handle = await first.StartAsync("a");
        await first.RunningAsync("a");
        var at = (await second.Cluster.LocateAsync(handle.Id, default))!;
        var command = TaskJson.WritePart(new NodeCommand(NodeCommandKind.Cancel) { By = "ann" });
        var number = await second.Cluster.SendAsync(handle.Id, at, command, notifies: false, default);
        var sent = new SentCommand(number, handle.Id, at.Epoch, command);

        var replies = new[]
        {
            await second.Cluster.Link.DeliverAsync(at.NodeId!.Value, sent, default),
            await second.Cluster.Link.DeliverAsync(at.NodeId!.Value, sent, default),
        };

        replies[0].Should().Contain("accepted");
        replies[1].Should().BeNull("it was carried out before");
        await Eventually.TrueAsync(async () => await second.Cluster.ReadReplyAsync(number, default) == replies[0]);
    }

    [Fact]
    public async Task Start_WithoutAFreeSlot_RunsOnTheOtherNode()
    {
        var (first, second) = await LinkedAsync(slots: 1);
        await using var notified = await NotificationLog.OpenAsync(Database);

        var handle = await RunOnTheOtherAsync(first, second);

        handle.Snapshot.Node.Should().Be("web-2");
        (await notified.ReadAsync()).Should().NotContain(hint => hint.HasFlag(ClusterHint.Work));
    }

    [Fact]
    public async Task Progress_WhileSomebodyLooks_IsShownBeforeItIsStored()
    {
        var (first, second) = await LinkedAsync();
        using var looking = second.Monitor.Subscribe(_ => { });
        var handle = await first.StartAsync("a");
        var context = await first.RunningAsync("a");
        await Eventually.TrueAsync(() =>
        {
            context.Report(1, "on my way");
            return first.Cluster.Link.HasViewers;
        });

        await StopNotingChangesAsync();
        context.Report(42, "almost half");

        await second.Monitor.Until(handle.Id, task => task is { Progress: 42, Status: "almost half" });
    }

    [Fact]
    public async Task Nobody_Looks_NothingIsSent()
    {
        var (first, second) = await LinkedAsync();
        await first.StartAsync("a");
        var context = await first.RunningAsync("a");

        context.Report(42, "almost half");
        await Eventually.TrueAsync(() => second.Monitor.Active.InProgress.Any(task => task.Progress == 42));

        first.Cluster.Link.HasViewers.Should().BeFalse();
    }

    [Fact]
    public async Task Silo_Fails_IsReplacedWhileEverythingGoesOn()
    {
        var (first, second) = await LinkedAsync();
        var handle = await first.StartAsync("a");
        await first.RunningAsync("a");

        LinkOf(second).Fail();
        await Eventually.TrueAsync(() => LinkOf(second).Reachable == 0);
        var paused = await second.Monitor.CancelAsync(handle.Id, "ann");

        paused.Outcome.Should().Be(CommandOutcome.Accepted);
        await Eventually.TrueAsync(() => Meet(first, second));
        var next = await first.StartAsync("b");
        await first.RunningAsync("b");
        (await second.Monitor.CancelAsync(next.Id, "bob")).Outcome.Should().Be(CommandOutcome.Accepted);
    }

    [Fact]
    public async Task OneNode_HasALink_TheOtherIsReachedThroughTheDatabase()
    {
        var first = await StartAsync("web-1", slots: 1, link: ClusterLink.Orleans);
        var second = await StartAsync("web-2");
        await MeetAsync(first, second);
        await first.StartAsync("a");
        await first.RunningAsync("a");

        var handle = await first.StartAsync("b");
        await second.RunningAsync("b");

        (await first.Monitor.CancelAsync(handle.Id, "ann")).Outcome.Should().Be(CommandOutcome.Accepted);
        first.Cluster.Link.Reaches(second.Cluster.Here).Should().BeFalse();
    }

    [Fact]
    public async Task Node_IsKilled_TheOtherForgetsItsSilo()
    {
        var (first, second) = await LinkedAsync(lease: TimeSpan.FromSeconds(2));
        var handle = await first.StartAsync("a", "run-again");
        await first.RunningAsync("a");

        first.Kill();
        await LinkOf(first).DisposeAsync();

        await second.RunningAsync("a");
        await Eventually.TrueAsync(() => LinkOf(second).Reachable == 0);
        second.End("a");
        (await second.Monitor.Until(handle.Id, task => task.State.IsFinal())).Should()
            .BeEquivalentTo(new { State = TaskState.Succeeded, Node = "web-2" });
    }

    private static OrleansLink LinkOf(TestNode node) => (OrleansLink)node.Cluster.Link;

    private static bool Meet(TestNode first, TestNode second) =>
        first.Cluster.Link.Reaches(second.Cluster.Here) && second.Cluster.Link.Reaches(first.Cluster.Here);

    private async Task<(TestNode First, TestNode Second)> LinkedAsync(int slots = 64, TimeSpan? lease = null)
    {
        var first = await StartAsync("web-1", slots, lease, link: ClusterLink.Orleans);
        var second = await StartAsync("web-2", lease: lease, link: ClusterLink.Orleans);
        await Eventually.TrueAsync(() => Meet(first, second), more: TimeSpan.FromSeconds(30));
        return (first, second);
    }

    /// <summary>From now on, no node finds out by the database what another one has changed.</summary>
    private Task StopNotingChangesAsync() => ExecuteAsync(
        """
        CREATE FUNCTION blazor_tasks.unmark() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.changed = NULL; RETURN NEW; END';
        CREATE TRIGGER unmark BEFORE UPDATE ON blazor_tasks.tasks FOR EACH ROW EXECUTE FUNCTION blazor_tasks.unmark();
        """);

    private async Task<long> CommandsAsync()
    {
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM blazor_tasks.commands", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>What the nodes notify each other of through the database.</summary>
    private sealed class NotificationLog(NpgsqlConnection connection) : IAsyncDisposable
    {
        private readonly List<ClusterHint> _hints = [];

        public static async Task<NotificationLog> OpenAsync(string database)
        {
            var log = new NotificationLog(new NpgsqlConnection(database));
            await log.StartAsync();
            return log;
        }

        /// <summary>What there was until now.</summary>
        public async Task<IReadOnlyList<ClusterHint>> ReadAsync()
        {
            await ExecuteAsync("SELECT 1");
            return _hints;
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();

        private async Task StartAsync()
        {
            connection.Notification += (_, one) =>
                _hints.Add((ClusterHint)int.Parse(one.Payload.Split(' ')[1], CultureInfo.InvariantCulture));
            await connection.OpenAsync();
            await ExecuteAsync("LISTEN blazor_tasks_blazor_tasks");
        }

        private async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
