using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks.Benchmarks;

internal static class ReportCost
{
    public static void Run()
    {
        foreach (var watchers in new[] { 0, 100 })
        {
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
            services.AddBlazorTasksCore();
            using var provider = (IDisposable)services.BuildServiceProvider();
            var monitor = ((IServiceProvider)provider).GetRequiredService<TaskMonitor>();
            for (var i = 0; i < watchers; i++)
            {
                monitor.Subscribe(frame => _ = frame.Changed.Count);
            }

            var task = monitor.Start("report", task =>
            {
                for (var round = 0; round < 6; round++)
                {
                    const int n = 20_000_000;
                    var bytes = GC.GetAllocatedBytesForCurrentThread();
                    var began = Stopwatch.GetTimestamp();
                    for (var i = 0; i < n; i++)
                    {
                        task.Report(i % 100, "status");
                    }

                    Console.WriteLine($"{watchers} watchers: {Stopwatch.GetElapsedTime(began).TotalNanoseconds / n:N1} ns, {(GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)n:N1} bytes");
                }

                return Task.CompletedTask;
            });
            task.Completion.Wait();
            monitor.StopAsync().Wait();
        }
    }
}
