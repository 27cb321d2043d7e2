using BlazorTasks.Dashboard.Components.Logs;

namespace BlazorTasks.Tests.Dashboard.Components.Logs;

public class LogViewTests
{
    [Fact]
    public async Task Rows_AnywhereInALongLog_AreReadWhenLookedAtAndFewAreHeld()
    {
        await using var test = new TestMonitor();
        var view = await WriteAsync(test, task => Lines(task, 10_000));

        view.Count.Should().Be(10_000);
        (await view.RowsAsync(9_900, 200, default)).Select(row => row.Number).Should()
            .Equal(Enumerable.Range(9_901, 100).Select(i => (long)i), "there are no more");
        for (var first = 0; first < 9_000; first += 150)
        {
            var rows = await view.RowsAsync(first, 150, default);
            rows.Should().HaveCount(150);
            (rows[0].Text, rows[^1].Number).Should().Be(($"row {first + 1}", first + 150));
            view.Held.Should().BeLessThanOrEqualTo(LogView.MaxHeld);
        }
    }

    [Fact]
    public async Task Filter_OneLevel_LeavesTheOthersOut()
    {
        await using var test = new TestMonitor();
        var view = await WriteAsync(test, task => Lines(task, 5_000));

        await view.FilterAsync(LogLevel.Error, null, false, default);

        view.Count.Should().Be(5, "each thousandth line is an error");
        (await view.RowsAsync(0, 100, default)).Select(row => row.Number).Should().Equal(1_000, 2_000, 3_000, 4_000, 5_000);
        view.IndexOf(2_500).Should().Be(2);
        await view.FilterAsync(LogLevel.Trace, null, false, default);
        view.Count.Should().Be(5_000);
    }

    [Fact]
    public async Task Search_SomeText_FindsEveryLineAndGrowsWithTheLog()
    {
        await using var test = new TestMonitor();
        var more = new TaskCompletionSource();
        var task = test.Monitor.Start("Lines", async task =>
        {
            Lines(task, 3_000);
            await more.Task;
            task.Log("ROW 7 once more");
        });
        var before = await test.Until(task.Id, snapshot => snapshot.LogLines == 3_000);
        var view = new LogView(test.Monitor.For(Person.Local), task.Id);
        await view.GrowAsync(before, true, default);

        await view.FilterAsync(LogLevel.Trace, "row 7", false, default);

        view.Matches.Should().HaveCount(1 + 10 + 100 + 1_000 - 1_000).And.BeInAscendingOrder();
        more.SetResult();
        await view.GrowAsync(await test.Until(task.Id, snapshot => snapshot.State.IsFinal()), true, default);
        view.Matches[^1].Should().Be(3_001, "letters are compared without their case");
        await task.Completion;
    }

    [Fact]
    public async Task Rows_WhereLinesWereDropped_TellItInItsPlace()
    {
        await using var test = new TestMonitor(builder => builder.Configure(options => options.MaxLinesPerSecond = 10),
            new ManualTimeProvider());
        var view = await WriteAsync(test, task => Lines(task, 100));

        var rows = await view.RowsAsync(0, 1_000, default);

        view.Last.Should().Be(100, "dropped lines have numbers too");
        rows.Should().HaveCount(view.Count).And.HaveCount(41, "the clock stands, so 4 x 10 lines come through");
        rows[^1].Should().Match<LogRow>(row => row.Line == null && row.Dropped == 60);
    }

    [Fact]
    public async Task Grow_FarBeyondWhatIsShown_ForgetsTheOldestOnlyWhenItMay()
    {
        await using var test = new TestMonitor(builder => builder.Configure(options => options.MaxLinesPerSecond = 1_000_000));
        var task = test.Monitor.Start("Lines", task => Lines(task, 10));
        await task.Completion;
        var view = new LogView(test.Monitor.For(Person.Local), task.Id);
        var grown = task.Snapshot with { LogLines = 200_000 };

        await view.GrowAsync(grown, false, default);
        view.First.Should().Be(1);
        await view.GrowAsync(grown, true, default);

        (view.First, view.Count).Should().Be((100_001, LogView.MaxRows));
    }

    [Fact]
    public async Task Grow_FarBehindARunningTaskWithGaps_ContinuesAtTheNewestUntilAllIsWanted()
    {
        await using var test = new TestMonitor(builder => builder.Configure(options => options.MaxLinesPerSecond = 5_000),
            new ManualTimeProvider());
        var task = test.Monitor.Start("Floods", async task =>
        {
            Lines(task, 30_000); // the clock stands, so 4 x 5,000 lines come through
            await task.ConfirmAsync("Go on?");
        });
        var running = await test.AskedAsync(task);
        var view = new LogView(test.Monitor.For(Person.Local), task.Id);

        await view.GrowAsync(running, true, default);

        (view.Last, view.HasSkipped).Should().Be((30_000, true));
        view.First.Should().BeGreaterThan(10_000);
        (await view.RowsAsync(view.Count - 2, 2, default)).Select(row => (row.Number, row.Dropped)).Should()
            .Equal((20_000, 0), (20_001, 10_000));
        await view.ClearAsync(false, true, default);
        (view.First, view.Count, view.HasSkipped).Should().Be((1, 20_001, false));
    }

    [Theory]
    [InlineData("a merged b Merged", "merged", new[] { "a ", "merged", " b ", "Merged", "" })]
    [InlineData("none", "x", new[] { "none" })]
    [InlineData("aaa", "aa", new[] { "", "aa", "a" })]
    [InlineData("<mark>", "<", new[] { "", "<", "mark>" })]
    [InlineData("text", null, new[] { "text" })]
    public void Split_Text_AlternatesBetweenRestAndMatch(string text, string? search, string[] pieces) => LogRow.Split(text, search)
        .Should().Equal(pieces);

    [Fact]
    public void Digest_LinesWithErrors_CountsThemAndSaysTheNewestError()
    {
        LogRow[] rows = [Row(1, LogLevel.Information, "one"), Row(2, LogLevel.Error, "rejected"), Row(3, LogLevel.Information, "three")];

        TaskLog.Digest(rows, 14).Replace('\u00a0', ' ').Should().Be("14 lines, 1 error: rejected");
        TaskLog.Digest([rows[0]], 1).Replace('\u00a0', ' ').Should().Be("1 line: one");
    }

    private static LogRow Row(long number, LogLevel level, string text) => new(number, new LogLine(DateTimeOffset.UnixEpoch, level, text));

    private static void Lines(TaskContext task, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            task.Log(i % 1_000 == 0 ? LogLevel.Error : LogLevel.Information, $"row {i}");
        }
    }

    private static async Task<LogView> WriteAsync(TestMonitor test, Action<TaskContext> write)
    {
        var task = test.Monitor.Start("Lines", write);
        await task.Completion;
        var view = new LogView(test.Monitor.For(Person.Local), task.Id);
        await view.GrowAsync(task.Snapshot, true, default);
        return view;
    }
}
