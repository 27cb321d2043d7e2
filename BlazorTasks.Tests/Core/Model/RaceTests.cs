namespace BlazorTasks.Tests.Core.Model;

/// <summary>Two things at the same moment, many times: exactly one of them happens, and both sides are told the same.</summary>
public class RaceTests
{
    private static readonly int Trials = FaultRun.Trials(quick: 300, full: 1_000);
    private static readonly Person Anna = new("Anna Lind");
    private static readonly Person Jonas = new("Jonas Berg");

    [Fact]
    public async Task Answer_TwoConcurrently_OneIsAcceptedAndTheOtherNamesIt()
    {
        await using var test = new TestMonitor();
        for (var i = 0; i < Trials; i++)
        {
            var task = test.Monitor.Start("Ask", task => task.ChooseAsync("Which?", "a", "b"));
            await test.AskedAsync(task);

            var answers = await Task.WhenAll(
                Task.Run(() => test.Monitor.AnswerAsync(task.Id, "1", (object)"a", Anna)),
                Task.Run(() => test.Monitor.AnswerAsync(task.Id, "1", (object)"b", Jonas)));

            answers.Count(answer => answer.IsAccepted).Should().Be(1);
            var result = await task.Completion;
            result.Should().Be(answers[0].IsAccepted ? "a" : "b");
            answers.Single(answer => !answer.IsAccepted).Message
                .Should().Contain(answers[0].IsAccepted ? "Anna Lind answered" : "Jonas Berg answered");
        }
    }

    [Fact]
    public async Task Answer_AtItsDeadline_IsAcceptedOrTheDefaultApplies()
    {
        var time = new ManualTimeProvider();
        // the clock jumps while the answer is being stored: that must not look like a store that does not answer
        await using var test = new TestMonitor(
            builder => builder.Configure(options => options.CommandTimeout = TimeSpan.FromMinutes(2)),
            time);
        for (var i = 0; i < Trials; i++)
        {
            var task = test.Monitor.Start(
                "Ask",
                task => task.ChooseAsync(
                    "Which?",
                    [new("a", "a"), new("b", "b")],
                    new() { Default = "b", Timeout = TimeSpan.FromMinutes(1) }));
            await test.AskedAsync(task);

            var answer = Task.Run(() => test.Monitor.AnswerAsync(task.Id, "1", (object)"a", Anna));
            await Task.Run(() => time.Advance(TimeSpan.FromMinutes(1)));

            (await task.Completion).Should().Be((await answer).IsAccepted ? "a" : "b");
        }
    }

    [Fact]
    public async Task Cancel_AtTheMomentOfTheAnswer_EndsAsTheAnswersSay()
    {
        await using var test = new TestMonitor();
        for (var i = 0; i < Trials; i++)
        {
            var task = test.Monitor.Start("Ask", task => task.ConfirmAsync("Go on?"));
            await test.AskedAsync(task);

            var answer = Task.Run(() => test.Monitor.AnswerAsync(task.Id, "1", (object)true, Anna));
            var cancel = Task.Run(() => task.CancelAsync("Jonas Berg"));
            var (answered, cancelled) = ((await answer).IsAccepted, (await cancel).IsAccepted);
            await task.Completion.ContinueWith(_ => { }, TaskScheduler.Default);

            (answered || cancelled).Should().BeTrue();
            if (!cancelled)
            {
                task.Snapshot.State.Should().Be(TaskState.Succeeded);
            }
            else if (!answered)
            {
                task.Snapshot.State.Should().Be(TaskState.Cancelled);
            }
            else
            {
                task.Snapshot.State.Should().BeOneOf(TaskState.Succeeded, TaskState.Cancelled);
            }
        }
    }
}
