using BlazorTasks.Cluster;

namespace BlazorTasks.Tests.Faults.Harness;

/// <summary>Several Apps on one PostgreSQL database; what clients were told by any of them is judged together.</summary>
/// <param name="database">The connection string.</param>
/// <param name="settings">What all of them are started with.</param>
public sealed class NodesUnderTest(string database, params string[] settings) : IAsyncDisposable
{
    private readonly AppUnderTest _app = new(database);
    private readonly List<Node> _nodes = [];
    private readonly TempFolder _folder = new();

    /// <summary>Starts a node on a free port.</summary>
    public async Task<Node> StartAsync(string name, params string[] more)
    {
        _app.MakeLedger();
        var process = await AppProcess.StartAsync(_app.Environment, _app.Arguments(
        [
            "--urls=http://127.0.0.1:0", $"--BlazorTasks:Node={name}", $"--BlazorTasks:Data={_folder.File($"{name}-{_nodes.Count}")}",
            .. settings, .. more,
        ]));
        var node = new Node(name, process, new FaultClient(process.Address, _app.Log));
        _nodes.Add(node);
        return node;
    }

    /// <summary>Waits until as many nodes have a direct connection.</summary>
    public Task LinkedAsync(int count) => Eventually.TrueAsync(
        async () => (await ActiveSilosAsync()).Count == count,
        more: TimeSpan.FromSeconds(30));

    /// <summary>Returns the nodes that have a direct connection according to the database.</summary>
    public async Task<IReadOnlyList<string>> ActiveSilosAsync()
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT s.name FROM blazor_tasks.silos s JOIN blazor_tasks.nodes n ON n.id::text = s.name "
            + "WHERE s.status = 3 AND n.ended_at IS NULL",
            connection);
        await using var row = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await row.ReadAsync())
        {
            names.Add(row.GetString(0));
        }

        return names;
    }

    /// <summary>Starts a task on one node and cancels it on another one.</summary>
    /// <returns>How long the cancellation took, and whether it took the direct connection: nothing was notified then.</returns>
    public async Task<(TimeSpan Took, bool IsDirect)> CommandAsync(Node owner, Node other)
    {
        var task = await owner.Client.StartedAsync("work", new { steps = 3_000, seconds = 0.1 });
        await other.Client.UntilAsync(task, now => now is { State: ApiTaskState.Running, Progress: > 0 });
        await using var notified = await NotificationLog.OpenAsync(database);
        var op = await other.Client.CancelAsync(task);
        op.Outcome.Should().Be(OpOutcome.Ok);
        await other.Client.UntilAsync(task, TaskState.Cancelled);
        return (op.Took, !(await notified.ReadAsync()).Any(hint => hint.HasFlag(ClusterHint.Commands)));
    }

    /// <summary>Waits until a node tells that all lives of another one are over, and returns how long that took.</summary>
    public static async Task<TimeSpan> LossSeenAsync(Node by, Node other)
    {
        var clock = Stopwatch.StartNew();
        await Eventually.TrueAsync(async () =>
            (await ListAsync(by)).Where(node => node.ProcessId == other.Process.Id).All(node => node.State == ApiNodeState.Lost));
        return clock.Elapsed;
    }

    /// <summary>Returns the nodes that a node tells of.</summary>
    public static async Task<IReadOnlyList<ApiNode>> ListAsync(Node by) =>
        (await by.Client.Http.GetFromJsonAsync<ApiNodes>("nodes", ApiJson.Options))!.Items;

    /// <summary>Stops the nodes that are left, and judges everything.</summary>
    public async Task<Verdict> JudgeAsync()
    {
        foreach (var node in _nodes.Where(node => !node.Process.HasEnded))
        {
            await node.Process.SignalAsync("TERM");
            await node.Process.EndAsync();
        }

        return await _app.JudgeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            node.Client.Dispose();
            await node.Process.DisposeAsync();
        }

        await _app.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A node.</summary>
    public sealed record Node(string Name, AppProcess Process, FaultClient Client);
}
