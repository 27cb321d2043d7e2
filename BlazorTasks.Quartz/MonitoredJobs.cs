using Microsoft.Extensions.Logging;
using Quartz;

namespace BlazorTasks;

/// <summary>Runs jobs inside monitored tasks.</summary>
internal sealed partial class MonitoredJobs(TaskMonitor monitor, ILogger<MonitoredJobs> log) : IJobExecutionMiddleware
{
    private const string Quartz = "Quartz";

    /// <summary>Quartz has its own limits.</summary>
    private static readonly TaskPolicy Policy = new() { TakesNoSlot = true };

    public async ValueTask Invoke(
        IJobExecutionContext context,
        JobExecutionDelegate next,
        CancellationToken cancellationToken = default)
    {
        if (TryStart(context, next, cancellationToken) is { } task)
        {
            await task.Completion.ConfigureAwait(false);
        }
        else
        {
            await next(context, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Starts the task, or returns null if that is not possible now: the job must run all the same.</summary>
    private MonitoredTask? TryStart(IJobExecutionContext context, JobExecutionDelegate next, CancellationToken cancellationToken)
    {
        try
        {
            return monitor.Start(
                context.JobDetail.Description is { Length: > 0 } description ? description : context.JobDetail.Key.Name,
                task => RunAsync(task, context, next, cancellationToken),
                new StartOptions { Label = context.Trigger.Key.Name, Tags = ["quartz"], Policy = Policy });
        }
        catch (Exception error) when (error is StorageUnavailableException or QueueFullException or InvalidOperationException)
        {
            LogNotMonitored(context.JobDetail.Key.ToString(), error.Message);
            return null;
        }
    }

    private async Task RunAsync(
        TaskContext task,
        IJobExecutionContext context,
        JobExecutionDelegate next,
        CancellationToken cancellationToken)
    {
        await using var cancelled = task.CancellationToken
            .Register(() => _ = context.Scheduler.InterruptFireInstance(context.FireInstanceId, CancellationToken.None).AsTask())
            .ConfigureAwait(false);
        try
        {
            await next(context, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await monitor.CancelAsync(task.Id, Quartz).ConfigureAwait(false); // unless the task was cancelled first
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job {Job} runs without a task: {Reason}")]
    private partial void LogNotMonitored(string job, string reason);
}
