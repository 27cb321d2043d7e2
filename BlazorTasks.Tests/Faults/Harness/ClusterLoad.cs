namespace BlazorTasks.Tests.Faults.Harness;

/// <summary>A steady load of starts, and of cancellations and answers that follow them, each on whichever node is next.</summary>
public sealed class ClusterLoad : IAsyncDisposable
{
    private static readonly string[] Definitions = ["work", "work-on", "ask", "take-time", "work"];

    private readonly CancellationTokenSource _stop = new();
    private readonly Func<NodesUnderTest.Node?, NodesUnderTest.Node> _next;
    private readonly Task _running;
    private int _commands;

    /// <param name="next">Returns the node for a command: another one than that, if it is given.</param>
    /// <param name="perSecond">How many tasks are started a second.</param>
    public ClusterLoad(Func<NodesUnderTest.Node?, NodesUnderTest.Node> next, int perSecond)
    {
        _next = next;
        _running = RunAsync(perSecond);
    }

    /// <summary>Whether a client that gets no answer, or 503, asks another node, once.</summary>
    public bool RetriesOnce { get; init; }

    /// <summary>How many commands were given.</summary>
    public int Commands => _commands;

    /// <summary>The commands without an answer.</summary>
    public ConcurrentBag<Op> Failures { get; } = [];

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task RunAsync(int perSecond)
    {
        var under = new List<Task>();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        for (var number = 0; !_stop.IsCancellationRequested; number++)
        {
            under.Add(OneAsync(number % Definitions.Length));
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }

        await Task.WhenAll(under);
    }

    private async Task OneAsync(int kind)
    {
        var key = Guid.NewGuid().ToString("N");
        object? input = kind is 0 or 1 ? new { steps = 3, seconds = 0.05 } : null;
        var start = await GiveAsync(client => client.StartAsync(Definitions[kind], input, key));
        if (start is { Outcome: OpOutcome.Ok, Task: { } task } && kind is 2 or 4)
        {
            await GiveAsync(client => kind == 2 ? client.AnswerAsync(task, "1", value: true) : client.CancelAsync(task));
        }
    }

    private async Task<Op> GiveAsync(Func<FaultClient, Task<Op>> command)
    {
        Interlocked.Increment(ref _commands);
        var node = _next(null);
        var op = await command(node.Client);
        if (RetriesOnce && op.Outcome == OpOutcome.Unknown)
        {
            op = await command(_next(node).Client);
        }

        if (op.Outcome == OpOutcome.Unknown)
        {
            Failures.Add(op);
        }

        return op;
    }
}
