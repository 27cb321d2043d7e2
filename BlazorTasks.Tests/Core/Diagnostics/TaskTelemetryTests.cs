using System.Diagnostics.Metrics;

namespace BlazorTasks.Tests.Core.Diagnostics;

public sealed class TaskTelemetryTests
{
    [Fact]
    public async Task Run_SomebodyListens_CountsTheTaskAndMeasuresItsWrites()
    {
        var seen = new ConcurrentDictionary<string, string?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, mine) =>
            {
                if (instrument.Meter.Name == "BlazorTasks")
                {
                    mine.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, _, _) => seen[instrument.Name] = instrument.Unit);
        listener.SetMeasurementEventCallback<int>((instrument, _, _, _) => seen[instrument.Name] = instrument.Unit);
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => seen[instrument.Name] = instrument.Unit);
        listener.Start();
        await using var test = new TestMonitor();

        await test.Monitor.Start("Measured", _ => { }).Completion.WaitAsync(TestMonitor.MaxWait);
        listener.RecordObservableInstruments();

        seen.Should().Contain(new Dictionary<string, string?>
        {
            ["blazortasks.tasks.started"] = "{task}",
            ["blazortasks.tasks.ended"] = "{task}",
            ["blazortasks.task.duration"] = "s",
            ["blazortasks.tasks.queued"] = "{task}",
            ["blazortasks.tasks.running"] = "{task}",
            ["blazortasks.tasks.waiting"] = "{task}",
            ["blazortasks.journal.batch"] = "{entry}",
            ["blazortasks.journal.write.duration"] = "s",
            ["blazortasks.journal.unwritten"] = "{entry}",
            ["blazortasks.storage.failing"] = null,
        });
    }

    [Fact]
    public async Task Run_SomebodyListens_IsASpanWithItsStepsInside()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "BlazorTasks",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var test = new TestMonitor();
        var task = test.Monitor.Start("Measured", context => context.StepAsync("Break", () => throw new IOException("broken")));

        await FluentActions.Awaiting(() => task.Completion.WaitAsync(TestMonitor.MaxWait)).Should().ThrowAsync<IOException>();

        using var maxWait = new CancellationTokenSource(TestMonitor.MaxWait);
        while (!spans.Any(span => Equals(span.GetTagItem("blazortasks.task.id"), task.Id.ToString())))
        {
            await Task.Delay(10, maxWait.Token); // the span ends right after the task
        }

        var attempt = spans.Single(span => Equals(span.GetTagItem("blazortasks.task.id"), task.Id.ToString()));
        var step = spans.Single(span => span.ParentSpanId == attempt.SpanId && span.TraceId == attempt.TraceId);
        (step.OperationName, step.Status, step.StatusDescription).Should().Be(("Break", ActivityStatusCode.Error, "broken"));
        (attempt.Status, attempt.GetTagItem("blazortasks.task.attempt")).Should().Be((ActivityStatusCode.Error, 1));
    }
}
