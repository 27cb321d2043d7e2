namespace BlazorTasks.Tests.Faults;

/// <summary>F14: a node with many clients of event streams is killed, and all of them come to the other one at once.</summary>
[Collection(FaultTests.Name)]
public sealed class F14ReconnectTests : IAsyncLifetime
{
    private const int Clients = 300;
    private readonly PostgresServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [FullRunFact]
    public async Task Kill_OfANodeWithManyClients_AllContinueOnTheOther()
    {
        var report = new FaultReport("F14 reconnect", "all are live again", targetMs: 20_000);
        for (var trial = 0; trial < 5; trial++)
        {
            await using var nodes = new NodesUnderTest(
                await _server.NewDatabaseAsync(),
                $"--BlazorTasks:MaxStreamsPerPerson={2 * Clients}");
            var (first, second) = (await nodes.StartAsync("web-1"), await nodes.StartAsync("web-2"));
            var before = await OpenAsync(first);

            await first.Process.KillAsync();
            var clock = Stopwatch.StartNew();
            var after = await OpenAsync(second, before.Select(stream => stream.LastId));
            var live = clock.Elapsed;

            var task = await second.Client.StartedAsync("take-time");
            await Task.WhenAll(after.Select(stream => stream.UntilAsync(message =>
                message.Type() == "task_completed" && message.GetProperty("task_id").GetString() == $"{task}")));
            foreach (var stream in before.Concat(after))
            {
                await stream.DisposeAsync();
            }

            report.Add(await nodes.JudgeAsync(), live);
        }

        report.Close($"{Clients} clients");
    }

    /// <summary>Opens a stream for each client, from where it was, until it is live.</summary>
    private static async Task<EventStreamClient[]> OpenAsync(NodesUnderTest.Node node, IEnumerable<string?>? from = null) =>
        await Task.WhenAll((from ?? Enumerable.Repeat<string?>(null, Clients)).Select(async position =>
        {
            var stream = await EventStreamClient.OpenAsync(node.Client.Http, "events", position);
            await stream.UntilAsync("state_replay_complete");
            return stream;
        }));
}
