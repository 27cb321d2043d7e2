namespace BlazorTasks.Tests.Core.Schedules;

/// <summary>What people and programs do with schedules.</summary>
public sealed class ScheduleMonitorTests : IAsyncDisposable
{
    private static readonly ScheduleSettings Nightly =
        new() { Definition = "no-result", Rule = new ScheduleRule { Cron = "0 3 * * *", TimeZone = "Europe/Berlin" } };

    private readonly ManualTimeProvider _time = new(); // 2026-11-21 12:00, a Saturday
    private readonly InMemoryTaskStore _store = new();
    private TestMonitor _test;

    public ScheduleMonitorTests() => _test = Open();

    private ScheduleMonitor Schedules => _test.Monitor.Schedules;

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Theory]
    [InlineData("0 0 31 2 *", "\"0 0 31 2 *\" never fires: there is no such day in any year.")]
    [InlineData("0 3 * 13 *", "The month is 13, but must be between 1 and 12, or JAN to DEC.")]
    public async Task Create_ImpossibleCron_IsRejectedImmediately(string cron, string message)
    {
        var result = await Schedules.CreateAsync("nightly", Nightly with { Rule = new() { Cron = cron } });

        result.Outcome.Should().Be(ScheduleOutcome.Invalid);
        result.Errors.Should().Equal(new Dictionary<string, string> { ["cron"] = message });
        (await Schedules.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Create_EverythingWrong_ReportsItFieldByField()
    {
        var result = await Schedules.CreateAsync("Nightly Import", new()
        {
            Definition = "double",
            Input = Json.Parse("""{"number":"many"}"""),
            Rule = new()
            {
                Cron = "@daily",
                Every = TimeSpan.FromHours(1),
                TimeZone = "Europe/Bärlin",
                Calendar = "none",
                StartsAt = _time.GetUtcNow(),
                EndsAt = _time.GetUtcNow()
            },
            Unanswered = OnMissed.Ask,
            MissedLimit = 0,
            AutoPauseAfter = 0,
            Tags = [""],
        });

        result.Errors.Keys.Should().BeEquivalentTo(
            "id", "cron", "time_zone", "calendar", "ends_at", "input.number", "unanswered", "missed_limit", "auto_pause_after", "tags");
        (await Schedules.CheckAsync(new() { Definition = "gone", Rule = new() })).Should().Equal(new Dictionary<string, string>
        {
            ["cron"] = "Specify when it is due: cron, every or dates.",
            ["definition"] = "The definition 'gone' does not exist.",
        });
    }

    [Fact]
    public async Task Create_SameId_IsRejected()
    {
        await Schedules.CreateAsync("nightly", Nightly);

        (await Schedules.CreateAsync("nightly", Nightly)).Outcome.Should().Be(ScheduleOutcome.AlreadyExists);
    }

    [Fact]
    public async Task Update_OfAnOlderEdition_IsRejected_AndRunsDoNotCount()
    {
        var created = (await Schedules.CreateAsync("nightly", Nightly, "anna")).Schedule!;
        _time.Jump(TimeSpan.FromHours(14));
        await Schedules.RunDueAsync();

        var changed = await Schedules.UpdateAsync("nightly", Nightly with { Title = "Nightly" }, "bert", created.Edition);
        var late = await Schedules.UpdateAsync("nightly", Nightly, "anna", created.Edition);

        changed.IsAccepted.Should().BeTrue(changed.Message);
        late.Outcome.Should().Be(ScheduleOutcome.Changed);
        (await Schedules.GetAsync("nightly"))!.Should()
            .BeEquivalentTo(new
            {
                Settings = new { Title = "Nightly" },
                CreatedBy = "anna",
                ChangedBy = "bert",
                LastDueAt = _time.GetUtcNow()
            });
    }

    [Fact]
    public async Task Update_WithoutAnotherRule_KeepsTheNextOccurrence()
    {
        var created = (await Schedules.CreateAsync("nightly", Nightly)).Schedule!;
        (await Schedules.UpdateAsync("nightly", Nightly with { Title = "Nightly" })).Schedule!.NextAt.Should().Be(created.NextAt);
        (await Schedules.UpdateAsync("nightly", Nightly with { Rule = Nightly.Rule with { Cron = "0 4 * * *" } }))
            .Schedule!.NextAt.Should().Be(created.NextAt!.Value.AddHours(1));
    }

    [Fact]
    public async Task Update_SecretOmitted_KeepsIt()
    {
        var settings = Nightly with { Definition = "keeps-a-secret", Input = Json.Parse("""{"key":"hunter2"}""") };
        var created = (await Schedules.CreateAsync("nightly", settings)).Schedule!;
        created.Settings.Input!.Value.GetRawText().Should().NotContain("hunter2");

        var changed = (await Schedules.UpdateAsync("nightly", settings with { Input = Json.Parse("{}"), Title = "New" })).Schedule!;

        changed.Settings.Input!.Value.GetProperty("key").GetString().Should().StartWith("secret:");
        await Schedules.RunAsync("nightly", "anna");
        await Eventually.TrueAsync(async () =>
            await _store.CountAsync(new TaskQuery { Schedule = "nightly", States = [TaskState.Failed] }, 10, default) == 1);
    }

    [Fact]
    public async Task PauseAndResume_AreAuditedAndNothingIsMadeUpFor()
    {
        await Schedules.CreateAsync("nightly", Nightly, "anna");
        (await Schedules.PauseAsync("nightly", "bert", reason: "Stocktaking")).Schedule!.Pause.Should()
            .BeEquivalentTo(new { Cause = PauseCause.Person, By = "bert", Reason = "Stocktaking" });
        _time.Jump(TimeSpan.FromDays(3));
        await Schedules.RunDueAsync();

        var resumed = (await Schedules.ResumeAsync("nightly", "bert")).Schedule!;

        resumed.NextAt.Should().Be(new DateTimeOffset(2026, 11, 25, 2, 0, 0, TimeSpan.Zero));
        (await Schedules.ResumeAsync("nightly", "bert")).Outcome.Should().Be(ScheduleOutcome.NotNow);
        (await _store.CountAsync(new TaskQuery(), 10, default)).Should().Be(0);
        (await _test.Monitor.AuditAsync(new AuditQuery())).Items.Select(entry => $"{entry.By} {entry.Action} {entry.TaskName}").Should()
            .Equal(
            "bert ResumeSchedule nightly", "bert PauseSchedule nightly", "anna CreateSchedule nightly");
    }

    [Fact]
    public async Task Pause_Until_ResumesByItself()
    {
        await Schedules.CreateAsync("nightly", Nightly);
        await Schedules.PauseAsync("nightly", "anna", _time.GetUtcNow().AddDays(2));

        _time.Jump(TimeSpan.FromDays(2));
        await Schedules.RunDueAsync();

        (await Schedules.GetAsync("nightly"))!.Should()
            .BeEquivalentTo(new { IsEnabled = true, NextAt = new DateTimeOffset(2026, 11, 24, 2, 0, 0, TimeSpan.Zero) });
        (await Schedules.PauseAsync("nightly", "anna", _time.GetUtcNow())).Errors.Should().ContainKey("until");
    }

    [Fact]
    public async Task SkipNext_IsSkippedAndSaysByWhom()
    {
        var created = (await Schedules.CreateAsync("nightly", Nightly)).Schedule!;

        var skipped = (await Schedules.SkipNextAsync("nightly", "anna")).Schedule!;

        skipped.NextAt.Should().Be(created.NextAt!.Value.AddDays(1));
        skipped.LastSkipped.Should().Be(new SkippedRun(created.DueAt!.Value, "It was skipped by anna."));
    }

    [Fact]
    public async Task Run_Paused_RunsNowAndLeavesTheNextOccurrenceAlone()
    {
        await Schedules.CreateAsync("nightly", Nightly with { Owner = "anna" });
        await Schedules.PauseAsync("nightly");

        var result = await Schedules.RunAsync("nightly", "bert");

        result.Task.Should().BeEquivalentTo(new { Schedule = "nightly", DueAt = _time.GetUtcNow(), Owner = "anna" });
        (await Schedules.GetAsync("nightly"))!.IsEnabled.Should().BeFalse();
        (await _test.Monitor.AuditAsync(new AuditQuery { TaskId = result.Task!.Id })).Items.Single().Should()
            .BeEquivalentTo(new { By = "bert", Action = AuditAction.RunSchedule });
    }

    [Fact]
    public async Task Delete_LeavesItsTasksInTheHistory()
    {
        await Schedules.CreateAsync("nightly", Nightly);
        var run = (await Schedules.RunAsync("nightly")).Task!;
        await Eventually.TrueAsync(async () => (await _store.FindAsync(run.Id, default))!.State.IsFinal());

        (await Schedules.DeleteAsync("nightly", "anna", edition: 7)).Outcome.Should().Be(ScheduleOutcome.Changed);
        (await Schedules.DeleteAsync("nightly", "anna")).IsAccepted.Should().BeTrue();

        (await Schedules.GetAsync("nightly")).Should().BeNull();
        (await _store.FindAsync(run.Id, default))!.Schedule.Should().Be("nightly");
        (await Schedules.DeleteAsync("nightly", "anna")).Outcome.Should().Be(ScheduleOutcome.NotFound);
    }

    [Fact]
    public async Task Duplicate_HasTheSameSettings()
    {
        await Schedules.CreateAsync("nightly", Nightly with { Priority = 3 });

        (await Schedules.DuplicateAsync("nightly", "nightly-2", "anna")).Schedule!.Settings.Priority.Should().Be(3);
    }

    [Fact]
    public async Task Calendar_Changed_MovesTheSchedulesThatUseIt()
    {
        await Schedules.PutCalendarAsync(new HolidayCalendar("holidays", []));
        await Schedules.CreateAsync("nightly", Nightly with { Rule = Nightly.Rule with { Calendar = "holidays" } });

        await Schedules.PutCalendarAsync(new HolidayCalendar("holidays", [new(new(2026, 11, 22))]));

        (await Schedules.GetAsync("nightly"))!.NextAt.Should().Be(new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero));
        await FluentActions.Awaiting(() => Schedules.PutCalendarAsync(new HolidayCalendar("My days", []))).Should()
            .ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Occurrences_ArePreviewedAndLaidOutOnATimeline()
    {
        await Schedules.CreateAsync("nightly", Nightly);
        await Schedules.CreateAsync("off", Nightly);
        await Schedules.PauseAsync("off");
        var (from, to) = (_time.GetUtcNow(), _time.GetUtcNow().AddDays(3));

        (await Schedules.PreviewAsync(Nightly.Rule, 2)).Select(at => at.Day).Should().Equal(22, 23);
        (await Schedules.OccurrencesAsync((await Schedules.GetAsync("nightly"))!, from, to)).Should().HaveCount(3);
        (await Schedules.OccurrencesAsync((await Schedules.GetAsync("off"))!, from.AddSeconds(1), to)).Should().BeEmpty();
        (await Schedules.TimelineAsync(from, to)).Should().ContainSingle().Which.Times.Should().HaveCount(3);
    }

    [Fact]
    public async Task Declared_AppearsChangesAndDisappearsWithTheCode()
    {
        await ReopenAsync(builder => builder.AddSchedule("nightly", Nightly)
            .AddSchedule("hourly", Nightly with { Rule = new() { Cron = "@hourly" } }));
        (await Schedules.ListAsync()).Select(schedule => (schedule.Id, schedule.IsDeclared)).Should()
            .Equal(("hourly", true), ("nightly", true));
        (await Schedules.UpdateAsync("nightly", Nightly)).Outcome.Should().Be(ScheduleOutcome.Declared);
        (await Schedules.DeleteAsync("nightly")).Outcome.Should().Be(ScheduleOutcome.Declared);
        await Schedules.PauseAsync("hourly", "anna");
        var before = (await Schedules.GetAsync("nightly"))!;

        await ReopenAsync(builder => builder.AddSchedule("nightly", Nightly).AddSchedule("hourly", Nightly with { Title = "New" }));
        (await Schedules.GetAsync("nightly"))!.Should().BeEquivalentTo(before, "it has not changed");
        (await Schedules.GetAsync("hourly"))!.Should()
            .BeEquivalentTo(new { IsEnabled = false, Settings = new { Title = "New" } }, "a pause by a person is kept");

        await ReopenAsync(_ => { });
        (await Schedules.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Declared_SomethingWrong_IsPausedWithTheReason_UntilTheCodeIsRepaired()
    {
        await ReopenAsync(builder => builder.AddSchedule("nightly", Nightly with { Rule = new() { Cron = "0 3 * 13 *" } }));
        (await Schedules.GetAsync("nightly"))!.Pause.Should()
            .BeEquivalentTo(new { Cause = PauseCause.Invalid, Reason = "The month is 13, but must be between 1 and 12, or JAN to DEC." });
        (await _test.Monitor.CheckHealthAsync()).Warnings.Should().ContainSingle();

        await ReopenAsync(builder => builder.AddSchedule("nightly", Nightly));

        (await Schedules.GetAsync("nightly"))!.IsEnabled.Should().BeTrue();
    }

    [Fact]
    public async Task Declared_Attribute_IsFound()
    {
        var assembly = SourceAssembly.Compile(
            """
            using BlazorTasks;
            public static class Jobs
            {
                [MonitoredTask("Tidy up")]
                [Schedule("0 3 * * *", TimeZone = "Europe/Berlin", Missed = OnMissed.None)]
                [Schedule(Id = "tidy-often", Every = "00:15:00", Overlap = OnOverlap.Queue)]
                public static void TidyUp() { }
            }
            """);

        await ReopenAsync(builder => builder.AddTasksFrom(assembly));

        var schedules = await Schedules.ListAsync();
        schedules.Select(schedule => ScheduleText.Describe(schedule.Settings.Rule)).Should()
            .Equal("Every 15 minutes", "Every day at 03:00, Europe/Berlin");
        schedules.Select(schedule => schedule.Settings.Definition).Should().AllBe("tidy-up");
    }

    private TestMonitor Open(Action<BlazorTasksBuilder>? configure = null) => new(
        builder =>
        {
            builder.AddTasksFrom(typeof(SampleTasks).Assembly).Services.Replace(ServiceDescriptor.Singleton<ITaskStore>(_store));
            configure?.Invoke(builder);
        },
        _time);

    private async Task ReopenAsync(Action<BlazorTasksBuilder> configure)
    {
        await _test.DisposeAsync();
        _test = Open(configure);
        await _test.Monitor.OpenAsync();
    }
}
