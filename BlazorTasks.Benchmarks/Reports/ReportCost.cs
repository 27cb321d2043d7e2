using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Quartz;

namespace BlazorTasks.Benchmarks.Reports;

/// <summary>What one report costs the task that makes it, beside Quartz.NET's ReportProgress.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class ReportCost
{
    private EngineUnderTest? _engine;
    private TaskContext? _task;
    private TaskCompletionSource? _end;
    private ServiceProvider? _quartz;
    private IScheduler? _scheduler;
    private int _reports;

    /// <summary>How many look on.</summary>
    [Params(0, 100)]
    public int Watchers { get; set; }

    public static Task RunAsync()
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithIterationCount(15))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddExporter(BenchmarkDotNet.Exporters.MarkdownExporter.GitHub)
            .AddLogger(BenchmarkDotNet.Loggers.NullLogger.Instance)
            .WithOptions(ConfigOptions.DisableLogFile);
        var summary = BenchmarkRunner.Run<ReportCost>(config);
        foreach (var report in summary.Reports)
        {
            var statistics = report.ResultStatistics!;
            var measured = report.BenchmarkCase;
            var name = $"{measured.Descriptor.WorkloadMethod.Name}, {measured.Parameters[nameof(Watchers)]} watchers";
            Figure.Print(name, [statistics.Min, statistics.Median, statistics.Max], "ns", "≤ 45 ns");
            Figure.Print(name, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0, "bytes", "one allocation");
        }

        return Task.CompletedTask;
    }

    [GlobalSetup(Target = nameof(BlazorTasks))]
    public async Task StartTask()
    {
        _engine = await EngineUnderTest.OpenAsync();
        for (var i = 0; i < Watchers; i++)
        {
            _engine.Monitor.Subscribe(frame => _ = frame.Changed.Count);
        }

        var context = new TaskCompletionSource<TaskContext>();
        _end = new TaskCompletionSource();
        _engine.Monitor.Start("report", task =>
        {
            context.SetResult(task);
            return _end.Task;
        });
        _task = await context.Task;
    }

    [GlobalCleanup(Target = nameof(BlazorTasks))]
    public async Task EndTask()
    {
        _end!.SetResult();
        await _engine!.DisposeAsync();
    }

    [Benchmark(Description = "BlazorTasks")]
    public void BlazorTasks() => _task!.Report(++_reports % 100, "step");

    [GlobalSetup(Target = nameof(Quartz))]
    public async Task StartJob()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddQuartz(quartz =>
        {
            for (var i = 0; i < Watchers; i++)
            {
                quartz.AddJobListener(new Watcher($"watcher {i}"));
            }
        });
        _quartz = services.BuildServiceProvider();
        _scheduler = await _quartz.GetRequiredService<ISchedulerFactory>().GetScheduler();
        await _scheduler.Start();
        await _scheduler.ScheduleJob(JobBuilder.Create<Reporting>().Build(), TriggerBuilder.Create().StartNow().Build());
        await Reporting.Begun.Task;
    }

    [GlobalCleanup(Target = nameof(Quartz))]
    public async Task EndJob()
    {
        Reporting.End.SetResult();
        await _scheduler!.Shutdown(waitForJobsToComplete: true);
        await _quartz!.DisposeAsync();
        (Reporting.Begun, Reporting.End) = (new TaskCompletionSource<IJobExecutionContext>(), new TaskCompletionSource());
    }

    [Benchmark(Description = "Quartz.NET")]
    public void Quartz() => Reporting.Begun.Task.Result.ReportProgress(++_reports % 100, "step");

    private sealed class Reporting : IJob
    {
        public static TaskCompletionSource<IJobExecutionContext> Begun { get; set; } = new();

        public static TaskCompletionSource End { get; set; } = new();

        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            Begun.TrySetResult(context);
            await End.Task;
        }
    }

    private sealed class Watcher(string name) : IJobListener
    {
        public string Name => name;
    }
}
