using BlazorTasks.Definitions;
using BlazorTasks.Diagnostics;
using BlazorTasks.Execution;
using BlazorTasks.Forms;
using BlazorTasks.Schedules;
using BlazorTasks.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BlazorTasks;

/// <summary>Configures storage, task definitions and options.</summary>
/// <param name="services">The service collection to configure.</param>
public sealed class BlazorTasksBuilder(IServiceCollection services)
{
    /// <summary>Gets the service collection being configured.</summary>
    public IServiceCollection Services { get; } = services;

    /// <summary>
    /// Stores the history in a SQLite database, such as "Data Source=tasks.db". The file is created if it does not exist.
    /// </summary>
    public BlazorTasksBuilder UseSqlite(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        Services.Replace(ServiceDescriptor.Singleton<ITaskStore>(_ => new SqliteTaskStore(connectionString)));
        return this;
    }

    /// <summary>
    /// Registers every method marked with <see cref="MonitoredTaskAttribute"/> in the assembly, so that it can be started by
    /// name.
    /// </summary>
    public BlazorTasksBuilder AddTasksFrom(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        Services.AddSingleton(new DefinitionSource(assembly));
        return this;
    }

    /// <summary>
    /// Declares a schedule. It appears, changes and disappears with the code; people can pause, resume and run it.
    /// </summary>
    /// <param name="id">The id, a kebab-case name such as "nightly-import".</param>
    /// <param name="settings">What to start, when, and how.</param>
    public BlazorTasksBuilder AddSchedule(string id, ScheduleSettings settings)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentNullException.ThrowIfNull(settings);
        Services.AddSingleton(new DeclaredSchedule(id, settings));
        return this;
    }

    /// <summary>
    /// Runs a background service as a task, with its log, its outcome and a way to cancel it. Call it instead of
    /// AddHostedService. The service needs no changes; in it, <see cref="TaskContext.Current"/> reports progress and asks people.
    /// </summary>
    /// <typeparam name="TService">The service, a singleton.</typeparam>
    /// <param name="name">The name of the task, such as "Nightly sync".</param>
    public BlazorTasksBuilder AddMonitoredBackgroundService<TService>(string name)
        where TService : BackgroundService
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Services.TryAddSingleton<TService>();
        Services.AddSingleton<IHostedService>(services => new MonitoredBackgroundService(
            name,
            services.GetRequiredService<TService>(),
            services.GetRequiredService<TaskMonitor>(),
            services.GetRequiredService<ILogger<MonitoredBackgroundService>>()));
        return this;
    }

    /// <summary>Configures the options.</summary>
    public BlazorTasksBuilder Configure(Action<BlazorTasksOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }
}

/// <summary>An assembly to scan for definitions.</summary>
internal sealed record DefinitionSource(Assembly Assembly);

/// <summary>Adds the task engine to an application.</summary>
public static partial class BlazorTasksServices
{
    /// <summary>
    /// Adds the engine without the dashboard, for example to a worker service. By default it runs in this process and stores
    /// tasks in memory. Options are bound from the configuration section "BlazorTasks".
    /// </summary>
    public static BlazorTasksBuilder AddBlazorTasksCore(this IServiceCollection services)
    {
        services.AddOptions<BlazorTasksOptions>().BindConfiguration("BlazorTasks").ValidateDataAnnotations().ValidateOnStart();
        services.AddLogging(
            logging => logging.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, TaskLoggerProvider>()));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ITaskStore, InMemoryTaskStore>();
        services.TryAddSingleton(NewCatalog);
        services.TryAddSingleton(provider => NewUploads(
            provider.GetRequiredService<IOptions<BlazorTasksOptions>>().Value,
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ISecretProtector, EphemeralSecretProtector>();
        services.TryAddSingleton<TaskMonitor>();
        services.AddHostedService<MonitorHostedService>();
        return new BlazorTasksBuilder(services);
    }

    private static TaskCatalog NewCatalog(IServiceProvider provider)
    {
        var catalog = new TaskCatalog(
            provider.GetServices<DefinitionSource>().Select(source => source.Assembly),
            provider.GetService<IServiceProviderIsService>());
        catalog.DeclaredSchedules = [.. provider.GetServices<DeclaredSchedule>(), .. DeclaredSchedule.Of(catalog)];
        if (provider.GetRequiredService<IOptions<BlazorTasksOptions>>().Value.StrictDefinitions)
        {
            catalog.ThrowIfUnavailable();
        }

        var log = provider.GetRequiredService<ILogger<TaskCatalog>>();
        foreach (var reason in catalog.Unavailable.Select(definition => definition.Reason).Distinct())
        {
            LogUnavailable(log, reason);
        }

        return catalog;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reason}")]
    private static partial void LogUnavailable(ILogger log, string reason);

    private static UploadStore NewUploads(BlazorTasksOptions options, TimeProvider time) =>
        new(options.UploadFolder, options.MaxUploadBytes, options.UploadRetention, time);
}
