using System.Diagnostics;
using BlazorTasks;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks.Benchmarks;

internal static class Throughput
{
    public static async Task RunAsync(bool sqlite, int tasks)
    {
        for (var round = 0; round < 5; round++)
        {
            var folder = Directory.CreateTempSubdirectory("bt-bench-").FullName;
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
            var builder = services.AddBlazorTasksCore();
            if (sqlite)
            {
                builder.UseSqlite($"Data Source={folder}/t.db");
            }

            await using var provider = services.BuildServiceProvider();
            var monitor = provider.GetRequiredService<TaskMonitor>();
            await monitor.OpenAsync();
            await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => monitor.Start("warm", _ => Task.CompletedTask).Completion));
            var all = new Task[tasks];
            var began = Stopwatch.GetTimestamp();
            var bytes = GC.GetTotalAllocatedBytes();
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            for (var i = 0; i < tasks; i++)
            {
                all[i] = monitor.Start("no-op", _ => Task.CompletedTask).Completion;
            }

            var started = Stopwatch.GetElapsedTime(began);
            await Task.WhenAll(all);
            var took = Stopwatch.GetElapsedTime(began);
            Console.WriteLine($"{(sqlite ? "sqlite" : "memory")} {tasks:N0} tasks: {tasks / took.TotalSeconds:N0}/s (enqueue {tasks / started.TotalSeconds:N0}/s) cpu {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds / took.TotalSeconds:N2} gc {GC.CollectionCount(0)}/{GC.CollectionCount(2)}  {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / tasks:N1} cpu-us/task {(GC.GetTotalAllocatedBytes() - bytes) / tasks:N0} bytes/task");
            await monitor.StopAsync();
            Directory.Delete(folder, true);
        }
    }
}
