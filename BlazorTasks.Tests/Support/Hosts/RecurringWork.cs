namespace BlazorTasks.Tests.Support.Hosts;

/// <summary>Schedules of every kind and state, with runs, and several at the same time.</summary>
public static class RecurringWork
{
    public static async Task FillAsync(TaskMonitor monitor, ITaskStore store)
    {
        await CreateAsync("nightly-import", "Import customers", new() { Cron = "0 3 * * 1-5", TimeZone = "Europe/Berlin" }, OnMissed.Ask);
        await monitor.Schedules.PutCalendarAsync(new("german-holidays",
        [
            new(new(2026, 12, 25), "First day of Christmas"),
            new(new(2026, 12, 26), "Second day of Christmas"),
            new(new(2099, 1, 1), "New Year"),
        ]));
        await CreateAsync("price-check", "Check the prices of the competition",
            new() { Cron = "0 3 * * *", TimeZone = "Europe/Berlin", Jitter = TimeSpan.FromMinutes(5) });
        await CreateAsync("invoice-run", "Send invoices",
            new() { Cron = "10 3 1 * *", TimeZone = "Europe/Berlin", Calendar = "german-holidays" });
        await CreateAsync("moderate", "Moderate comments", new() { Every = TimeSpan.FromMinutes(15) });
        await CreateAsync("search-index", "Rebuild the search index", new() { Every = TimeSpan.FromHours(4), FromLastEnd = true },
            OnMissed.None);
        await CreateAsync("heartbeat", "Ping the shop", new() { Every = TimeSpan.FromSeconds(30) });
        await CreateAsync("backups", "Back up", new() { Cron = "15 3 * * *", TimeZone = "America/New_York" });
        await CreateAsync("shop-export", "Export the shop", new() { Cron = "0 3 * * 6", TimeZone = "Europe/Berlin" });
        await monitor.Schedules.PauseAsync("shop-export", "Anna Lind", DateTimeOffset.UtcNow.AddDays(3),
            "The shop is being moved to another server");
        await monitor.Schedules.PauseAsync("heartbeat", "local");
        await store.Schedules.PutAsync(Declared("newsletter", null), null, default);
        await store.Schedules.PutAsync(
            Declared("reconcile", new(DateTimeOffset.UtcNow.AddHours(-1), PauseCause.Failures,
                "Its last 3 runs failed: The bank did not answer within 30 s.")),
            null,
            default);
        await store.CommitAsync([.. Enumerable.Range(0, 12).Select(i => Run("nightly-import", i)), .. Enumerable.Range(0, 4)
            .Select(i => Run("moderate", i))], default);

        async Task CreateAsync(string id, string title, ScheduleRule rule, OnMissed missed = default) =>
            (await monitor.Schedules.CreateAsync(
                id,
                new()
                {
                    Title = title,
                    Definition = "double",
                    Input = Json.Parse("""{"number":21}"""),
                    Rule = rule,
                    Missed = missed,
                    Owner = "Anna Lind"
                },
                "Anna Lind")).Message.Should().StartWith("Accepted");
    }

    private static Schedule Declared(string id, SchedulePause? pause)
    {
        var due = new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero).AddDays(1).AddHours(9);
        return new()
        {
            Id = id,
            Settings = new() { Definition = "no-result", Rule = new() { Cron = "0 9 * * *" } },
            IsDeclared = true,
            Pause = pause,
            DueAt = pause is null ? due : null,
            NextAt = pause is null ? due : null,
            CreatedAt = DateTimeOffset.UtcNow.AddDays(-30),
            ChangedAt = DateTimeOffset.UtcNow.AddDays(-2),
        };
    }

    private static StoreEntry Run(string schedule, int i)
    {
        var due = new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero).AddDays(i - 13).AddHours(2);
        var run = new RecordedTask("Double", due.AddSeconds(i == 9 ? 190 : 0))
        {
            Definition = "double",
            Owner = "Anna Lind",
            Schedule = schedule,
            DueAt = due,
            Input = Json.Parse("""{"number":21}""")
        }
            .Add(new TaskStarting("a", 1)).Add(new TaskRunning());
        run.At = run.At.AddSeconds(70 + (i * 13));
        return run.Add(i % 6 == 4 ? new TaskFailed(TaskReason.Exception, new TaskError("X", "The bank did not answer within 30 s."))
            : new TaskSucceeded(Json.Parse("42"))).TakeEntry();
    }
}
