using System.Runtime.ExceptionServices;
using Hangfire;
using Hangfire.Server;
using Microsoft.Extensions.Logging;

namespace BlazorTasks;

/// <summary>Runs jobs inside monitored tasks.</summary>
internal sealed partial class MonitoredJobPerformer(
    BackgroundJobPerformer inner,
    TaskMonitor monitor,
    ILogger<MonitoredJobPerformer> log) : IBackgroundJobPerformer
{
    /// <summary>Hangfire has its own limits.</summary>
    private static readonly TaskPolicy Policy = new() { TakesNoSlot = true };

    public object? Perform(PerformContext context)
    {
        JobPerformanceException? failure = null;
        var task = TryStart(context, error => failure = error);
        if (task is null)
        {
            return inner.Perform(context);
        }

        try
        {
            return task.Completion.GetAwaiter().GetResult(); // Hangfire performs a job on a thread of its own
        }
        catch (OperationCanceledException) when (!context.CancellationToken.ShutdownToken.IsCancellationRequested)
        {
            throw new JobAbortedException(); // the job was deleted, here or by Hangfire
        }
        catch (Exception) when (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>Starts the task, or returns null if that is not possible now: the job must run all the same.</summary>
    private MonitoredTask<object?>? TryStart(PerformContext context, Action<JobPerformanceException> onFailure)
    {
        var job = context.BackgroundJob;
        try
        {
            return monitor.Start(
                job.Job.ToString(),
                task => Run(task, context, onFailure),
                new StartOptions { Label = job.Id, Tags = ["hangfire"], Policy = Policy });
        }
        catch (Exception error) when (error is StorageUnavailableException or QueueFullException or InvalidOperationException)
        {
            LogNotMonitored(job.Id, error.Message);
            return null;
        }
    }

    private object? Run(TaskContext task, PerformContext context, Action<JobPerformanceException> onFailure)
    {
        using var token = new LinkedJobToken(context.CancellationToken, task.CancellationToken);
        using var deletion = task.CancellationToken.Register(
            () => new BackgroundJobClient(context.Storage).Delete(context.BackgroundJob.Id));
        try
        {
            return inner.Perform(new PerformContext(context.Storage, context.Connection, context.BackgroundJob, token));
        }
        catch (JobPerformanceException failure) when (failure.InnerException is { } error)
        {
            onFailure(failure);
            ExceptionDispatchInfo.Throw(error);
            return null;
        }
        catch (JobAbortedException) when (!task.CancellationToken.IsCancellationRequested)
        {
            monitor.CancelAsync(task.Id, "Hangfire").GetAwaiter().GetResult();
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job {Job} runs without a task: {Reason}")]
    private partial void LogNotMonitored(string job, string reason);

    /// <summary>Cancelled when Hangfire or the task is.</summary>
    private sealed class LinkedJobToken(IJobCancellationToken hangfire, CancellationToken task) : IJobCancellationToken, IDisposable
    {
        private readonly CancellationTokenSource _linked =
            CancellationTokenSource.CreateLinkedTokenSource(hangfire.ShutdownToken, task);

        public CancellationToken ShutdownToken => _linked.Token;

        public void ThrowIfCancellationRequested()
        {
            task.ThrowIfCancellationRequested();
            hangfire.ThrowIfCancellationRequested();
        }

        public void Dispose() => _linked.Dispose();
    }
}
