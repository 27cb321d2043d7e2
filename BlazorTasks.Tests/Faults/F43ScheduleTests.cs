using BlazorTasks.Storage.Sqlite;

namespace BlazorTasks.Tests.Faults;

/// <summary>
/// F43: the process dies right before or right after the commit that starts a scheduled task, or the clock jumps. No due time
/// has two tasks, and none is skipped by a crash.
/// </summary>
[Collection(FaultTests.Name)]
public sealed class F43ScheduleTests : IDisposable
{
    private const int AtOnce = 4;

    private readonly TempFolder _folder = new();
    private readonly Random _moments = FaultRun.Moments("F43");

    [Fact]
    public async Task Kill_AroundTheFiringCommit_EveryDueTimeHasExactlyOneTask()
    {
        var trials = Enumerable.Range(0, FaultRun.Trials(quick: 2, full: 200))
            .Select(trial => (Moment: trial % 2 == 0 ? "before" : "after", Number: _moments.Next(2, 5)))
            .ToList();
        await Parallel.ForEachAsync(
            trials,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (trial, _) => await RunAsync(trial.Moment, trial.Number)); // it waits for seconds to pass, most of the time
    }

    /// <summary>Where the clock jumps to: the start of summer time in most of Europe among them.</summary>
    public static TheoryData<string> Jumps() => FaultRun.IsFull ? ["+2h", "-2h", "@2027-03-28 00:59:57"] : ["-2h"];

    [NeedsFakeTimeTheory]
    [MemberData(nameof(Jumps))]
    public async Task Jump_OfTheClock_NoDueTimeHasTwoTasksAndTheScheduleContinues(string to)
    {
        var clock = _folder.File("clock");
        await File.WriteAllTextAsync(clock, "+0");
        await using var app = new AppUnderTest { Environment = NeedsFakeTimeTheoryAttribute.Variables(clock) };
        await app.StartAsync();
        using (var http = new HttpClient { BaseAddress = new Uri(app.Address, "/api/") })
        using (var client = app.Client())
        {
            await CreateAsync(http);
            await RunsAsync(http, 2);

            await File.WriteAllTextAsync(clock, to);
            if (to.StartsWith('-'))
            {
                await client.UntilAsync(await client.StartedAsync("work"), task => task.State == ApiTaskState.Succeeded);
                await File.WriteAllTextAsync(clock, "+0"); // what is due while the clock is behind has run already
            }

            await RunsAsync(http, 6);
        }

        await app.StopAsync();
        (await DueTimesAsync(app)).Should().OnlyHaveUniqueItems();
    }

    public void Dispose() => _folder.Dispose();

    private static async Task CreateAsync(HttpClient http)
    {
        var schedule = new { id = "every-second", definition = "take-time", cron = "* * * * * *", overlap = "allow" };
        (await http.PostAsJsonAsync("schedules", schedule)).EnsureSuccessStatusCode();
    }

    /// <summary>Waits until so many runs have succeeded.</summary>
    private static Task RunsAsync(HttpClient http, int count) => Eventually.TrueAsync(async () =>
        (await http.GetStringAsync("tasks?schedule=every-second&state=succeeded")).Split("\"id\":").Length > count);

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
            await CreateAsync(http);
            await app.Process.EndAsync();
        }

        app.Environment = new Dictionary<string, string>();
        await app.StartAsync();
        using (var http = new HttpClient { BaseAddress = new Uri(app.Address, "/api/") })
        {
            await RunsAsync(http, number + 4);
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
