namespace BlazorTasks.Tests.Faults;

/// <summary>F17 and F18: tasks that say more than anybody can read, with somebody who looks.</summary>
[Collection(nameof(Browsers))]
public sealed class F17FloodTests(Browsers browsers)
{
    [Fact]
    public async Task Log_TenThousandLinesInOneCall_LosesNoneAndShowsTheLast()
    {
        var report = new FaultReport("F17 burst", "last line seen", targetMs: 2_000);
        await using var app = await AppUnderTest.StartedAsync();
        using var client = app.Client();
        await using var visitor = await browsers.VisitAsync(app.Address);
        for (var trial = 0; trial < FaultRun.Trials(quick: 1, full: 10); trial++)
        {
            var task = await client.StartedAsync("flood-the-log", new { lines = 10_000 });
            var clock = Stopwatch.StartNew();
            var page = await visitor.OpenAsync($"task/{task}");
            await Expect(page.Locator(".log")).ToContainTextAsync("line 10000");
            var seen = clock.Elapsed;
            var end = await client.UntilAsync(task, TaskState.Succeeded);
            end.LogLines.Should().Be(10_000);
            report.Add(new Verdict(0, 0, []), seen);
            await page.CloseAsync();
        }

        await app.StopAsync();
        (await app.ReadAsync()).Tasks.Should().OnlyContain(task => task.Snapshot.LogLines == 10_000 && task.Snapshot.DroppedLines == 0);
        report.Add(await app.JudgeAsync(), 0, []);
        report.Close();
    }

    [Fact]
    public async Task Log_FasterThanTheLimit_CountsWhatItDropsAndKeepsTheOrder()
    {
        var lines = FaultRun.Trials(quick: 200_000, full: 1_000_000);
        const int longLine = 5_000_000;
        var report = new FaultReport("F17 flood", "command", targetMs: 200);
        await using var app = await AppUnderTest.StartedAsync();
        using var client = app.Client();
        var task = await client.StartedAsync("flood-the-log",
            new { lines, lines_per_second = FaultRun.IsFull ? lines / 60 : 0, long_line = longLine });
        var times = new List<TimeSpan>();
        do
        {
            var clock = Stopwatch.StartNew();
            await client.CancelAsync(await client.StartedAsync("work"));
            times.Add(clock.Elapsed / 2);
        }
        while (!(await client.GetAsync(task)).State.IsFinal());

        await client.RestAsync();
        await app.StopAsync();
        var flood = (await app.ReadAsync()).Tasks.Single(one => one.Snapshot.Id == task);
        (flood.Snapshot.LogLines + flood.Snapshot.DroppedLines).Should().Be(lines + 1);
        flood.Snapshot.DroppedLines.Should().BePositive("it is told how many were dropped");
        var stored = flood.Events.OfType<TaskLogged>()
            .SelectMany(chunk => chunk.Lines.Select((line, place) => (line.Text, Number: chunk.FirstLine + place))).ToList();
        stored.Where(line => line.Text != $"line {line.Number}" && line.Number <= lines).Should()
            .BeEmpty("a line keeps its place, whatever is dropped before it");
        stored.Max(line => line.Text.Length).Should().BeLessThan(10_000, "a long line is cut");
        report.Add(await app.JudgeAsync(), 1, times);
        report.Close($"{flood.Snapshot.DroppedLines:N0} of {lines + 1:N0} lines were dropped and counted");
    }

    [Fact]
    public async Task Progress_AHundredThousandAndNonsense_StaysBetweenAndShowsTheLast()
    {
        var report = new FaultReport("F18", "events a second");
        await using var app = await AppUnderTest.StartedAsync();
        using var client = app.Client();
        await using var visitor = await browsers.VisitAsync(app.Address);
        var page = await visitor.OpenAsync();
        var seconds = FaultRun.Trials(quick: 3, full: 60);
        var task = await client.StartedAsync("flood-progress", new { seconds });
        await Expect(page.Locator(".card[data-state=running]")).ToHaveCountAsync(1); // before, it stands in another group
        await page.EvaluateAsync(
            """
            () => {
              window.renders = 0;
              new MutationObserver(() => window.renders++).observe(document.querySelector('.card'),
                { subtree: true, childList: true, characterData: true, attributes: true });
            }
            """);

        await client.UntilAsync(task, TaskState.Succeeded, TimeSpan.FromSeconds(seconds) + TestMonitor.MaxWait);

        (await client.GetAsync(task)).Status.Should().Be("the last word");
        var renders = await page.EvaluateAsync<int>("window.renders");
        renders.Should().BeInRange(1, (seconds + 2) * 30, "what comes between two frames is not rendered");
        visitor.Problems.Should().BeEmpty();
        await app.StopAsync();
        var recorded = (await app.ReadAsync()).Tasks.Single();
        recorded.Events.OfType<TaskProgressed>().Count().Should().BeLessThanOrEqualTo(4 * (seconds + 2));
        report.Add(await app.JudgeAsync());
        report.Close($"{renders} changes of the card in {seconds} s, {recorded.Events.OfType<TaskProgressed>().Count()} events");
    }
}
