using System.Net.Http.Json;
using BlazorTasks.Storage;
using BlazorTasks.Storage.Sqlite;
using BlazorTasks.Tests.Faults.Harness;
using BlazorTasks.Tests.Support;

namespace BlazorTasks.Tests.Faults;

/// <summary>
/// F43: the process dies right before or right after the commit that starts a scheduled task. Every due time has exactly
/// one task.
/// </summary>
[Collection(FaultTests.Name)]
public sealed class F43ScheduleTests
{
    private readonly Random _moments = FaultRun.Moments("F43");

    [Fact]
    public async Task Kill_AroundTheFiringCommit_EveryDueTimeHasExactlyOneTask()
    {
        for (var trial = 0; trial < FaultRun.Trials(quick: 2, full: 200); trial++)
        {
            await RunAsync(trial % 2 == 0 ? "before" : "after", _moments.Next(2, 5));
        }
    }

    private static async Task RunAsync(string moment, int number)
    {
        await using var app = new AppUnderTest
        {
            Environment = new Dictionary<string, string>
            {
                ["BLAZORTASKS_FAULT"] = $"insert:{moment}:{number}",
                ["DOTNET_STARTUP_HOOKS"] = AppProcess.Built("Workload"),
            },
        };
        await app.StartAsync();
        using (var http = new HttpClient { BaseAddress = new Uri(app.Address, "/api/") })
        {
            var schedule = new { id = "every-second", definition = "take-time", cron = "* * * * * *", overlap = "allow" };
            (await http.PostAsJsonAsync("schedules", schedule)).EnsureSuccessStatusCode();
            await app.Process.EndAsync();
        }

        app.Environment = new Dictionary<string, string>();
        await app.StartAsync();
        using (var http = new HttpClient { BaseAddress = new Uri(app.Address, "/api/") })
        {
            await Eventually.TrueAsync(async () => (await http.GetStringAsync("tasks?schedule=every-second&state=succeeded"))
                .Split("\"id\":").Length > number + 4);
        }

        await app.StopAsync();
        var due = await DueTimesAsync(app);
        due.Should().OnlyHaveUniqueItems()
            .And.Equal(Enumerable.Range(0, due.Count)
            .Select(second => due[0].AddSeconds(second)), $"{moment}:{number}, seed {FaultRun.Seed}");
    }

    private static async Task<IReadOnlyList<DateTimeOffset>> DueTimesAsync(AppUnderTest app)
    {
        await using var store = new SqliteTaskStore($"Data Source={app.Database};Pooling=False");
        await store.OpenToReadAsync(default);
        var due = new List<DateTimeOffset>();
        foreach (var finished in new[] { true, false })
        {
            await foreach (var task in store.ListAllAsync(new TaskQuery { Schedule = "every-second", Finished = finished }))
            {
                due.Add(task.DueAt!.Value);
            }
        }

        return [.. due.Order()];
    }
}
