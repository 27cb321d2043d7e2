namespace BlazorTasks.Benchmarks.Engine;

/// <summary>The heap that 20,000 running tasks hold, each after 10 reports, a step and 5 log lines.</summary>
internal static class LiveTaskMemory
{
    private const int Tasks = 20_000;

    public static async Task RunAsync()
    {
        Figure.Print("a live task", await MeasureAsync(_ => { }), "bytes", "≤ 4,096");
        Figure.Print("a live task after 10 reports and 5 log lines", await MeasureAsync(Work), "bytes");
    }

    private static void Work(TaskContext task)
    {
        for (var i = 0; i < 10; i++)
        {
            task.Report(i * 10, $"Batch {i}");
        }

        for (var i = 0; i < 5; i++)
        {
            task.Log($"Line {i}");
        }
    }

    private static async Task<List<double>> MeasureAsync(Action<TaskContext> work)
    {
        var rounds = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            await using var engine = await EngineUnderTest.OpenAsync(slots: Tasks + 10);
            var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await engine.Monitor.Start("warm-up", _ => Task.CompletedTask).Completion;
            var before = GC.GetTotalMemory(forceFullCollection: true);
            using var running = new CountdownEvent(Tasks);
            var all = new Task[Tasks];
            for (var i = 0; i < Tasks; i++)
            {
                all[i] = engine.Monitor.Start("live", async task =>
                {
                    work(task);
                    running.Signal();
                    await end.Task;
                }).Completion;
            }

            running.Wait();
            await engine.Monitor.Start("written after all of them", _ => Task.CompletedTask).Completion;
            rounds.Add((GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Tasks);
            end.SetResult();
            await Task.WhenAll(all);
        }

        return rounds;
    }
}
