using System.Runtime.InteropServices;
using BlazorTasks.Benchmarks.Api;
using BlazorTasks.Benchmarks.Browser;
using BlazorTasks.Benchmarks.Nodes;
using BlazorTasks.Benchmarks.Reports;
using BlazorTasks.Benchmarks.Schedules;
using BlazorTasks.Benchmarks.Streams;

namespace BlazorTasks.Benchmarks;

/// <summary>Every measurement by its name. Each prints a Markdown table as docs/benchmarks.md holds it.</summary>
internal static class Suite
{
    private static readonly Measurement[] All =
    [
        new("report", "one Report on the task's thread, with 0 and 100 watchers, beside Quartz.NET's", ReportCost.RunAsync),
        new("engine", "start to complete of no-op tasks, in memory and with SQLite, beside Quartz.NET's RAM store", Throughput.RunAsync),
        new("live-memory", "memory of a task that runs", LiveTaskMemory.RunAsync),
        new("waiting", "10,000 tasks that wait for a person: memory, threads, and how soon an answer is taken", WaitingTasks.RunAsync),
        new("rows", "rows written to SQLite, beside raw SQLite with the same schema", RowsWritten.RunAsync),
        new("history", "pages and searches in a history of 1,000,000 tasks", HistoryReads.RunAsync),
        new("postgres", "durable tasks on PostgreSQL, and what they cost the server (BLAZORTASKS_POSTGRES)", PostgresTasks.RunAsync),
        new("nodes", "two nodes on one PostgreSQL database, and what passes between them (BLAZORTASKS_POSTGRES)", TwoNodes.RunAsync),
        new("postgres-history", "pages and searches in a history of 1,000,000 tasks on PostgreSQL", HistoryReads.RunPostgresAsync),
        new("schedules", "10,000 schedules in SQLite: looking for what is due, lateness, and 1,000 in the same second",
            DueSchedules.RunAsync),
        new("post-tasks", "POST /api/tasks of a no-op to its commit in SQLite, 32 callers", PostTasks.RunAsync),
        new("busy", "1,000 tasks x 10 reports/s watched by 20 dashboards, beside a bare circuit", BusyTeam.RunAsync),
        new("overload", "100 dashboards at 10,000 reports/s", Overload.RunAsync),
        new("circuits", "memory of an open Active page at 100 and at 100,000 tasks, and of a History of 50 rows", CircuitMemory.RunAsync),
        new("components", "memory of 20 TaskProgress on a page of a host, and size of the script", ComponentsMemory.RunAsync),
        new("streams", "100 WebSockets and 100 event streams of the API beside bare Kestrel, and readers that stop reading",
            LiveStreams.RunAsync),
        new("first-page", "bytes and time to the first usable page from a cold cache, and to the first key in a form", FirstPage.RunAsync),
    ];

    public static int List()
    {
        Console.WriteLine("dotnet run -c Release --project BlazorTasks.Benchmarks -- <name>… | all");
        foreach (var measurement in All)
        {
            Console.WriteLine($"  {measurement.Name,-12} {measurement.About}");
        }

        return 0;
    }

    public static async Task<int> RunAsync(string[] names)
    {
        var unknown = names.Where(name => name != "all" && All.All(measurement => measurement.Name != name)).ToList();
        if (unknown.Count > 0)
        {
            Console.Error.WriteLine($"There is no measurement \"{unknown[0]}\".");
            List();
            return 64;
        }

        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, "
            + $"{Environment.ProcessorCount} cores, {DateTime.UtcNow:yyyy-MM-dd}");
        foreach (var measurement in All.Where(measurement => names.Contains("all") || names.Contains(measurement.Name)))
        {
            Console.WriteLine($"\n## {measurement.Name}: {measurement.About}\n\n| What | Median | Range | Target |\n|---|---:|---:|---|");
            await measurement.RunAsync();
        }

        return 0;
    }

    private sealed record Measurement(string Name, string About, Func<Task> RunAsync);
}
