namespace BlazorTasks.Tests.Cluster;

/// <summary>F33 and F38 across nodes: an answer on each node at the same moment, or one at the moment of its deadline.</summary>
[Collection(PostgresTests.Name)]
public sealed class PromptRaceClusterTests(PostgresServer server) : ClusterTest(server)
{
    private static readonly int Trials = FaultRun.Trials(quick: 8, full: 1_000);

    [Fact]
    public async Task Answer_OnBothNodesAtOnce_OneIsAcceptedAndTheOtherNamesIt()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        await MeetAsync(first, second);
        for (var trial = 0; trial < Trials; trial++)
        {
            var task = first.Monitor.Start("Ask", context => context.ChooseAsync("Which?", "a", "b"));
            await first.Monitor.Until(task.Id, now => now.Prompt is not null);

            var answers = await Task.WhenAll(
                Task.Run(() => first.Monitor.AnswerAsync(task.Id, "1", (object)"a", new Person("Anna Lind"))),
                Task.Run(() => second.Monitor.AnswerAsync(task.Id, "1", (object)"b", new Person("Jonas Berg"))));

            answers.Count(answer => answer.IsAccepted).Should().Be(1);
            (await task.Completion.WaitAsync(TestMonitor.MaxWait)).Should().Be(answers[0].IsAccepted ? "a" : "b");
            answers.Single(answer => !answer.IsAccepted).Outcome.Should()
                .BeOneOf(CommandOutcome.AlreadyAnswered, CommandOutcome.AlreadyFinal);
        }
    }

    [Fact]
    public async Task Answer_OnTheOtherNodeAtItsDeadline_IsAcceptedOrTheDefaultApplies()
    {
        var (first, second) = (await StartAsync("web-1"), await StartAsync("web-2"));
        await MeetAsync(first, second);
        for (var trial = 0; trial < Trials; trial++)
        {
            var options = new PromptOptions { Default = "b", Timeout = TimeSpan.FromMilliseconds(200 + trial) };
            var task = first.Monitor.Start("Ask", context => context.ChooseAsync("Which?", [new("a", "a"), new("b", "b")], options));
            await first.Monitor.Until(task.Id, now => now.Prompt is not null);
            await Task.Delay(TimeSpan.FromMilliseconds(180));

            var answer = await second.Monitor.AnswerAsync(task.Id, "1", (object)"a", new Person("Jonas Berg"));

            (await task.Completion.WaitAsync(TestMonitor.MaxWait)).Should().Be(answer.IsAccepted ? "a" : "b");
        }
    }
}
