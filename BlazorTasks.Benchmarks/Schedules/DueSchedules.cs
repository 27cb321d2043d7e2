namespace BlazorTasks.Benchmarks.Schedules;

/// <summary>10,000 schedules in SQLite: looking for what is due, how late runs start, and 1,000 in the same second.</summary>
internal static class DueSchedules
{
    private const int Count = 10_000;
    private const int Together = 1_000;

    public static async Task RunAsync()
    {
        await using var engine = await EngineUnderTest.OpenAsync(sqlite: true);
        await AddDistantAsync(engine);
        var schedules = engine.Get<ITaskStore>().Schedules;
        await ScanAsync(schedules);
        await LatenessAsync(engine, schedules);
        await TogetherAsync(engine, schedules);
    }

    /// <summary>Adds 10,000 schedules that are due in a year.</summary>
    public static async Task AddDistantAsync(EngineUnderTest engine)
    {
        var far = DateTimeOffset.UtcNow.AddYears(1);
        for (var i = 0; i < Count; i++)
        {
            await engine.Get<ITaskStore>().Schedules.PutAsync(New($"far-{i}", "0 0 1 1 *", far.AddSeconds(i)), null, default);
        }
    }

    private static async Task ScanAsync(ITaskSchedules schedules)
    {
        var times = new List<double>();
        for (var i = 0; i < 500; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await schedules.DueAsync(DateTimeOffset.UtcNow, 0, 500, default);
            await schedules.NextAsync(DateTimeOffset.UtcNow, default);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        Figure.Print("looking for what is due, among 10,000", times, "ms", "≤ 5 ms");
    }

    private static async Task LatenessAsync(EngineUnderTest engine, ITaskSchedules schedules)
    {
        var late = new List<double>();
        using (engine.Monitor.SubscribeEvents((task, taskEvent) =>
        {
            if (taskEvent is TaskRunning && task.Schedule == "every-second")
            {
                late.Add((taskEvent.At - task.DueAt!.Value).TotalMilliseconds);
            }
        }))
        {
            await engine.Monitor.Schedules.CreateAsync("every-second", Settings("* * * * * *"));
            await Task.Delay(TimeSpan.FromSeconds(60));
            await engine.Monitor.Schedules.DeleteAsync("every-second");
        }

        Figure.Print($"from due to running, p50 of {late.Count}", Figure.Percentile(late, 0.5), "ms");
        Figure.Print("the same, p99", Figure.Percentile(late, 0.99), "ms", "≤ 250 ms");
    }

    private static async Task TogetherAsync(EngineUnderTest engine, ITaskSchedules schedules)
    {
        var rounds = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            var due = DateTimeOffset.UtcNow.AddSeconds(10);
            var (left, last) = (Together, new TaskCompletionSource<double>());
            using var subscription = engine.Monitor.SubscribeEvents((task, taskEvent) =>
            {
                if (taskEvent is TaskCreated { Schedule: { } id }
                    && id.StartsWith($"together-{round}-", StringComparison.Ordinal)
                    && --left == 0)
                {
                    last.SetResult((DateTimeOffset.UtcNow - due).TotalSeconds);
                }
            });
            for (var i = 0; i < Together; i++)
            {
                await schedules.PutAsync(New($"together-{round}-{i}", "0 0 1 1 *", due), null, default);
            }

            await engine.Monitor.Schedules.PauseAsync("far-0"); // wakes the scheduler, which has not seen these come
            await engine.Monitor.Schedules.ResumeAsync("far-0");
            rounds.Add(await last.Task);
        }

        Figure.Print("1,000 due in the same second, until the last is stored", rounds, "s", "≤ 2 s");
    }

    private static Schedule New(string id, string cron, DateTimeOffset due) => new()
    {
        Id = id,
        Settings = Settings(cron),
        DueAt = due,
        NextAt = due,
    };

    private static ScheduleSettings Settings(string cron) => new()
    {
        Definition = "nothing-to-do",
        Rule = new ScheduleRule { Cron = cron },
        Overlap = OnOverlap.Allow,
    };

    /// <summary>The task that is started.</summary>
    [MonitoredTask("Nothing to do")]
    public static void DoNothing()
    {
    }
}
