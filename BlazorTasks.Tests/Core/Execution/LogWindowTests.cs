using BlazorTasks.Execution;

namespace BlazorTasks.Tests.Core.Execution;

public sealed class LogWindowTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Log_MoreLinesThanAreKept_DropsTheOldestAndCountsThem()
    {
        await using var test = new TestMonitor(tasks => tasks.Configure(options => options.MaxLinesKept = 1_000));

        var task = test.Monitor.Start("Long", task =>
        {
            for (var i = 1; i <= 5_000; i++)
            {
                task.Log($"line {i}");
            }

            task.Warn("the last");
        });
        await task.Completion.WaitAsync(TestMonitor.MaxWait);

        var snapshot = task.Snapshot;
        (snapshot.LogLines + snapshot.DroppedLines).Should().Be(5_001);
        snapshot.LogLines.Should().BeInRange(700, 1_000, "a tenth is dropped in advance, and up to a chunk of 200 lines besides");
        snapshot.TrimmedLines.Should().Be(snapshot.DroppedLines);
        snapshot.Warnings.Should().Be(1);
        var lines = await test.Monitor.ReadLogAsync(task.Id, 1, 10_000);
        lines[0].FirstLine.Should().Be(snapshot.TrimmedLines + 1);
        lines.SelectMany(chunk => chunk.Lines).Select(line => line.Text)
            .Should().Equal(
            [
                .. Enumerable.Range((int)snapshot.TrimmedLines + 1, (int)snapshot.LogLines - 1).Select(i => $"line {i}"),
                "the last",
            ]);
        var check = new TaskHistoryVerifier(snapshot);
        (await test.Monitor.ReadEventsAsync(task.Id, 0, 1_000, EventKinds.All)).ToList().ForEach(check.Add);
        check.Close(snapshot.Seq).Should().BeEmpty("the events still add up");
    }

    [Fact]
    public void Next_UpToTheLimit_KeepsAll()
    {
        var recorded = Written(1_000, chunk: 100, most: 1_000, out _);

        recorded.Snapshot.Should().BeEquivalentTo(new { LogLines = 1_000, DroppedLines = 0, TrimmedLines = 0 });
    }

    [Fact]
    public void Next_OverTheLimit_DropsAboutATenth()
    {
        var recorded = Written(1_100, chunk: 100, most: 1_000, out _);

        recorded.Snapshot.Should().BeEquivalentTo(new { LogLines = 900, DroppedLines = 200, TrimmedLines = 200 });
    }

    [Fact]
    public void Next_FewLines_HasNoWindow()
    {
        Written(40, chunk: 10, most: 1_000, out var window);

        window.Should().BeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5_000)]
    public async Task OfAsync_LogOfTheStore_ContinuesAsIfTheProcessHadNotEnded(int droppedOnTheWay)
    {
        var recorded = Written(600, chunk: 10, most: 1_000, out var window);
        Write(recorded, 380, chunk: 10, most: 1_000, ref window, droppedOnTheWay);
        await using var store = new InMemoryTaskStore();
        await store.CommitAsync([recorded.TakeEntry()], default);

        var afterwards = await LogWindow.OfAsync(store, recorded.Snapshot, 1_000);
        Write(recorded, 200, chunk: 10, most: 1_000, ref afterwards);
        await store.CommitAsync([recorded.TakeEntry()], default);

        recorded.Snapshot.LogLines.Should().BeInRange(850, 1_000);
        var lines = await store.LogAsync(recorded.Id, 1, int.MaxValue, default);
        lines.Sum(chunk => chunk.Lines.Count).Should().Be((int)recorded.Snapshot.LogLines);
        lines[0].FirstLine.Should().Be(recorded.Snapshot.TrimmedLines + 1);
        var check = new TaskHistoryVerifier(recorded.Snapshot);
        (await store.EventsAsync(recorded.Id, 0, 1_000, EventKinds.All, default)).ToList().ForEach(check.Add);
        check.Close(recorded.Snapshot.Seq).Should().BeEmpty("the events still add up");
    }

    [Fact]
    public async Task OfAsync_FewLines_HasNoWindow()
    {
        await using var store = new InMemoryTaskStore();

        (await LogWindow.OfAsync(store, Written(40, chunk: 10, most: 1_000, out _).Snapshot, 1_000)).Should().BeNull();
    }

    [Fact]
    public async Task Retry_OfATaskWithALongLog_DropsNoMoreThanWithoutIt()
    {
        await using var test = new TestMonitor(
            tasks => tasks.AddTasksFrom(typeof(SampleTasks).Assembly).Configure(options => options.MaxLinesKept = 1_000));
        var task = await test.Monitor.StartAsync("talks-and-fails", Json.Parse("""{"lines":600}"""));
        await task.Completion.ContinueWith(_ => { }, TaskScheduler.Default);

        await test.Monitor.RetryAsync(task.Id, "anna");
        var ended = await test.Until(task.Id, now => now is { Attempt: 2, State: TaskState.Failed });

        ended.LogLines.Should().BeInRange(800, 1_000, "lines of the first attempt are among them");
        (await test.Monitor.ReadLogAsync(task.Id, 1, int.MaxValue)).Sum(chunk => chunk.Lines.Count).Should().Be((int)ended.LogLines);
    }

    private static RecordedTask Written(int lines, int chunk, int most, out LogWindow? window)
    {
        var recorded = new RecordedTask("Long", Noon).Add(new TaskStarting("a", 1)).Add(new TaskRunning());
        window = null;
        Write(recorded, lines, chunk, most, ref window);
        return recorded;
    }

    private static void Write(RecordedTask recorded, int lines, int chunk, int most, ref LogWindow? window, int dropped = 0)
    {
        for (var i = 0; i < lines; i += chunk)
        {
            var taken = new LogChunk { Dropped = i == 0 ? dropped : 0 };
            taken.Lines.AddRange(Enumerable.Range(i, chunk).Select(line => new LogLine(Noon, LogLevel.Information, $"line {line}")));
            recorded.Add(LogWindow.Next(ref window, most, recorded.Snapshot, taken));
        }
    }
}
