namespace BlazorTasks.Tests.Core.Storage;

/// <content>Schedules, and the transaction that starts a task and moves its schedule on.</content>
public abstract partial class TaskStoreContract
{
    [Fact]
    public async Task Schedules_PutFindListDelete_GiveBackEverything()
    {
        var nightly = NewSchedule("nightly", Noon) with
        {
            Pause = new SchedulePause(Noon, PauseCause.Person, "Stocktaking") { By = "anna", Until = Noon.AddDays(1) },
            LastDueAt = Noon.AddDays(-1),
            LastSkipped = new SkippedRun(Noon.AddDays(-2), "It was skipped."),
            CreatedBy = "anna",
        };

        (await _store.Schedules.PutAsync(nightly, null, default)).Should().BeTrue();
        (await _store.Schedules.PutAsync(NewSchedule("another", null), null, default)).Should().BeTrue();

        (await _store.Schedules.FindAsync("nightly", default)).Should().BeEquivalentTo(nightly);
        (await _store.Schedules.ListAsync(default)).Select(schedule => schedule.Id).Should().Equal("another", "nightly");
        (await _store.Schedules.DeleteAsync("nightly", 2, null, default)).Should().BeFalse();
        (await _store.Schedules.DeleteAsync("nightly", 1, null, default)).Should().BeTrue();
        (await _store.Schedules.FindAsync("nightly", default)).Should().BeNull();
    }

    [Fact]
    public async Task Schedules_PutOfAnotherVersion_IsRejectedAndLeavesNoAudit()
    {
        var first = NewSchedule("nightly", Noon);
        var audit = AuditEntry.Of(first, "anna", AuditAction.CreateSchedule, Noon);

        (await _store.Schedules.PutAsync(first with { Version = 2 }, audit, default)).Should().BeFalse();
        (await _store.Schedules.PutAsync(first, audit, default)).Should().BeTrue();
        (await _store.Schedules.PutAsync(first, audit, default)).Should().BeFalse();
        (await _store.Schedules.PutAsync(first with { Version = 2 }, null, default)).Should().BeTrue();

        (await AuditAsync(new AuditQuery())).Should().Equal("anna CreateSchedule nightly");
    }

    [Fact]
    public async Task Schedules_Due_AreThoseUpToNowEarliestFirst()
    {
        await _store.Schedules.PutAsync(NewSchedule("later", Noon.AddSeconds(1)), null, default);
        await _store.Schedules.PutAsync(NewSchedule("now", Noon), null, default);
        await _store.Schedules.PutAsync(NewSchedule("early", Noon.AddHours(-1)), null, default);
        await _store.Schedules.PutAsync(NewSchedule("never", null), null, default);
        var pause = new SchedulePause(Noon, PauseCause.Person) { Until = Noon.AddMinutes(-1) };
        await _store.Schedules.PutAsync(NewSchedule("resumes", null) with { Pause = pause }, null, default);

        (await DueAsync(Noon)).Should().Equal("early", "resumes", "now");
        (await _store.Schedules.DueAsync(Noon, 1, 1, default)).Select(due => due.Schedule.Id).Should().Equal("resumes");
        (await _store.Schedules.NextAsync(Noon, default)).Should().Be(Noon.AddSeconds(1));
        (await _store.Schedules.NextAsync(Noon.AddSeconds(1), default)).Should().BeNull();
    }

