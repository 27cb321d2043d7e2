using System.Diagnostics.CodeAnalysis;
using BlazorTasks.Execution;

namespace BlazorTasks;

/// <summary>
/// The context of running task code: reports progress, writes log lines and signals cancellation. Every member can be
/// called from any thread, returns immediately, and has no effect once the attempt has ended.
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

    /// <summary>Gets the context of the task that the current async flow belongs to.</summary>
    /// <exception cref="InvalidOperationException">The current code does not belong to a task.</exception>
    public static TaskContext Current => Ambient.Value
        ?? throw new InvalidOperationException(
            "No task is running here. TaskContext.Current can only be used in code that is run by a task.");

    /// <summary>Gets the task's id.</summary>
    public TaskId Id => _task.Id;

    /// <summary>Gets the task's display name.</summary>
    public string Name => _task.Snapshot.Name;

    /// <summary>Gets the owner, or null if the task was started by code.</summary>
    public string? Owner => _task.Snapshot.Owner;

    /// <summary>Gets the number of this attempt, starting at 1.</summary>
    public int Attempt => _attempt.Number;

    /// <summary>
    /// Gets the token that is cancelled when the task should stop: on a cancellation request, a timeout or a shutdown.
    /// </summary>
    public CancellationToken CancellationToken => _attempt.CancellationToken;

    /// <summary>Gets the services of this attempt's scope, which is disposed when the attempt ends.</summary>
    public IServiceProvider Services => _attempt.Services;

    internal LiveState Live { get; }

    /// <summary>Reports progress.</summary>
    /// <param name="progress">0 to 100. Values outside this range are clamped, and progress never decreases within an
    /// attempt. Null and NaN leave it unchanged.</param>
    /// <param name="status">A status text, or null to leave it unchanged.</param>
    public void Report(double? progress, string? status = null) => Live.Report(progress, status);

    /// <summary>Reports a status text and leaves the progress unchanged.</summary>
    public void Report(string status) => Live.Report(null, status);

    void IProgress<double>.Report(double value) => Live.Report(value, null);

    /// <summary>Writes a line to the task's log.</summary>
    public void Log(string text) => Live.Write(LogLevel.Information, text, null, isWarning: false);

    /// <summary>Writes a line with the given level to the task's log.</summary>
    public void Log(LogLevel level, string text) => Live.Write(level, text, null, isWarning: false);

    /// <summary>Writes a warning. A task with warnings can still succeed, and is then shown as succeeded with warnings.</summary>
    public void Warn(string text) => Live.Write(LogLevel.Warning, text, null, isWarning: true);

    /// <summary>The context of the task whose code is running, if any.</summary>
    internal static bool TryGetCurrent([NotNullWhen(true)] out TaskContext? context) => (context = Ambient.Value) is not null;

    /// <summary>Makes this the current context of the calling async flow.</summary>
    internal void Enter() => Ambient.Value = this;

    /// <summary>Redacts this value in the task's output from now on.</summary>
    internal string AddSecret(string secret) => Live.AddSecret(secret);

    /// <summary>
    /// Marks the task as Running just before its code is called. Exceptions thrown from here on are the task's own.
    /// </summary>
    internal void EnterCode() => _attempt.EnterCode();
}
