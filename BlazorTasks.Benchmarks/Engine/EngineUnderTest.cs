namespace BlazorTasks.Benchmarks.Engine;

/// <summary>An engine without a dashboard, as a worker process has it.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder = Directory.CreateTempSubdirectory("blazortasks-benchmark-").FullName;

    private EngineUnderTest(bool sqlite, int slots, string? postgres, string? node, ClusterLink link)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        var builder = services.AddBlazorTasksCore().AddTasksFrom(typeof(EngineUnderTest).Assembly)
            .Configure(options => (options.MaxConcurrency, options.Node) = (slots, node ?? options.Node));
        if (postgres is not null)
        {
            builder.UsePostgres(postgres, cluster => cluster.Link = link);
        }
        else if (sqlite)
        {
            builder.UseSqlite($"Data Source={File}");
        }

        _services = services.BuildServiceProvider();
    }

    public TaskMonitor Monitor => _services.GetRequiredService<TaskMonitor>();

    /// <summary>Its SQLite file, if it has one.</summary>
    public string File => Path.Combine(_folder, "tasks.db");

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static async Task<EngineUnderTest> OpenAsync(
        bool sqlite = false,
        int slots = 64,
        string? postgres = null,
        string? node = null,
        ClusterLink link = ClusterLink.None)
    {
        var engine = new EngineUnderTest(sqlite, slots, postgres, node, link);
        await engine.Monitor.OpenAsync();
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        await Monitor.StopAsync();
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
