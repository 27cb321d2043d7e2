namespace BlazorTasks.Tests.Core.Schedules;

/// <summary>What the engine does when a schedule is due, on a clock that the test sets.</summary>
public sealed class SchedulerTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new(); // 2026-11-21 12:00, a Saturday
    private readonly InMemoryTaskStore _store = new();
    private TestMonitor _test;

    public SchedulerTests() => _test = Open();

    private ScheduleMonitor Schedules => _test.Monitor.Schedules;

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Fact]
    public async Task RunDue_OnTime_StartsOneTaskPerDueTime()
    {
        var schedule = await CreateAsync(Hourly with { Owner = "anna", Tags = ["night"], Priority = 3, Title = "Every hour" });
        schedule.NextAt.Should().Be(At("13:00"));

        await PassAsync("13:00:00.5");
        await PassAsync("13:00:01");
        await RunsAsync(1);
        await PassAsync("14:00");

        var runs = await RunsAsync(2);
        runs.Select(run => run.DueAt).Should().Equal(At("13:00"), At("14:00"));
        runs[0].Should().BeEquivalentTo(new
        {
            Definition = "no-result",
            Schedule = "job",
            Owner = "anna",
            Tags = new[] { "night" },
            Priority = 3
        }, options => options.ExcludingMissingMembers());
        (await Schedules.GetAsync("job"))!.Should().BeEquivalentTo(new { NextAt = At("15:00"), LastDueAt = At("14:00"), Edition = 1 });
        (await _test.Monitor.AuditAsync(new AuditQuery())).Items.Should().BeEmpty("nobody did anything");
    }

    [Fact]
    public async Task Timer_Due_RunsWithoutBeingAsked()
    {
        await CreateAsync(Hourly);
        await Schedules.RunDueAsync(); // the pass after the change has armed the timer, or this one

        await Eventually.TrueAsync(async () =>
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            return (await _store.CountAsync(new TaskQuery { Schedule = "job" }, 10, default)) == 1;
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task RunDue_TimeComesWhileThePassEnds_SleepsNoLongerThanUntilThen(int milliseconds)
    {
        await CreateAsync(Hourly);
        _time.Jump(At("13:00").AddMilliseconds(-milliseconds) - _time.GetUtcNow());
        _time.AutoAdvanceAmount = TimeSpan.FromMilliseconds(1); // with every reading

        var sleep = await Schedules.RunDueAsync();

        if ((await Schedules.GetAsync("job"))!.NextAt == At("13:00"))
        {
            sleep.Should().BeLessThan(TimeSpan.FromMilliseconds(milliseconds + 1));
        }
    }

    [Theory]
    [InlineData(OnMissed.Once, new[] { "15:00" })]
    [InlineData(OnMissed.All, new[] { "13:00", "14:00", "15:00" })]
    [InlineData(OnMissed.None, new string[0])]
    public async Task RunDue_NobodyRanForThreeHours_FollowsThePolicy(OnMissed missed, string[] due)
    {
        await CreateAsync(Hourly with { Missed = missed });
        await RestartAsync("15:30");

        await PassAsync("15:30");

        var runs = await RunsAsync(due.Length);
        runs.Select(run => run.DueAt).Should().Equal(due.Select(at => (DateTimeOffset?)At(at)));
        (await Schedules.GetAsync("job"))!.Should().BeEquivalentTo(
            new { NextAt = At("16:00"), LastMissed = new MissedRun(At("15:00"), At("15:30")) });
    }

    [Fact]
    public async Task RunDue_MissedMoreThanTheLimit_RunsTheLatest()
    {
        await CreateAsync(Hourly with { Missed = OnMissed.All, MissedLimit = 2 });
        await RestartAsync("23:30");

        await PassAsync("23:30");

        (await RunsAsync(2)).Select(run => run.DueAt).Should().Equal(At("22:00"), At("23:00"));
    }

    [Fact]
    public async Task RunDue_Ask_AsksOncePerOutageAndRunsWhatIsChosen()
    {
        await CreateAsync(Hourly with { Missed = OnMissed.Ask, Title = "Nightly import" });
        await RestartAsync("15:30");

        await PassAsync("15:30");
        var asked = await AskedAsync();
        asked.Prompt!.Title.Should().Be("3 runs of Nightly import were missed: run the latest, all, or none?");
        asked.Prompt.Deadline.Should().Be(At("19:30"));
        await PassAsync("15:31");
        await _test.Monitor.AnswerAsync(asked.Id, asked.Prompt.Id, (object)"all", new Person("anna"));

        (await RunsAsync(3)).Select(run => run.DueAt).Should().Equal(At("13:00"), At("14:00"), At("15:00"));
        await Eventually.TrueAsync(async () => (await _store.FindAsync(asked.Id, default))!.State == TaskState.Succeeded);
    }

    [Fact]
    public async Task RunDue_AskAndNobodyAnswers_AppliesTheDefault()
    {
        await CreateAsync(Hourly with { Missed = OnMissed.Ask, Unanswered = OnMissed.None, AskFor = TimeSpan.FromMinutes(10) });
        await RestartAsync("15:30");
        await PassAsync("15:30");
        var asked = await AskedAsync();
        await Schedules.PauseAsync("job"); // its regular runs are not what this is about

        await Eventually.TrueAsync(async () =>
        {
            _time.Advance(TimeSpan.FromMinutes(10)); // the deadline may be armed just after the question is stored
            return (await _store.FindAsync(asked.Id, default))!.State == TaskState.Succeeded;
        });
        (await _store.CountAsync(new TaskQuery { Schedule = "job" }, 10, default)).Should().Be(0);
    }

    [Fact]
    public async Task RunDue_AfterARestart_TheOpenQuestionIsStillThere()
    {
        await CreateAsync(Hourly with { Missed = OnMissed.Ask });
        await RestartAsync("15:30");
        await PassAsync("15:30");
        var asked = await AskedAsync();
        await RestartAsync("15:40");

        await Eventually.TrueAsync(() => _test.Monitor.Find(asked.Id) is { Snapshot: { State: TaskState.Waiting, Prompt: not null } });
        await _test.Monitor.AnswerAsync(asked.Id, "1", (object)"latest", new Person("anna"));

        (await RunsAsync(1)).Single().DueAt.Should().Be(At("15:00"));
    }

    [Theory]
    [InlineData(OnOverlap.Skip, 1)]
    [InlineData(OnOverlap.Queue, 1)]
    [InlineData(OnOverlap.Allow, 2)]
    public async Task RunDue_EarlierRunUnfinished_FollowsThePolicy(OnOverlap overlap, int unfinished)
    {
        await CreateAsync(Hourly with { Definition = "restartable", Overlap = overlap });
        await PassAsync("13:00");

        await PassAsync("14:00");

        (await _store.CountAsync(new TaskQuery { Schedule = "job", Finished = false }, 10, default)).Should().Be(unfinished);
        (await Schedules.GetAsync("job"))!.LastSkipped.Should().Be(
            overlap == OnOverlap.Skip ? new SkippedRun(At("14:00"), "It was skipped because an earlier run was unfinished.") : null);
    }

    [Fact]
    public async Task RunDue_CancelOlder_CancelsTheEarlierRun()
    {
        await CreateAsync(Hourly with { Definition = "restartable", Overlap = OnOverlap.CancelOlder });
        await PassAsync("13:00");
        var first = (await _store.ListAsync(new TaskQuery { Schedule = "job", Finished = false }, default)).Items.Single();

        await PassAsync("14:00");

        await Eventually.TrueAsync(async () =>
            (await _store.FindAsync(first.Id, default)) is { State: TaskState.Cancelled, CancelRequestedBy: "the schedule job" });
        (await _store.ListAsync(new TaskQuery { Schedule = "job", Finished = false }, default)).Items.Single().DueAt.Should()
            .Be(At("14:00"));
    }

    [Fact]
    public async Task RunDue_Queued_RunsOnceTheEarlierHasFinished_HoweverOftenItWasDue()
    {
        await CreateAsync(Hourly with { Definition = "restartable", Overlap = OnOverlap.Queue, Missed = OnMissed.None });
        await PassAsync("13:00");
        await PassAsync("14:00");
        await PassAsync("15:30");
        var first = (await _store.ListAsync(new TaskQuery { Schedule = "job", Finished = false }, default)).Items.Single();

        await _test.Monitor.CancelAsync(first.Id, "anna");

        await Eventually.TrueAsync(async () => (await _store.ListAsync(new TaskQuery { Schedule = "job", Finished = false }, default))
            .Items is [{ DueAt: { } due }] && due == At("15:00"));
        (await Schedules.GetAsync("job"))!.NextAt.Should().Be(At("16:00"));
    }

    [Fact]
    public async Task RunDue_IntervalFromLastEnd_CountsFromTheEnd()
    {
        await CreateAsync(Hourly with
        {
            Definition = "restartable",
            Rule = new() { Every = TimeSpan.FromMinutes(10), FromLastEnd = true }
        });
        await PassAsync("12:10");
        var first = (await _store.ListAsync(new TaskQuery { Schedule = "job", Finished = false }, default)).Items.Single();
        await PassAsync("12:25");
        await _test.Monitor.CancelAsync(first.Id, "anna");
        await Eventually.TrueAsync(async () => (await _store.FindAsync(first.Id, default))!.State.IsFinal());

        await PassAsync("12:26");
        (await Schedules.GetAsync("job"))!.NextAt.Should().Be(At("12:35"));
        await PassAsync("12:35");

        (await _store.ListAsync(new TaskQuery { Schedule = "job", Finished = false }, default)).Items.Single().DueAt.Should()
            .Be(At("12:35"));
    }

    [Fact]
    public async Task RunDue_ClockSetBack_NothingRunsTwice()
    {
        await CreateAsync(Hourly);
        await PassAsync("13:00");
        await RunsAsync(1);
        await PassAsync("14:00");
        await RunsAsync(2);

        _time.Jump(TimeSpan.FromHours(-2));
        await Schedules.RunDueAsync();
        await PassAsync("13:00");
        await Schedules.UpdateAsync("job", Hourly with { Rule = Hourly.Rule with { Cron = "0,30 * * * *" } });
        await PassAsync("14:00");
        await PassAsync("14:30");

        (await RunsAsync(3)).Select(run => run.DueAt).Should().Equal(At("13:00"), At("14:00"), At("14:30"));
    }

    [Fact]
    public async Task RunDue_ClockSetForward_RunsOnce()
    {
        await CreateAsync(Hourly with { Rule = new() { Cron = "* * * * *" } });

        _time.Jump(TimeSpan.FromHours(2));
        await Schedules.RunDueAsync();

        (await RunsAsync(1)).Single().DueAt.Should().Be(At("14:00"));
    }

    [Fact]
    public async Task RunDue_FailuresInARow_PausesAndLeavesANoteForTheOwner()
    {
        await CreateAsync(Hourly with
        {
            Definition = "talks-and-fails",
            Input = Json.Parse("""{"lines":1}"""),
            AutoPauseAfter = 2,
            Owner = "anna",
            MaxAttempts = 1
        });
        await PassAsync("13:00");
        await RunsAsync(1);
        await Schedules.RunDueAsync();
        (await Schedules.GetAsync("job"))!.IsEnabled.Should().BeTrue();

        await PassAsync("14:00");
        await RunsAsync(2);
        await Eventually.TrueAsync(async () => !(await Schedules.GetAsync("job"))!.IsEnabled);

        var paused = (await Schedules.GetAsync("job"))!;
        paused.Pause.Should().BeEquivalentTo(new { Cause = PauseCause.Failures, Reason = "Its last 2 runs failed: enough" });
        (await _test.Monitor.CheckHealthAsync()).Warnings.Should().Contain("The schedule job is paused. Its last 2 runs failed: enough");
        await Eventually.TrueAsync(async () => (await _store.ListAsync(new TaskQuery { Owner = "anna" }, default))
            .Items.Any(task => task is { Name: "Schedule paused", Label: "job", Warnings: 1 }));

        await Schedules.ResumeAsync("job", "anna");
        await PassAsync("15:00");
        await RunsAsync(3);
        await Schedules.RunDueAsync();
        (await Schedules.GetAsync("job"))!.IsEnabled.Should().BeTrue("earlier failures no longer count");
        (await _test.Monitor.CheckHealthAsync()).Warnings.Should().BeEmpty();
    }

    [Fact]
    public async Task RunDue_SomethingIsWrongWithOne_PausesItWithTheReason_AndTheOthersRun()
    {
        await CreateAsync(Hourly);
        await BreakAsync("no-definition", new() { Definition = "gone", Rule = Hourly.Rule });
        await BreakAsync("no-zone", Hourly with { Rule = Hourly.Rule with { TimeZone = "Mars/Olympus" } });
        await BreakAsync("no-calendar", Hourly with { Rule = Hourly.Rule with { Calendar = "gone" } });
        await BreakAsync("no-input", Hourly with { Definition = "double" });
        await BreakAsync("no-cron", Hourly with { Rule = new() { Cron = "nonsense" } });

        await PassAsync("13:00");

        (await RunsAsync(1)).Single().Schedule.Should().Be("job");
        (await ReasonAsync("no-definition")).Should().Be("The definition 'gone' does not exist.");
        (await ReasonAsync("no-zone")).Should().StartWith("The time zone \"Mars/Olympus\" does not exist.");
        (await ReasonAsync("no-calendar")).Should().Be("The holiday calendar \"gone\" does not exist.");
        (await ReasonAsync("no-input")).Should().StartWith("The input no longer fits the definition: number: ");
        (await ReasonAsync("no-cron")).Should().StartWith("It cannot be run: \"nonsense\" has 1 field.");
        (await _test.Monitor.CheckHealthAsync()).Warnings.Should().HaveCount(5);

        async Task BreakAsync(string id, ScheduleSettings settings) => (await _store.Schedules.PutAsync(
            new Schedule { Id = id, Settings = settings, DueAt = At("13:00"), NextAt = At("13:00") }, null, default)).Should().BeTrue();
        async Task<string?> ReasonAsync(string id) => (await Schedules.GetAsync(id))!.Pause?.Reason;
    }

    [Fact]
    public async Task RunDue_ManyInTheSameSecond_AllRun()
    {
        for (var i = 0; i < 1_200; i++)
        {
            await Schedules.CreateAsync($"job-{i}", Hourly);
        }

        await PassAsync("13:00");

        await Eventually.TrueAsync(async () => await _store.CountAsync(new TaskQuery { Finished = false }, 10_000, default) == 0);
        (await _store.CountAsync(new TaskQuery(), 10_000, default)).Should().Be(1_200);
    }

    private static ScheduleSettings Hourly { get; } = new() { Definition = "no-result", Rule = new ScheduleRule { Cron = "0 * * * *" } };

    private static DateTimeOffset At(string time) =>
        new(new DateOnly(2026, 11, 21), TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);

    private TestMonitor Open() => new(
        builder => builder.AddTasksFrom(typeof(SampleTasks).Assembly).Services.Replace(ServiceDescriptor.Singleton<ITaskStore>(_store)),
        _time);

    private async Task<Schedule> CreateAsync(ScheduleSettings settings)
    {
        var result = await Schedules.CreateAsync("job", settings);
        result.IsAccepted.Should().BeTrue(result.Message);
        return result.Schedule!;
    }

    /// <summary>Sets the clock and runs what is due.</summary>
    private async Task PassAsync(string time)
    {
        _time.Jump(At(time) - _time.GetUtcNow());
        await Schedules.RunDueAsync();
    }

    /// <summary>Ends the process, and starts another one at the given time.</summary>
    private async Task RestartAsync(string time)
    {
        await _test.Monitor.StopAsync();
        _time.Jump(At(time) - _time.GetUtcNow());
        _test = Open();
        await _test.Monitor.OpenAsync();
    }

    /// <summary>The finished runs, oldest first, as soon as there are that many.</summary>
    private async Task<IReadOnlyList<TaskSnapshot>> RunsAsync(int count)
    {
        await Eventually.TrueAsync(async () => await _store.CountAsync(new TaskQuery { Schedule = "job" }, 100, default) >= count);
        var runs = (await _store.ListAsync(new TaskQuery { Schedule = "job", Ascending = true }, default)).Items;
        runs.Should().HaveCount(count);
        return [.. runs.OrderBy(run => run.DueAt)];
    }

    private async Task<TaskSnapshot> AskedAsync()
    {
        await Eventually.TrueAsync(async () => await FindAsync() is not null);
        return (await FindAsync())!;

        async Task<TaskSnapshot?> FindAsync() =>
            (await _store.ListAsync(new TaskQuery { Definition = "missed-runs", Finished = false }, default))
                .Items.SingleOrDefault(task => task.Prompt is not null);
    }
}
