namespace BlazorTasks.Tests.Support.Hosts;

/// <summary>An app in the middle of a busy day: tasks in every state, and some that ended before.</summary>
public sealed class BusyTeam : IAsyncDisposable
{
    private static readonly TaskPolicy ThreeTimes = new() { MaxAttempts = 3, RetryDelay = TimeSpan.FromMinutes(5) };
    private readonly EmbeddingHost _host;

    private BusyTeam(EmbeddingHost host) => _host = host;

    public Uri Address => _host.Address;

    public TaskMonitor Monitor => (TaskMonitor)_host.Services.GetService(typeof(TaskMonitor))!;

    public ITaskStore Store => (ITaskStore)_host.Services.GetService(typeof(ITaskStore))!;

    /// <summary>A task that moves.</summary>
    public MonitoredTask Running { get; private set; } = default!;

    /// <summary>A task that failed with a stack and a long message.</summary>
    public MonitoredTask Failed { get; private set; } = default!;

    /// <summary>A task that ended with steps, warnings and a table.</summary>
    public MonitoredTask Succeeded { get; private set; } = default!;

    /// <summary>Starts the app and everything in it.</summary>
    public static async Task<BusyTeam> StartAsync(int running = 6)
    {
        var team = new BusyTeam(await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/"), builder =>
            builder.Services.AddBlazorTasksCore().Configure(options =>
        {
            options.MaxConcurrency = running + 1;
            options.ShutdownTimeout = TimeSpan.FromSeconds(1);
            options.GracePeriod = TimeSpan.FromHours(
                1); // the stubborn one stays as it is: its end would be told over whatever is looked at
        })));
        await team.FillAsync(running);
        return team;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task FillAsync(int running)
    {
        await EndSomeAsync();
        Running = Move("Import customers", "spring-list.csv", "Anna Lind", 62);
        for (var i = 1; i < running; i++)
        {
            Move(i % 3 == 0 ? "Send a newsletter" : "Index a folder", $"/srv/shared/projects/2026/{i:00}/manuals", i % 2 == 0
                ? "Jonas Berg" : null, i % 4 == 0 ? null : 8 + (i * 7 % 80));
        }

        Monitor.Start("Reconcile invoices", _ => throw new IOException("The bank did not answer within 30 s."),
            new() { Owner = "Mei Chen", Label = "November", Policy = ThreeTimes });
        var stubborn = Monitor.Start("Rebuild search index", StubbornAsync, new() { Owner = "local", Label = "products" });
        await Monitor.Until(stubborn.Id, task => task.State == TaskState.Running);
        await stubborn.CancelAsync("local");
        for (var i = 0; i < 3; i++)
        {
            Monitor.Start("Resize images", HoldAsync, new() { Label = $"campaign-{i}", Owner = "Anna Lind" });
        }

        Monitor.Start("Nightly export", HoldAsync, new() { Label = "orders", RunAt = DateTimeOffset.UtcNow.AddHours(11) });
        await Monitor.UntilActive(active => active.UpNext.Count >= 3 && active.InProgress.Any(task => task.State == TaskState.Backoff));
    }

    private async Task EndSomeAsync()
    {
        Succeeded = Monitor.Start("Import customers", ImportAsync,
            new() { Owner = "Anna Lind", Label = "winter-list.csv", Tags = ["import", "crm"] });
        Failed = Monitor.Start("Extract vocabulary", FailAsync, new() { Owner = "local", Label = "https://example.org/article" });
        var stopped = Monitor.Start("Random wait", HoldAsync, new() { Owner = "Jonas Berg" });
        await Monitor.Until(stopped.Id, task => task.State == TaskState.Running);
        await stopped.CancelAsync("Jonas Berg");
        var quick = Enumerable.Range(0, 12)
            .Select(i => Monitor.Start("Stream words", _ => { }, new() { Label = $"chapter {i}" }).Completion);
        await Task.WhenAll([.. quick, Succeeded.Completion]);
        await Monitor.Until(Failed.Id, task => task.State == TaskState.Failed);
    }

    private MonitoredTask Move(string name, string label, string? owner, int? progress) => Monitor.Start(
        name,
        async task =>
        {
            task.Log("Opened the source, 12,000 rows");
            task.Report(progress, $"Row {(progress ?? 20) * 120:N0} of 12,000");
            task.Log("Batch 15 committed: 500 rows, 3 of them were known already and have been updated with the newer address");
            await HoldAsync(task);
        },
        new() { Label = label, Owner = owner, Tags = ["nightly"] });

    private static Task HoldAsync(TaskContext task) => Task.Delay(Timeout.Infinite, task.CancellationToken);

    /// <summary>Does not listen when asked to stop.</summary>
    private static async Task StubbornAsync(TaskContext task)
    {
        task.Report(41, "Segment 41 of 100");
        await Task.Delay(Timeout.Infinite, CancellationToken.None);
    }

    private static async Task<object> ImportAsync(TaskContext task)
    {
        await task.StepAsync("Read the file", () => Task.CompletedTask);
        await task.StepAsync("Write to the shop", () => Task.CompletedTask);
        task.Report(100, "1,204 rows written");
        task.Warn("Line 4 rejected: 'mei@fjord' is not a valid email address");
        return new
        {
            Added = 1_180,
            Updated = 24,
            Rejected = new[] { new { Line = 4, Reason = "'mei@fjord' is not a valid email address" },
            new { Line = 9, Reason = "the name is missing" } }
        };
    }

    private static Task FailAsync(TaskContext task)
    {
        task.Report(12, "Fetching");
        task.Log("GET https://example.org/article");
        throw new InvalidOperationException("Could not fetch the article: the server answered 404 Not Found.",
            new HttpRequestException("Response status code does not indicate success: 404 (Not Found)."));
    }
}
