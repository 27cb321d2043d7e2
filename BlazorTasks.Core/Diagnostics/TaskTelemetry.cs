using System.Diagnostics;
using System.Diagnostics.Metrics;
using BlazorTasks.Execution;

namespace BlazorTasks.Diagnostics;

/// <summary>The telemetry of the engine: the meter and the activity source "BlazorTasks" (docs/operations.md).</summary>
internal sealed class TaskTelemetry : IDisposable
{
    private const string Name = "BlazorTasks";
    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _started;
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _write;

    public TaskTelemetry()
    {
        _started = _meter.CreateCounter<long>("blazortasks.tasks.started", "{task}", "Number of started tasks");
        _ended = _meter.CreateCounter<long>("blazortasks.tasks.ended", "{task}", "Number of finished tasks by state");
        _duration = _meter.CreateHistogram<double>(
            "blazortasks.task.duration",
            "s",
            "Duration of tasks from their first attempt to their end");
        _batch = _meter.CreateHistogram<int>("blazortasks.journal.batch", "{entry}", "Number of events and live states per commit");
        _write = _meter.CreateHistogram<double>("blazortasks.journal.write.duration", "s", "Duration of commits");
    }

    private static ActivitySource Spans { get; } = new(Name);

    /// <summary>Adds the gauges, which read the parts of the engine when they are collected.</summary>
    public void Observe(TaskRuntime runtime)
    {
        _meter.CreateObservableUpDownCounter("blazortasks.tasks.queued", () => runtime.Waiting, "{task}", "Number of queued tasks");
        _meter.CreateObservableUpDownCounter(
            "blazortasks.tasks.running",
            () => runtime.Attempts.Count,
            "{task}",
            "Number of running tasks, not counting those that wait for a person");
        _meter.CreateObservableUpDownCounter(
            "blazortasks.tasks.waiting",
            () => runtime.Live.WaitingForPeople,
            "{task}",
            "Number of tasks that wait for a person");
        _meter.CreateObservableUpDownCounter(
            "blazortasks.journal.unwritten",
            () => runtime.Journal.Unwritten,
            "{entry}",
            "Number of events and log lines not yet stored");
        _meter.CreateObservableGauge(
            "blazortasks.storage.failing",
            () => runtime.Journal.CircuitBreaker.TroubleSince is null ? 0 : 1,
            null,
            "1 while storage is unavailable");
    }

    /// <summary>Counts started and finished tasks.</summary>
    public void OnCommitted(TaskSnapshot task, TaskEvent committed)
    {
        if (committed is TaskCreated)
        {
            _started.Add(1, Definition(task));
        }
        else if (committed.NextState is { } next && next.IsFinal())
        {
            OnEnded(task);
        }
    }

    public void OnWritten(int entries, TimeSpan took)
    {
        _batch.Record(entries);
        _write.Record(took.TotalSeconds);
    }

    /// <summary>Starts the span of an attempt. Null if there is no listener.</summary>
    public static Activity? StartAttempt(TaskSnapshot task, int attempt) => Spans.StartActivity(task.Definition ?? "lambda")
        ?.SetTag("blazortasks.task.id", task.Id.ToString())
            .SetTag("blazortasks.task.name", task.Name)
            .SetTag("blazortasks.task.attempt", attempt);

    /// <summary>Starts the span of a step within that of its attempt. Null if there is no listener.</summary>
    public static Activity? StartStep(string name) => Spans.StartActivity(name);

    public void Dispose() => _meter.Dispose();

    private void OnEnded(TaskSnapshot task)
    {
        var state = new KeyValuePair<string, object?>("state", task.State.ToString());
        _ended.Add(1, Definition(task), state);
        if (task.Duration is { } took)
        {
            _duration.Record(took.TotalSeconds, Definition(task), state);
        }
    }

    private static KeyValuePair<string, object?> Definition(TaskSnapshot task) => new("definition", task.Definition ?? "lambda");
}