    [Fact]
    public async Task Schedules_Due_SayHowManyRunsAreUnfinishedAndWhenTheLastEnded()
    {
        await _store.Schedules.PutAsync(NewSchedule("nightly", Noon), null, default);
        var (running, created) = Scheduled("nightly", Noon, null);
        await _store.CommitAsync([new StoreEntry(running, [created])], default);
        var (ended, first) = Scheduled("nightly", Noon, null);
        var end = new TaskCancelled(TaskReason.ByUser, null).Stamp(2, Noon.AddMinutes(5), 0);
        await _store.CommitAsync([new StoreEntry(ended.Apply(end), [first, end])], default);

        var due = (await _store.Schedules.DueAsync(Noon, 0, 10, default)).Single();

        (due.Unfinished, due.LastEndedAt).Should().Be((1, Noon.AddMinutes(5)));
        (await _store.ListAsync(new TaskQuery { Schedule = "nightly" }, default)).Items.Should().ContainSingle().Which.DueAt.Should()
            .Be(Noon);
        (await _store.ListAsync(new TaskQuery { Schedule = "nightly", Finished = false }, default)).Items.Single().Schedule.Should()
            .Be("nightly");
        (await _store.ListAsync(new TaskQuery { Schedule = "other", Finished = false }, default)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task CommitAsync_TaskOfASchedule_MovesItOnInTheSameTransaction()
    {
        var schedule = NewSchedule("nightly", Noon);
        await _store.Schedules.PutAsync(schedule, null, default);
        var moved = schedule.Pass(Noon, Noon.AddDays(1));
        var (task, created) = Scheduled("nightly", Noon, moved);

        await _store.CommitAsync([new StoreEntry(task, [created])], default);
        await _store.CommitAsync([new StoreEntry(task, [created])], default); // the response was lost: not a second time, and no error

        (await _store.Schedules.FindAsync("nightly", default)).Should().BeEquivalentTo(moved);
        (await _store.CountAsync(new TaskQuery { Finished = false }, 10, default)).Should().Be(1);
    }

    [Fact]
    public async Task CommitAsync_ManyForTheSameDueTime_StoresExactlyOne()
    {
        var schedule = NewSchedule("nightly", Noon);
        await _store.Schedules.PutAsync(schedule, null, default);
        var moved = schedule.Pass(Noon, Noon.AddDays(1));

        var rejected = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var (task, created) = Scheduled("nightly", Noon, moved);
            try
            {
                await _store.CommitAsync([new StoreEntry(task, [created])], default);
                return 0;
            }
            catch (StaleWriteException stale)
            {
                stale.Tasks.Should().Equal(task.Id);
                return 1;
            }
        })));

        rejected.Sum().Should().Be(7);
        (await _store.CountAsync(new TaskQuery { Finished = false }, 10, default)).Should().Be(1);
    }

    [Fact]
    public async Task CommitAsync_ScheduleThatWasDeletedMeanwhile_StoresNoTask_ButTheRestOfTheBatch()
    {
        var (task, created) = Scheduled("gone", Noon, NewSchedule("gone", Noon) with { Version = 2 });
        var (other, first) = Scheduled("gone", Noon, null);

        await FluentActions.Awaiting(() => _store.CommitAsync([new StoreEntry(task, [created]), new StoreEntry(other, [first])], default))
            .Should().ThrowAsync<StaleWriteException>();

        (await _store.FindAsync(task.Id, default)).Should().BeNull();
        (await _store.FindAsync(other.Id, default)).Should().NotBeNull();
    }

    [Fact]
    public async Task Calendars_PutReplaceDelete_GiveBackEveryDay()
    {
        var calendar = new HolidayCalendar("holidays",
            [new Holiday(new DateOnly(2026, 12, 25), "Christmas"), new Holiday(new DateOnly(2027, 1, 1))]);

        await _store.Schedules.PutCalendarAsync(new HolidayCalendar("holidays", []), default);
        await _store.Schedules.PutCalendarAsync(calendar, default);

        (await _store.Schedules.CalendarsAsync(default)).Should().ContainSingle().Which.Should().BeEquivalentTo(calendar);
        (await _store.Schedules.DeleteCalendarAsync("holidays", default)).Should().BeTrue();
        (await _store.Schedules.DeleteCalendarAsync("holidays", default)).Should().BeFalse();
    }

    private async Task<IEnumerable<string>> DueAsync(DateTimeOffset now) =>
        (await _store.Schedules.DueAsync(now, 0, 100, default)).Select(due => due.Schedule.Id);

    private static Schedule NewSchedule(string id, DateTimeOffset? next) => new()
    {
        Id = id,
        Settings = new ScheduleSettings
        {
            Definition = "import",
            Rule = new ScheduleRule { Cron = "0 12 * * *", TimeZone = "Europe/Berlin", Jitter = TimeSpan.FromSeconds(5) },
            Tags = ["night"],
            Timeout = TimeSpan.FromMinutes(30),
        },
        DueAt = next,
        NextAt = next,
        CreatedAt = Noon,
        ChangedAt = Noon,
    };

    private static (TaskSnapshot Task, TaskEvent Created) Scheduled(string schedule, DateTimeOffset due, Schedule? moved)
    {
        var created = new TaskCreated("Import") { Schedule = schedule, DueAt = due, Moved = moved };
        created.Stamp(1, Noon, 0);
        return (TaskSnapshot.From(TaskId.New(Noon), created), created);
    }
}
