using BlazorTasks.Dashboard.Components.Bulk;
using Microsoft.Extensions.Logging.Abstractions;

namespace BlazorTasks.Tests.Dashboard.Components.Bulk;

public sealed class BulkTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private TestMonitor _test = default!;
    private BulkRunner _runner = default!;

    private TaskAccess Jonas => field ??= _test.Monitor.For(new Person("jonas") { Role = TaskRole.Admin });

    public async Task InitializeAsync()
    {
        _test = new TestMonitor(tasks => tasks.AddTasksFrom(typeof(SampleTasks).Assembly)
            .Configure(options => options.MaxConcurrency = 2), _time);
        await _test.Monitor.OpenAsync();
        _runner = new BulkRunner(_time, NullLogger<BulkRunner>.Instance);
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task Plan_RunAgain_OmitsWhatCannotBeStartedAgainAndSaysWhy()
    {
        var doubled = await EndedAsync(await _test.Monitor.StartAsync("double", Json.Parse("""{"number":3}""")));
        var lambda = await EndedAsync(_test.Monitor.Start("Lambda", _ => { }));
        var secret = await EndedAsync(await _test.Monitor.StartAsync("keeps-a-secret", Json.Parse("""{"key":"s3cret"}""")));
        var running = _test.Monitor.Start("Running", task => Task.Delay(Timeout.Infinite, task.CancellationToken));

        var plan = BulkPlan.Make(BulkActions.RunAgain, Jonas,
            [doubled, lambda, secret, running.Snapshot, doubled with { Definition = "gone" }]);

        plan.Title.Replace('\u00A0', ' ').Should().Be("Run 1 task again");
        plan.Included.Should().Equal(doubled);
        plan.Skipped.Should().HaveCount(4).And.OnlyContain(skipped => skipped.Count == 1);
        plan.Skipped.Select(skipped => skipped.Reason).Should().Contain(reason => reason.StartsWith("needs a secret"));
    }

    [Fact]
    public async Task RunAgain_AfterTheTimeToUndo_StartsEachWithItsInput()
    {
        var ended = await EndedAsync(await _test.Monitor.StartAsync(
            "double",
            Json.Parse("""{"number":21}"""),
            new StartOptions { Owner = "anna", Tags = ["crm"] }));

        var bulk = Start(BulkActions.RunAgain, ended);
        bulk.IsRunning.Should().BeFalse();
        _time.Advance(BulkRunner.UndoTime);
        await FinishedAsync(bulk);

        var again = await Eventually.FoundAsync(
            async () => (await _test.Monitor.ListAsync(new() { Definition = "double", Owner = "jonas" })).Items.SingleOrDefault());
        again.Tags.Should().Equal("crm");
        (await _test.Monitor.ReadAsync(again.Id))!.Result!.Value.GetInt32().Should().Be(42);
    }

    [Fact]
    public async Task Stop_BeforeItBegins_DoesNothingAndLeavesNoTrace()
    {
        var ended = await EndedAsync(await _test.Monitor.StartAsync("double", Json.Parse("""{"number":21}""")));
        var bulk = Start(BulkActions.RunAgain, ended);

        bulk.Stop();
        _time.Advance(BulkRunner.UndoTime + BulkRunner.UndoTime);
        await FinishedAsync(bulk);

        bulk.IsUndone.Should().BeTrue();
        (await _test.Monitor.CountAsync(new() { Definition = "double" })).Should().Be(1);
        (await BulkEntriesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Stop_WhileItRuns_LeavesTheRestAsItIsAndReportsIt()
    {
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var action = BulkActions.Dismiss with
        {
            DoAsync = async (_, _) =>
            {
                reached.SetResult();
                await goOn.Task;
                return null;
            },
        };
        var bulk = Start(action, await EndedAsync(_test.Monitor.Start("A", _ => { })),
            await EndedAsync(_test.Monitor.Start("B", _ => { })));
        _time.Advance(BulkRunner.UndoTime);
        await reached.Task.WaitAsync(TestMonitor.MaxWait);

        bulk.Stop();
        goOn.SetResult();
        await FinishedAsync(bulk);

        (bulk.IsUndone, bulk.Done).Should().Be((false, 1));
        (await BulkEntriesAsync()).Should().Equal("jonas: Dismiss 2 tasks: 1 done, stopped after 1 of 2");
    }

    [Fact]
    public async Task Cancel_OfTasksThatHoldAllSlots_IsNotHeldUpByThem()
    {
        var tasks = new[] { "A", "B" }
            .Select(name => _test.Monitor.Start(name, task => Task.Delay(Timeout.Infinite, task.CancellationToken)))
            .ToList();
        foreach (var task in tasks)
        {
            await Eventually.FoundAsync(() => Task.FromResult(task.Snapshot.State == TaskState.Running ? task.Snapshot : null));
        }

        var bulk = Start(BulkActions.Cancel, [.. tasks.Select(task => task.Snapshot)]);
        _time.Advance(BulkRunner.UndoTime);
        await FinishedAsync(bulk);

        foreach (var task in tasks)
        {
            (await EndedAsync(task)).CancelRequestedBy.Should().Be("jonas");
        }
    }

    [Fact]
    public async Task Dismiss_MovedOnSinceThePreview_IsSkippedWithTheReason()
    {
        var ended = await EndedAsync(_test.Monitor.Start("Quick", _ => { }));
        var bulk = Start(BulkActions.Dismiss, ended);
        await _test.Monitor.DismissAsync(ended.Id, "anna");

        _time.Advance(BulkRunner.UndoTime);
        await FinishedAsync(bulk);

        (await BulkEntriesAsync()).Should().Equal("jonas: Dismiss 1 task: 0 done, 1 skipped (already dismissed: 1)");
    }

    [Fact]
    public async Task Remove_OfSeveral_SkipsWhatRunsAndDeletesTheRestFromTheHistory()
    {
        var goOn = new TaskCompletionSource();
        var ended = await EndedAsync(_test.Monitor.Start("Old", _ => { }));
        var running = _test.Monitor.Start("Runs", _ => goOn.Task);
        var plan = BulkPlan.Make(BulkActions.Remove, Jonas, [ended, running.Snapshot]);
        plan.Skipped.Should().Equal(("not finished yet", 1));

        var bulk = Start(BulkActions.Remove, ended, running.Snapshot);
        _time.Advance(BulkRunner.UndoTime);
        await FinishedAsync(bulk);

        (await _test.Monitor.GetAsync(ended.Id)).Should().BeNull();
        (await _test.Monitor.GetAsync(running.Id)).Should().NotBeNull();
        (await BulkEntriesAsync()).Should().Equal("jonas: Delete 1 task: 1 done, 1 skipped (not finished yet: 1)");
        goOn.SetResult();
    }

    [Fact]
    public async Task RunAgain_SomeAreRejected_ReportsWhichAndContinues()
    {
        var ended = await EndedAsync(await _test.Monitor.StartAsync("double", Json.Parse("""{"number":21}""")));
        var action = BulkActions.RunAgain with
        {
            DoAsync = (_, task) => task.Name == "Boom" ? throw new IOException("no disk") : Task.FromResult<string?>("rejected"),
        };

        var bulk = Start(action, ended with { Id = (await EndedAsync(_test.Monitor.Start("Boom", _ => { }))).Id }, ended);
        _time.Advance(BulkRunner.UndoTime);
        await FinishedAsync(bulk);

        bulk.Problems.Should().Equal("rejected");
        (await BulkEntriesAsync()).Should().Equal(
            "jonas: Run 2 tasks again: 0 done, 1 skipped (started by code, with no input to reuse: 1), 1 failed");
    }

    [Fact]
    public async Task Run_OfAnyKind_IsNoTask()
    {
        var ended = await EndedAsync(_test.Monitor.Start("Quick", _ => { }));

        var bulk = Start(BulkActions.Dismiss, ended);
        _test.Monitor.Active.Unfinished.Should().Be(0);
        _time.Advance(BulkRunner.UndoTime);
        await FinishedAsync(bulk);

        (await _test.Monitor.ListAsync(new())).Items.Select(task => task.Name).Should().Equal("Quick");
        (await _test.Monitor.CountAsync(new() { Finished = false })).Should().Be(0);
        _runner.Of(Jonas.Person).Should().Equal(bulk);
        _runner.Of(new Person("anna")).Should().BeEmpty();
        _runner.Forget(bulk);
        _runner.Of(Jonas.Person).Should().BeEmpty();
    }

    [Fact]
    public async Task StopAsync_AtShutdown_EndsBeforeTheNextTaskAndIsRecorded()
    {
        var ended = await EndedAsync(_test.Monitor.Start("Quick", _ => { }));
        var bulk = Start(BulkActions.Dismiss, ended);

        await _runner.StopAsync(default).WaitAsync(TestMonitor.MaxWait);

        bulk.IsUndone.Should().BeTrue("it had not begun");
    }

    private BulkRun Start(BulkAction action, params TaskSnapshot[] tasks) =>
        _runner.Start(BulkPlan.Make(action, Jonas, tasks), Jonas);

    private Task FinishedAsync(BulkRun run) => _runner.FinishedAsync(run).WaitAsync(TestMonitor.MaxWait);

    private async Task<IReadOnlyList<string>> BulkEntriesAsync() =>
        [.. (await _test.Monitor.AuditAsync(new() { Action = AuditAction.Bulk })).Items.Select(entry => $"{entry.By}: {entry.TaskName}")];

    private Task<TaskSnapshot> EndedAsync(MonitoredTask task) =>
        Eventually.FoundAsync(async () => await _test.Monitor.GetAsync(task.Id) is { FinishedAt: not null } ended ? ended : null);
}
