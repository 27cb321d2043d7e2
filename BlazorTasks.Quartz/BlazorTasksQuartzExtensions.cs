using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace BlazorTasks;

/// <summary>Shows the jobs of Quartz.NET as tasks.</summary>
public static class BlazorTasksQuartzExtensions
{
    /// <summary>
    /// Runs each job of this scheduler inside a monitored task, with its log, its outcome and a way to cancel it. The jobs need
    /// no changes; in them, <see cref="TaskContext.Current"/> reports progress and asks people.
    /// </summary>
    public static IQuartzBuilder AddMonitoredTasks(this IQuartzBuilder quartz)
    {
        ArgumentNullException.ThrowIfNull(quartz);
        quartz.AddJobMiddleware(services => ActivatorUtilities.CreateInstance<MonitoredJobs>(services));
        return quartz;
    }
}
