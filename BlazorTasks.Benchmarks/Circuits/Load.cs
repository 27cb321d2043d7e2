namespace BlazorTasks.Benchmarks.Circuits;

/// <summary>Reports of all tasks in turn, so many a second, each with the time at which it was made in its status.</summary>
internal sealed class Load(Action<int, double, string>? report)
{
    private readonly List<TaskContext> _tasks = [];
    private Action<int, double, string> _report = report ?? ((_, _, _) => { });
    private TaskMonitor? _monitor;
    private int? _among;
    private long _made;
    private volatile int _run;

    /// <summary>How many reports were made.</summary>
    public long Made => Interlocked.Read(ref _made);

    /// <summary>Fills the history: tasks that have ended.</summary>
    public static void EndTasks(TaskMonitor monitor, int count) => Task.WaitAll(Enumerable.Range(0, count).Select(i => monitor.Start(
        $"Import customers {i}", task => task.Report(100, "1,204 rows written"),
            new StartOptions { Owner = "Anna Lind", Label = $"list-{i}.csv" }).Completion));

    public void StartTasks(TaskMonitor monitor, int running, int waiting, string? owner = null)
    {
        using var all = new CountdownEvent(running);
        for (var i = 0; i < running + waiting; i++)
        {
            monitor.Start($"Import part {i}", async task =>
            {
                lock (_tasks)
                {
                    _tasks.Add(task);
                }

                all.Signal();
                await Task.Delay(Timeout.Infinite, task.CancellationToken);
            }, new StartOptions { Owner = owner });
        }

        all.Wait();
        _monitor = monitor;
        _report = (number, progress, status) => _tasks[number % (_among ?? _tasks.Count)].Report(progress, status);
    }

    /// <summary>Begins, in place of what began before.</summary>
    /// <param name="perSecond">How many reports a second in all; none for a pause.</param>
    /// <param name="among">How many tasks report; null for all.</param>
    public void Start(int perSecond, int? among)
    {
        _among = among;
        if (_monitor is not null)
        {
            var places = _monitor.Active.InProgress.Select((task, place) => (task.Id, place))
                .ToDictionary(entry => entry.Id, entry => entry.place);
            _tasks.Sort((a, b) => places[a.Id].CompareTo(places[b.Id])); // first those that a page shows
        }

        var run = ++_run;
        new Thread(() => Run(run, perSecond)) { IsBackground = true }.Start();
    }

    private void Run(int run, int perSecond)
    {
        var began = Stopwatch.GetTimestamp();
        for (var number = 0; run == _run; Thread.Sleep(1))
        {
            for (var due = (long)(Stopwatch.GetElapsedTime(began).TotalSeconds * perSecond); number < due; number++)
            {
                _report(number, number / 1_000 % 101, $"Row {number} T!{Stopwatch.GetTimestamp()}!");
                Interlocked.Increment(ref _made);
            }
        }
    }
}
