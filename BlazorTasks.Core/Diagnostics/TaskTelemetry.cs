using System.Diagnostics;
using System.Diagnostics.Metrics;
using BlazorTasks.Execution;

namespace BlazorTasks.Diagnostics;

/// <summary>What the engine tells a monitoring system: the meter and the activity source "BlazorTasks" (docs/operations.md).</summary>
internal sealed class TaskTelemetry : IDisposable
{
    private const string Name = "BlazorTasks";
    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _started;
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _duration;
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _write;

    public TaskTelemetry(TaskEngine engine)
    {
        _started = _meter.CreateCounter<long>("blazortasks.tasks.started", "{task}", "Tasks that were started");
        _ended = _meter.CreateCounter<long>("blazortasks.tasks.ended", "{task}", "Tasks that ended, by state");
        _duration = _meter.CreateHistogram<double>("blazortasks.task.duration", "s", "From the first start of a task's code to its end");
        _batch = _meter.CreateHistogram<int>("blazortasks.journal.batch", "{entry}", "Events and live states in one commit");
        _write = _meter.CreateHistogram<double>("blazortasks.journal.write.duration", "s", "How long a commit took");
        _meter.CreateObservableUpDownCounter("blazortasks.tasks.queued", () => engine.Queue.Waiting, "{task}", "Tasks that wait for a slot");
        _meter.CreateObservableUpDownCounter("blazortasks.tasks.running", () => engine.Running, "{task}", "Tasks whose code has begun and has not ended, those that wait for people aside");
        _meter.CreateObservableUpDownCounter("blazortasks.tasks.waiting", () => engine.WaitingForPeople, "{task}", "Tasks that wait for a person");
        _meter.CreateObservableUpDownCounter("blazortasks.journal.unwritten", () => engine.Journal.Unwritten, "{entry}", "Events and log lines that wait for the store");
        _meter.CreateObservableGauge("blazortasks.storage.failing", () => engine.Journal.CircuitBreaker.TroubleSince is null ? 0 : 1, null, "1 while the store cannot be written");
    }

    private static ActivitySource Spans { get; } = new(Name);

    public void OnStarted(TaskSnapshot task) => _started.Add(1, Definition(task));

    public void OnEnded(TaskSnapshot task)
    {
        var state = new KeyValuePair<string, object?>("state", task.State.ToString());
        _ended.Add(1, Definition(task), state);
        if (task.Duration is { } took)
        {
            _duration.Record(took.TotalSeconds, Definition(task), state);
        }
    }

    public void OnWritten(int entries, TimeSpan took)
    {
        _batch.Record(entries);
        _write.Record(took.TotalSeconds);
    }

    /// <summary>The span of one attempt; null if nobody listens.</summary>
    public static Activity? StartAttempt(TaskSnapshot task, int attempt) => Spans.StartActivity(task.Definition ?? "lambda")
        ?.SetTag("blazortasks.task.id", task.Id.ToString()).SetTag("blazortasks.task.name", task.Name).SetTag("blazortasks.task.attempt", attempt);

    /// <summary>The span of one step, inside that of its attempt; null if nobody listens.</summary>
    public static Activity? StartStep(string name) => Spans.StartActivity(name);

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Definition(TaskSnapshot task) => new("definition", task.Definition ?? "lambda");
}
