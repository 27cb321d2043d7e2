using Quartz;

namespace BlazorTasks.Benchmarks.Engine;

/// <summary>The same with Quartz.NET: one-shot jobs on the RAM store, scheduled from four loops, 100 at once.</summary>
internal static class QuartzJobs
{
    public static async Task<List<double>> MeasureAsync(int jobs, int rounds)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.MaxBatchSize = 100);
            quartz.UseDefaultThreadPool(100);
        });
        await using var provider = services.BuildServiceProvider();
        var scheduler = await (await provider.GetRequiredService<ISchedulerFactory>().GetScheduler()).StartedAsync();
        var rates = new List<double>();
        for (var round = 0; round <= rounds; round++)
        {
            var done = NoOp.Expect(jobs);
            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, 4)
                .Select(part => Task.Run(() => ScheduleAsync(scheduler, $"{round}-{part}", jobs / 4))));
            await done;
            if (round > 0)
            {
                rates.Add(Figure.PerSecond(jobs, began));
            }
        }

        await scheduler.Shutdown(waitForJobsToComplete: true);
        return rates;
    }

    private static async Task<IScheduler> StartedAsync(this IScheduler scheduler)
    {
        await scheduler.Start();
        return scheduler;
    }

    private static async Task ScheduleAsync(IScheduler scheduler, string part, int jobs)
    {
        for (var i = 0; i < jobs; i++)
        {
            await scheduler.ScheduleJob(JobBuilder.Create<NoOp>().WithIdentity($"{part}-{i}").Build(), TriggerBuilder.Create().StartNow()
                .Build());
        }
    }

    private sealed class NoOp : IJob
    {
        private static TaskCompletionSource _all = new();
        private static int _left;

        public static Task Expect(int jobs)
        {
            _left = jobs;
            _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _all.Task;
        }

        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _all.SetResult();
            }

            return ValueTask.CompletedTask;
        }
    }
}
