namespace BlazorTasks.Tests.Faults;

/// <summary>The judge of the fault suite must see what is planted; one that sees nothing would pass everything.</summary>
public sealed class CheckerTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Judge_APossibleLife_FindsNothing()
    {
        var recorded = Finished();

        var verdict = Judge(recorded, [Started(recorded), Cancelled(recorded.Id, OpOutcome.Refused)], new Deed(recorded.Id, 1, "step 1"));

        verdict.Violations.Should().BeEmpty();
        (verdict.Lost + verdict.Duplicated).Should().Be(0);
    }

    [Fact]
    public void Judge_AcknowledgedStartThatIsMissing_IsLost() =>
        Judge(Finished(), [new(OpKind.Start, "other", TaskId.New(At), OpOutcome.Ok, 202, default)]).Lost.Should().Be(1);

    [Fact]
    public void Judge_UnknownStartThatIsMissing_IsFine() =>
        Judge(Finished(), [new(OpKind.Start, "other", null, OpOutcome.Unknown, 0, default)]).Violations.Should().BeEmpty();

    [Fact]
    public void Judge_OneKeyTwoTasks_IsDuplicated()
    {
        var (first, second) = (Finished(), Finished());

        var verdict = Checker.Judge(new History([Started(first), Started(second)], [Of(first), Of(second)], []));

        verdict.Duplicated.Should().Be(1);
        verdict.Violations.Should().Contain(found => found.StartsWith("I2: key k made 2"));
    }

    [Fact]
    public void Judge_AcknowledgedCancelWithoutTrace_IsLostAndRefusedOneWithTrace_IsAViolation()
    {
        var (finished, cancelled) =
            (Finished(), Running().Add(new CancelRequested("Anna")).Add(new TaskCancelled(TaskReason.ByUser, null)));

        Judge(finished, [Cancelled(finished.Id, OpOutcome.Ok)]).Lost.Should().Be(1);
        Judge(cancelled, [Cancelled(cancelled.Id, OpOutcome.Refused)]).Violations.Should().ContainSingle(found => found.StartsWith("I13:"));
    }

    [Fact]
    public void Judge_TwoAcknowledgedAnswers_IsAViolation()
    {
        var recorded = Running();
        var op = new Op(OpKind.Answer, "1", recorded.Id, OpOutcome.Ok, 202, default);

        Judge(recorded.Add(new PromptAnswered("1", "Anna", Json.Parse("{}"))), [op, op], atRest: false).Violations.Should()
            .Contain(found => found.StartsWith("I11:"));
    }

    [Fact]
    public void Judge_SideEffectTwiceOrBeforeItsStart_IsReported()
    {
        var recorded = Finished();
        var (deed, early) = (new Deed(recorded.Id, 1, "step 1"), new Deed(recorded.Id, 2, "step 1"));

        Judge(recorded, [], deed, deed).Duplicated.Should().Be(1);
        Judge(recorded, [], early).Violations.Should().ContainSingle(found => found.StartsWith("I12:"));
    }

    [Fact]
    public void Judge_StepDoneAgainAfterItWasStored_IsDuplicated()
    {
        var recorded = Running().Add(new StepStarted(1, "step 1")).Add(new StepFinished(1))
            .Add(new TaskLost(TaskReason.ProcessDied, "killed")).Add(new TaskStarting("node", 2)).Add(new TaskRunning())
            .Add(new TaskSucceeded(null));

        Judge(recorded, [], new Deed(recorded.Id, 1, "step 1")).Violations.Should().BeEmpty();
        Judge(recorded, [], new Deed(recorded.Id, 1, "step 1"), new Deed(recorded.Id, 2, "step 1")).Duplicated.Should().Be(1);
    }

    [Theory]
    [InlineData(2, "I3:")]
    [InlineData(3, "I3:")]
    public void Judge_EventThatIsMissing_IsAGap(int missing, string invariant)
    {
        var recorded = Finished();
        var gapped = new TaskHistory(recorded.Snapshot, [.. recorded.Events.Where(one => one.Seq != missing)]);

        Checker.Judge(new History([], [gapped], [])).Violations.Should().Contain(found => found.StartsWith(invariant));
    }

    [Fact]
    public void Judge_SnapshotThatIsNotTheSum_IsSeen()
    {
        var recorded = Finished();
        var wrong = new TaskHistory(recorded.Snapshot with { Attempt = 7 }, recorded.Events);

        Checker.Judge(new History([], [wrong], [])).Violations.Should().ContainSingle(found => found.StartsWith("I4:"));
    }

    [Fact]
    public void Judge_ImpossibleMove_IsSeen() =>
        Judge(Finished().Add(new TaskCancelled(TaskReason.ByUser, null)), []).Violations.Should().Contain(found => found.StartsWith("I5:"))
            .And.Contain(found => found.StartsWith("I6, I7:"));

    [Fact]
    public void Judge_EventOfAnEarlierTime_IsSeen()
    {
        var recorded = Running();
        recorded.At -= TimeSpan.FromHours(2);

        Judge(recorded.Add(new TaskSucceeded(null)), []).Violations.Should().Contain(found => found.StartsWith("I3:"));
    }

    [Fact]
    public void Judge_LinesThatAreMissing_IsSeen()
    {
        var line = new LogLine(At, Microsoft.Extensions.Logging.LogLevel.Information, "text", null, false);

        Judge(Running().Add(new TaskLogged(1, [line])).Add(new TaskLogged(5, [line], Dropped: 3)).Add(new TaskSucceeded(null)), [])
            .Violations.Should().BeEmpty();
        Judge(Running().Add(new TaskLogged(1, [line])).Add(new TaskLogged(3, [line])).Add(new TaskSucceeded(null)), []).Violations.Should()
            .Contain(found => found.StartsWith("I16:"));
        var trim = new LogTrim(1, 1);
        Judge(Running().Add(new TaskLogged(1, []) { Trimmed = new TrimmedChunk(1, 0) }).Add(new TaskLogged(2, [line]) { Trim = trim })
            .Add(new TaskSucceeded(null)), []).Violations.Should().BeEmpty();
        Judge(Running().Add(new TaskLogged(1, [line])).Add(new TaskLogged(2, [line]) { Trim = trim }).Add(new TaskSucceeded(null)), [])
            .Violations.Should().ContainSingle(found => found.StartsWith("I16:"), "what is counted as dropped is still there");
    }

    [Fact]
    public void Judge_UnderWayAtRest_IsStuck() => Judge(Running(), []).Violations.Should().ContainSingle(found => found.StartsWith("I15:"));

    [Fact]
    public void Judge_ActionOfAPersonThatIsNotInTheAudit_OrTwice_OrNeverDone_IsReported()
    {
        var recorded = Running().Add(new CancelRequested("anna")).Add(new TaskCancelled(TaskReason.ByUser, "anna"));
        var cancel = new AuditEntry(At, "anna", AuditAction.Cancel, recorded.Id, "Work");

        JudgeAudit(cancel).Violations.Should().BeEmpty();
        JudgeAudit().Violations.Should().ContainSingle(found => found.StartsWith("I17:"));
        JudgeAudit(cancel, cancel).Violations.Should().ContainSingle(found => found.StartsWith("I17:"));
        JudgeAudit(cancel with { By = "bert" }).Violations.Should().ContainSingle(found => found.StartsWith("I17:"));
        JudgeAudit(cancel, cancel with { Refusal = "Only anna may." }).Violations.Should().BeEmpty("what was refused was not done");

        Verdict JudgeAudit(params AuditEntry[] audit) => Checker.Judge(new History([], [Of(recorded)], []) { Audit = audit });
    }

    private static Verdict Judge(RecordedTask recorded, Op[] ops, params Deed[] deeds) =>
        Checker.Judge(new History(ops, [Of(recorded)], deeds));

    private static Verdict Judge(RecordedTask recorded, Op[] ops, bool atRest) =>
        Checker.Judge(new History(ops, [Of(recorded)], []), atRest);

    private static TaskHistory Of(RecordedTask recorded) => new(recorded.Snapshot, recorded.Events);

    private static Op Started(RecordedTask recorded) => new(OpKind.Start, "k", recorded.Id, OpOutcome.Ok, 202, default);

    private static Op Cancelled(TaskId id, OpOutcome outcome) => new(OpKind.Cancel, "", id, outcome, 0, default);

    private static RecordedTask Running()
    {
        var recorded = new RecordedTask("Work", At) { Key = "k" };
        return recorded.Add(new TaskStarting("node", 1)).Add(new TaskRunning());
    }

    private static RecordedTask Finished() => Running().Add(new TaskSucceeded(null));
}
