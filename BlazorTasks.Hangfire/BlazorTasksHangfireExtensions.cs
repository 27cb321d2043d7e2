using Hangfire;
using Hangfire.Client;
using Hangfire.Common;
using Hangfire.Server;
using Hangfire.States;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks;

/// <summary>Shows the jobs of Hangfire as tasks.</summary>
public static class BlazorTasksHangfireExtensions
{
    /// <summary>
    /// Runs each job of the Hangfire servers of this application inside a monitored task, with its log, its outcome and a way
    /// to cancel it. The jobs need no changes; in them, <see cref="TaskContext.Current"/> reports progress and asks people.
    /// </summary>
    public static BlazorTasksBuilder AddHangfireTasks(this BlazorTasksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        // Hangfire takes a performer from here only together with the other two.
        builder.Services.AddSingleton<IBackgroundJobFactory>(services => new BackgroundJobFactory(Filters(services)));
        builder.Services.AddSingleton<IBackgroundJobStateChanger>(services => new BackgroundJobStateChanger(Filters(services)));
        builder.Services.AddSingleton<IBackgroundJobPerformer>(services => ActivatorUtilities.CreateInstance<MonitoredJobPerformer>(
            services,
            new BackgroundJobPerformer(Filters(services), services.GetRequiredService<JobActivator>())));
        return builder;
    }

    private static IJobFilterProvider Filters(IServiceProvider services) => services.GetRequiredService<IJobFilterProvider>();
}
