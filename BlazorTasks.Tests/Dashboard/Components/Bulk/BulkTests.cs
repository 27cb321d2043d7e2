using BlazorTasks.Dashboard.Components.Bulk;
using BlazorTasks.Tests.Support;

namespace BlazorTasks.Tests.Dashboard.Components.Bulk;

public sealed class BulkTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private TestMonitor _test = default!;

    public async Task InitializeAsync()
    {
        _test = new TestMonitor(tasks => tasks.AddTasksFrom(typeof(SampleTasks).Assembly).Configure(options => options.MaxConcurrency = 2), _time);
        await _test.Monitor.OpenAsync();
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task Plan_RunAgain_LeavesOutWhatCannotBeStartedAgainAndSaysWhy()
    {
        var doubled = await EndedAsync(await _test.Monitor.StartAsync("double", Json.Parse("""{"number":3}""")));
        var lambda = await EndedAsync(_test.Monitor.Start("Lambda", _ => { }));
        var secret = await EndedAsync(await _test.Monitor.StartAsync("keeps-a-secret", Json.Parse("""{"key":"s3cret"}""")));
        var running = _test.Monitor.Start("Running", task => Task.Delay(Timeout.Infinite, task.CancellationToken));

        var plan = BulkPlan.Make(BulkActions.RunAgain, _test.Monitor, [doubled, lambda, secret, running.Snapshot, doubled with { Definition = "gone" }]);

        plan.Title.Replace('\u00A0', ' ').Should().Be("Run 1 task again");
        plan.Included.Should().Equal(doubled);
        plan.LeftOut.Should().HaveCount(4).And.OnlyContain(left => left.Count == 1);
        plan.LeftOut.Select(left => left.Reason).Should().Contain(reason => reason.StartsWith("needs a secret"));
    }

    [Fact]
    public async Task RunAgain_AfterTheTimeToUndo_StartsEachWithItsInputAsTheTasksChild()
    {
        var ended = await EndedAsync(await _test.Monitor.StartAsync("double", Json.Parse("""{"number":21}"""), new StartOptions { Owner = "anna", Tags = ["crm"] }));

        var bulk = Start(BulkActions.RunAgain, ended);
        bulk.Snapshot.State.Should().Be(TaskState.Scheduled);
        _time.Advance(BulkTask.UndoTime);
        await bulk.Completion;

        var again = await Eventually.FoundAsync(async () => (await _test.Monitor.ListAsync(new() { Definition = "double", Owner = "jonas" })).Items.SingleOrDefault());
        again.ParentId.Should().Be(bulk.Id);
        again.Tags.Should().Equal("crm");
        (await _test.Monitor.ReadAsync(again.Id))!.Result!.Value.GetInt32().Should().Be(42);
    }

    [Fact]
    public async Task Cancelled_BeforeItBegins_DoesNothing()
    {
        var ended = await EndedAsync(await _test.Monitor.StartAsync("double", Json.Parse("""{"number":21}""")));
        var bulk = Start(BulkActions.RunAgain, ended);

        await bulk.CancelAsync("jonas");
        _time.Advance(BulkTask.UndoTime + BulkTask.UndoTime);

        (await EndedAsync(bulk)).State.Should().Be(TaskState.Cancelled);
        (await _test.Monitor.CountAsync(new() { Definition = "double" })).Should().Be(1);
    }

    [Fact]
    public async Task Cancel_OfTasksThatHoldAllSlots_IsNotHeldUpByThem()
    {
        var tasks = new[] { "A", "B" }.Select(name => _test.Monitor.Start(name, task => Task.Delay(Timeout.Infinite, task.CancellationToken))).ToList();
        foreach (var task in tasks)
        {
            await Eventually.FoundAsync(() => Task.FromResult(task.Snapshot.State == TaskState.Running ? task.Snapshot : null));
        }

        var bulk = Start(BulkActions.Cancel, [.. tasks.Select(task => task.Snapshot)]);
        _time.Advance(BulkTask.UndoTime);
        await bulk.Completion.WaitAsync(TestMonitor.Patience);

        foreach (var task in tasks)
        {
            (await EndedAsync(task)).CancelRequestedBy.Should().Be("jonas");
        }
    }

    [Fact]
    public async Task Dismiss_MovedOnSinceThePreview_IsLeftOutWithAWarning()
    {
        var ended = await EndedAsync(_test.Monitor.Start("Quick", _ => { }));
        var bulk = Start(BulkActions.Dismiss, ended);
        await _test.Monitor.DismissAsync(ended.Id, "anna");

        _time.Advance(BulkTask.UndoTime);
        await bulk.Completion;

        (await EndedAsync(bulk)).Warnings.Should().Be(1);
    }

    [Fact]
    public async Task Remove_OfSeveral_LeavesOutWhatRunsAndTakesTheRestFromTheHistory()
    {
        var goOn = new TaskCompletionSource();
        var ended = await EndedAsync(_test.Monitor.Start("Old", _ => { }));
        var running = _test.Monitor.Start("Runs", _ => goOn.Task);
        var plan = BulkPlan.Make(BulkActions.Remove, _test.Monitor, [ended, running.Snapshot]);
        plan.LeftOut.Should().Equal(("not finished yet", 1));

        var bulk = Start(BulkActions.Remove, ended, running.Snapshot);
        _time.Advance(BulkTask.UndoTime);
        await bulk.Completion.WaitAsync(TestMonitor.Patience);

        (await _test.Monitor.GetAsync(ended.Id)).Should().BeNull();
        (await _test.Monitor.GetAsync(running.Id)).Should().NotBeNull();
        goOn.SetResult();
    }

    private MonitoredTask Start(BulkAction action, params TaskSnapshot[] tasks) =>
        BulkTask.Start(_test.Monitor, BulkPlan.Make(action, _test.Monitor, tasks), "jonas", _time.GetUtcNow());

    private Task<TaskSnapshot> EndedAsync(MonitoredTask task) =>
        Eventually.FoundAsync(async () => await _test.Monitor.GetAsync(task.Id) is { FinishedAt: not null } ended ? ended : null);
}
