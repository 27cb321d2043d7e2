using BlazorTasks.Cluster;

namespace BlazorTasks.Tests.Cluster;

/// <summary>A node of a later version beside one of this: a row in the table of nodes, and what it would write and read.</summary>
[Collection(PostgresTests.Name)]
public sealed class OtherVersionTests(PostgresServer server) : ClusterTest(server)
{
    private readonly Guid _later = Guid.CreateVersion7();

    [Fact]
    public async Task Node_OfALaterVersion_IsShownWithItsVersion()
    {
        var node = await StartAsync("web-1");
        await JoinAsync();

        var later = (await node.Monitor.NodesAsync()).Single(one => one.Id == _later);

        later.Should().BeEquivalentTo(new { Version = "99.0.0", Name = "web-99" });
        later.Load!.Tasks.Should().Be(3);
    }

    [Fact]
    public async Task Command_WithMembersOfALaterVersion_IsCarriedOut()
    {
        var node = await StartAsync("web-1");
        await JoinAsync();
        var handle = await node.StartAsync("a");
        await node.RunningAsync("a");

        var reply = await SendAsync(node, handle, """{"kind":"cancel","by":"ann","reason":"new in 99","more":{"a":[1]}}""");

        reply.Should().Contain("\"outcome\":\"accepted\"");
        handle.Snapshot.CancelRequestedBy.Should().Be("ann");
    }

    [Fact]
    public async Task Command_OfAKindThatALaterVersionHasAdded_IsRejectedOnce()
    {
        var node = await StartAsync("web-1");
        await JoinAsync();
        var handle = await node.StartAsync("a");
        await node.RunningAsync("a");

        var reply = await SendAsync(node, handle, """{"kind":"rewind","by":"ann"}""");

        TaskJson.ReadPart<NodeReply>(reply).Should().BeEquivalentTo(new { Outcome = CommandOutcome.NotNow });
        reply.Should().Contain("an earlier version of BlazorTasks");
        handle.Snapshot.State.Should().Be(TaskState.Running);
    }

    [Theory]
    [InlineData("""{"outcome":"accepted","message":"Done","more":1}""", CommandOutcome.Accepted)]
    [InlineData("""{"outcome":"half_accepted","message":"Half done"}""", CommandOutcome.NotKnownYet)]
    public async Task Reply_OfALaterVersion_IsRead(string reply, CommandOutcome expected)
    {
        var node = await StartAsync("web-1", slots: 1);
        await JoinAsync();
        await node.StartAsync("a");
        await node.RunningAsync("a");
        var handle = await node.StartAsync("b");
        await Eventually.TrueAsync(async () => await node.Cluster.LocateAsync(handle.Id, default) is { NodeId: null });
        await ExecuteAsync(
            $"UPDATE blazor_tasks.tasks SET node_id = '{_later}', ready_at = NULL, epoch = epoch + 1 WHERE id = '{handle.Id}'");

        var cancelling = node.Monitor.CancelAsync(handle.Id, "ann");
        await Eventually.TrueAsync(async () =>
        {
            await ExecuteAsync($"UPDATE blazor_tasks.commands SET reply = '{reply}' WHERE node_id = '{_later}'");
            return cancelling.IsCompleted;
        });

        (await cancelling).Outcome.Should().Be(expected);
    }

    /// <summary>Has a node of a later version join, as that would.</summary>
    private Task JoinAsync() => ExecuteAsync(
        $$"""
        INSERT INTO blazor_tasks.nodes (id, name, process_id, version, started_at, seen_at, is_lost, host, lease_until, load, definitions)
        VALUES ('{{_later}}', 'web-99', 99, '99.0.0', now(), now(), false, 'elsewhere', now() + interval '1 hour',
          '{"tasks":3,"queued":0,"slots":{"in_use":1,"total":64,"cpu_bound_in_use":0,"cpu_bound_total":4},"cpu":0.5,"memory":7}',
          '{run,new-in-99}');
        SELECT pg_notify('blazor_tasks_blazor_tasks', '{{Guid.NewGuid()}} 4095 more')
        """);

    /// <summary>Sends a command as the later version would, and returns the reply.</summary>
    private async Task<string> SendAsync(TestNode to, MonitoredTask task, string command)
    {
        await ExecuteAsync(
            $"INSERT INTO blazor_tasks.commands (node_id, task_id, epoch, data) VALUES "
            + $"('{to.Cluster.Here}', '{task.Id}', {task.Snapshot.Epoch}, '{command}')");
        await ExecuteAsync($"SELECT pg_notify('blazor_tasks_blazor_tasks', '{Guid.NewGuid()} {(int)ClusterHint.Commands}')");
        return await Eventually.FoundAsync(async () =>
        {
            await using var connection = new NpgsqlConnection(Database);
            await connection.OpenAsync();
            await using var read = new NpgsqlCommand("SELECT reply FROM blazor_tasks.commands WHERE reply IS NOT NULL", connection);
            return await read.ExecuteScalarAsync() as string;
        });
    }
}
