using System.Diagnostics.CodeAnalysis;
using BlazorTasks.Execution;
using Microsoft.Extensions.Logging;

namespace BlazorTasks;

/// <summary>
/// What running code holds: it reports, writes, and is told to stop through this. Everything here may be called from
/// any thread, returns at once, and is ignored once the attempt has ended.
/// </summary>
public sealed partial class TaskContext : IProgress<double>
{
    private static readonly AsyncLocal<TaskContext?> Ambient = new();

    private readonly MonitoredTask _task;
    private readonly Attempt _attempt;

    internal TaskContext(MonitoredTask task, Attempt attempt, BlazorTasksOptions options)
    {
        _task = task;
        _attempt = attempt;
        Live = new LiveState(task, options);
    }

    /// <summary>The task whose code is running, wherever in its async flow this is read.</summary>
    /// <exception cref="InvalidOperationException">No task is running here.</exception>
    public static TaskContext Current => Ambient.Value
        ?? throw new InvalidOperationException("There is no running task here. TaskContext.Current can be read only in code that a task runs.");

    /// <summary>The task's id.</summary>
    public TaskId Id => _task.Id;

    /// <summary>What people see as its name.</summary>
    public string Name => _task.Snapshot.Name;

    /// <summary>Who it belongs to, or null if code started it.</summary>
    public string? Owner => _task.Snapshot.Owner;

    /// <summary>The number of this attempt, from 1.</summary>
    public int Attempt => _attempt.Number;

    /// <summary>Set when the task should stop: someone cancelled it, its time is over, or the process shuts down.</summary>
    public CancellationToken CancellationToken => _attempt.CancellationToken;

    /// <summary>Services of a scope of this attempt's own, disposed when it ends.</summary>
    public IServiceProvider Services => _attempt.Services;

    internal LiveState Live { get; }

    /// <summary>Says how far the task is.</summary>
    /// <param name="progress">0 to 100; what lies outside is clamped, and it never goes back within an attempt. Null and NaN leave it as it is.</param>
    /// <param name="status">What it is doing, in words for people; null leaves the words as they are.</param>
    public void Report(double? progress, string? status = null) => Live.Report(progress, status);

    /// <summary>Says what the task is doing, and leaves the progress as it is.</summary>
    public void Report(string status) => Live.Report(null, status);

    void IProgress<double>.Report(double value) => Live.Report(value, null);

    /// <summary>Writes a line into the task's log.</summary>
    public void Log(string text) => Live.Write(LogLevel.Information, text, null, isWarning: false);

    /// <summary>Writes a line of some level into the task's log.</summary>
    public void Log(LogLevel level, string text) => Live.Write(level, text, null, isWarning: false);

    /// <summary>Writes a warning. The task can still succeed, and is then shown as succeeded with warnings.</summary>
    public void Warn(string text) => Live.Write(LogLevel.Warning, text, null, isWarning: true);

    /// <summary>The task whose code is running here, if there is one.</summary>
    internal static bool TryGetCurrent([NotNullWhen(true)] out TaskContext? context) => (context = Ambient.Value) is not null;

    /// <summary>Makes this the current task of the async flow that calls it.</summary>
    internal void Enter() => Ambient.Value = this;

    /// <summary>From here on this value is hidden wherever the task says it.</summary>
    internal string AddSecret(string secret) => Live.AddSecret(secret);

    /// <summary>An error without the secrets that the task knows.</summary>
    internal TaskError Redact(TaskError error) => Live.Redact(error);

    /// <summary>The code of the task is about to be called: from here on it is Running, and an exception is its own.</summary>
    internal void EnterCode() => _attempt.EnterCode();
}
