using BlazorTasks.Dashboard.Components.Timelines;

namespace BlazorTasks.Tests.Dashboard.Components.Timelines;

public class TimelineTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 14, 0, 0, TimeSpan.Zero);
    private readonly RecordedTask _story = new("Import", Start);

    [Fact]
    public void Of_TaskThatHasNotBegun_IsNothing() => Timeline.Of(_story.Add(new TaskQueued()).Events, At(5), "local").Should().BeNull();

    [Fact]
    public void Of_TwoAttempts_AddsUpWorkingWaitingAndBetween()
    {
        Tell(10, new TaskStarting("node-a", 1), new TaskRunning(), new StepStarted(1, "Open file"));
        Tell(20, new StepFinished(1), new StepStarted(2, "Save rows"));
        Tell(50, new StepFinished(2, "connection closed"),
            new TaskBackoff(At(60), TaskReason.Exception, new TaskError("IOException", "connection closed")));
        Tell(63, new TaskQueued(), new TaskStarting("node-b", 2), new TaskRunning(), new StepStarted(3, "Save rows"));

        var line = Timeline.Of(_story.Events, At(100), "local")!;

        line.Attempts.Select(attempt => (attempt.Number, attempt.State, attempt.Node, attempt.Why)).Should()
            .Equal((1, "failed", "node-a", "connection closed"), (2, "running", "node-b", null));
        line.Attempts[0].Rows.Select(row => (row.Name, row.State)).Should()
            .Equal(("Open file", "succeeded"), ("Save rows", "failed"), ("Waiting to retry", "backoff"));
        line.Attempts[1].Rows.Should().ContainSingle().Which.To.Should().BeNull("the step goes on");
        (line.Working, line.Waiting, line.Between).Should().Be((S(77), TimeSpan.Zero, S(13)));
        line.Say().Replace('\u00a0', ' ').Should().Be("1 min 30 s so far: 1 min 17 s working, 13 s between attempts");
    }

    [Fact]
    public void Of_TaskInBackoff_LetsThePauseGrowUntilNow()
    {
        Tell(0, new TaskStarting("n", 1), new TaskRunning());
        Tell(10, new TaskBackoff(At(60), TaskReason.Exception, new TaskError("IOException", "no")));

        var line = Timeline.Of(_story.Events, At(30), "local")!;

        line.Between.Should().Be(S(20));
        line.Place(At(0)).Should().Be(0);
        line.Width(line.Attempts[0].Rows[0]).Should().BeApproximately(100.0 * 20 / 30, 0.01);
    }

    [Fact]
    public void Parts_OfAStepThatWaitedForAPerson_HaveAGapThere()
    {
        Tell(0, new TaskStarting("n", 1), new TaskRunning(), new StepStarted(1, "Send"));
        Tell(10, new PromptAsked(new Prompt("1", PromptKind.Confirm, "Send?") { Form = FormSchema.Empty }));
        Tell(40, new PromptAnswered("1", "anna", Json.Parse("{}")));
        Tell(50, new StepFinished(1), new StepStarted(2, "Clean up"));
        Tell(60, new PromptAsked(new Prompt("2", PromptKind.Confirm, "Done?") { Form = FormSchema.Empty }));

        var line = Timeline.Of(_story.Events, At(90), "local")!;
        var attempt = line.Attempts.Single();
        var steps = attempt.Rows.Where(row => row.Kind == TimelineKind.Step).ToList();

        line.Parts(attempt, steps[0].From, steps[0].To).Should().Equal((At(0), At(10)), (At(40), At(50)));
        line.Parts(attempt, steps[1].From, steps[1].To).Should().Equal((At(50), At(60)));
    }

    [Fact]
    public void Of_EndedTask_StopsTheAxisAtItsEnd()
    {
        Tell(0, new TaskStarting("n", 1), new TaskRunning(), new StepStarted(1, "Only"));
        Tell(40, new TaskInterrupted(TaskReason.ProcessDied, "The process ended."));
        Tell(100, new TaskDismissed("anna"));

        var line = Timeline.Of(_story.Events, At(5_000), "local")!;

        (line.IsOver, line.Total).Should().Be((true, S(40)));
        line.Attempts[0].Rows.Single().Should()
            .Match<TimelineRow>(row => row.State == "interrupted" && row.To == At(40), "an open step ends with its attempt");
        line.Say().Replace('\u00a0', ' ').Should().Be("40 s total, all working");
    }

    [Fact]
    public void Of_RetriedTask_CountsTheTimeUntilSomeoneRetriedItAsBetween()
    {
        Tell(0, new TaskStarting("n", 1), new TaskRunning());
        Tell(10, new TaskFailed(TaskReason.Exception, new TaskError("IOException", "no")));
        Tell(70, new TaskRetried("anna"));
        Tell(80, new TaskStarting("n", 2), new TaskRunning());

        var line = Timeline.Of(_story.Events, At(90), "local")!;

        line.Attempts[0].Rows.Single().Name.Should().Be("Until retried by anna");
        (line.Working, line.Between, line.IsOver).Should().Be((S(20), S(70), false));
    }

    [Fact]
    public void Of_CancelledWhileItWaitedToRetry_EndsThePauseThere()
    {
        Tell(0, new TaskStarting("n", 1), new TaskRunning());
        Tell(10, new TaskBackoff(At(60), TaskReason.Exception, new TaskError("IOException", "no")));
        Tell(30, new TaskCancelled(TaskReason.ByUser, "anna"));

        var line = Timeline.Of(_story.Events, At(500), "local")!;

        (line.Total, line.Between).Should().Be((S(30), S(20)));
        line.Attempts[0].Rows.Single().To.Should().Be(At(30));
    }

    [Fact]
    public void Of_QuestionsAndReusedSteps_CountAsWaitingAndHaveNoDuration()
    {
        Tell(0, new TaskStarting("n", 1), new TaskRunning(), new StepReused(1, "Open file"));
        Tell(10, new PromptAsked(new Prompt("1", PromptKind.Confirm, "Merge?") { Form = BlazorTasks.Forms.FormSchema.Empty }));
        Tell(48, new PromptAnswered("1", "anna", Json.Parse("{}")));
        Tell(50, new PromptAsked(new Prompt("2", PromptKind.Retry, "Try again?")
        {
            Form = BlazorTasks.Forms.FormSchema.Empty,
            Error = new TaskError("IOException", "no")
        }));
        Tell(60, new RetryApproved("2", "anna"));
        Tell(61, new TaskStarting("n", 2));

        var line = Timeline.Of(_story.Events, At(70), "local")!;

        line.Attempts[0].Should()
            .Match<TimelineAttempt>(attempt => attempt.State == "failed" && attempt.To == At(50) && attempt.Why == "no");
        line.Attempts[0].Rows.Select(row => (row.Name, row.Kind)).Should().Equal(
            ("Open file", TimelineKind.Reused), ("Asked: Merge?", TimelineKind.Waiting), ("Asked: Try again?", TimelineKind.Waiting),
                ("Waiting for a free slot", TimelineKind.Between));
        (line.Working, line.Waiting, line.Between).Should().Be((S(21), S(48), S(1)));
    }

    [Theory]
    [InlineData(0.004, 4)]
    [InlineData(7, 4)]
    [InlineData(90, 3)]
    [InlineData(3_600, 4)]
    [InlineData(100_000_000, 4)]
    public void Ticks_AnyLength_AreFewAndHoldTheEnd(double seconds, int ticks)
    {
        Tell(0, new TaskStarting("n", 1));

        var line = Timeline.Of(_story.Events, Start.AddSeconds(seconds), "local")!;

        line.Ticks.Should().Be(ticks);
        line.Place(line.Until).Should().BeInRange(60, 100);
    }

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    private static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);

    private void Tell(double at, params TaskEvent[] events)
    {
        _story.At = At(at);
        Array.ForEach(events, taskEvent => _story.Add(taskEvent));
    }
}
