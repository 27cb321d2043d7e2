namespace BlazorTasks.Tests.Core.Execution;

public class QueueTests
{
    [Fact]
    public async Task Start_MoreThanSlots_RunsAtMostThatManyConcurrently()
    {
        await using var test = new TestMonitor(tasks => tasks.Configure(options => options.MaxConcurrency = 3));
        var (now, most) = (0, 0);
        var all = new TaskCompletionSource();

        var tasks = Enumerable.Range(0, 50).Select(i => test.Monitor.Start($"Task {i}", async _ =>
        {
            var running = Interlocked.Increment(ref now);
            lock (test)
            {
                most = Math.Max(most, running);
            }

            if (running == 3)
            {
                all.TrySetResult();
            }

            await all.Task.WaitAsync(TestMonitor.MaxWait); // until every slot was taken once
            await Task.Yield();
            Interlocked.Decrement(ref now);
        })).ToList();
        await Task.WhenAll(tasks.Select(task => task.Completion));

        most.Should().Be(3);
    }

    [Fact]
    public async Task Start_SixtyThatBlockTheirThread_OthersAndFramesDoNotNotice()
    {
        await using var test = new TestMonitor();
        using var gate = new ManualResetEventSlim();
        using var blocked = new CountdownEvent(60);
        var blockers = Enumerable.Range(0, 60).Select(i => test.Monitor.Start($"Blocks {i}", _ =>
        {
            blocked.Signal();
            gate.Wait();
        })).ToList();

        blocked.Wait(TestMonitor.MaxWait).Should().BeTrue("all of them run at once");
        var other = test.Monitor.Start("Other", async task =>
        {
            await Task.Yield();
            task.Report(50, "half");
            await Task.Delay(1);
        });
        await other.Completion.WaitAsync(TestMonitor.MaxWait);
        await test.Monitor.UntilActive(active => active.InProgress.Count == 60);

        gate.Set();
        await Task.WhenAll(blockers.Select(task => task.Completion));
    }

    [Fact]
    public async Task Start_DifferentPriorities_HigherRunsFirstThenFirstCome()
    {
        await using var test = new TestMonitor(tasks => tasks.Configure(options => options.MaxConcurrency = 1));
        var gate = new TaskCompletionSource();
        var order = new List<string>();
        var first = test.Monitor.Start("Gate", _ => gate.Task);

        var tasks = new[] { ("low", -1), ("a", 0), ("b", 0), ("high", 5) }
            .Select(task => test.Monitor.Start(task.Item1, _ => order.Add(task.Item1), new StartOptions { Priority = task.Item2 }))
            .ToList();
        var active = await test.Monitor.UntilActive(active => active.InProgress.Count == 1 && active.UpNext.Count == 4);
        active.UpNext.Select(task => task.Name).Should().Equal("high", "a", "b", "low");
        gate.SetResult();
        await Task.WhenAll(tasks.Select(task => task.Completion));

        order.Should().Equal("high", "a", "b", "low");
        await first.Completion;
    }

    [Fact]
    public async Task SetPriority_OfATaskThatWaits_MovesItAndOnlyUntilItStarts()
    {
        await using var test = new TestMonitor(tasks => tasks.Configure(options => options.MaxConcurrency = 1));
        var gate = new TaskCompletionSource();
        var order = new List<string>();
        var first = test.Monitor.Start("Gate", _ => gate.Task);
        var limited = new StartOptions { Policy = new TaskPolicy { Concurrency = 1 } };
        var tasks = new[] { "a", "b", "c" }.Select(name => test.Monitor.Start(name, _ => order.Add(name), limited)).ToList();
        await test.Monitor.UntilActive(active => active.InProgress.Count == 1 && active.UpNext.Count == 3);

        var changed = await test.Monitor.SetPriorityAsync(tasks[2].Id, 5, "anna");
        await test.Monitor.SetPriorityAsync(tasks[0].Id, -5, "anna");
        var late = await test.Monitor.SetPriorityAsync(first.Id, 5, "anna");
        await test.Monitor.UntilActive(active => active.UpNext.Select(task => task.Name).SequenceEqual(["c", "b", "a"]));
        gate.SetResult();
        await Task.WhenAll(tasks.Select(task => task.Completion));

        (changed.Outcome, changed.Task!.Priority).Should().Be((CommandOutcome.Accepted, 5));
        (late.Outcome, late.Message).Should()
            .Be((CommandOutcome.NotNow, "Gate is Running. The priority can only be changed until a task starts."));
        order.Should().Equal("c", "b", "a");
        (await test.Monitor.SetPriorityAsync(tasks[2].Id, 0)).Outcome.Should().Be(CommandOutcome.AlreadyFinal);
    }

    [Fact]
    public async Task Start_DefinitionWithALimit_HoldsBackItsSurplusAndNobodyElse()
    {
        await using var test = new TestMonitor();
        var limited = new StartOptions { Policy = new TaskPolicy { Concurrency = 1 } };
        var gate = new TaskCompletionSource();

        var first = test.Monitor.Start("Limited", _ => gate.Task, limited);
        var second = test.Monitor.Start("Limited", _ => { }, limited);
        var other = test.Monitor.Start("Other", _ => { });
        await other.Completion;
        await test.Until(first.Id, snapshot => snapshot.State == TaskState.Running);
        second.Snapshot.State.Should().Be(TaskState.Queued);
        gate.SetResult();

        await second.Completion;
    }

    [Fact]
    public async Task Start_CpuBound_HasSlotsOfItsOwn()
    {
        await using var test = new TestMonitor(tasks => tasks.Configure(options => (options.MaxCpuBound, options.MaxConcurrency) = (1, 1)));
        var gate = new TaskCompletionSource();
        var cpu = new StartOptions { Policy = new TaskPolicy { CpuBound = true } };

        var busy = test.Monitor.Start("Busy", _ => gate.Task, cpu);
        var next = test.Monitor.Start("Next", _ => { }, cpu);
        await test.Monitor.Start("Other", _ => { }).Completion;

        next.Snapshot.State.Should().Be(TaskState.Queued);
        test.Monitor.Slots.Should().Be(new SlotUsage(InUse: 0, Total: 1, CpuBoundInUse: 1, CpuBoundTotal: 1));
        gate.SetResult();
        await Task.WhenAll(busy.Completion, next.Completion);
    }

    [Fact]
    public async Task Start_CancelledWhileHeldBack_LetsTheNextOneThrough()
    {
        await using var test = new TestMonitor();
        var limited = new StartOptions { Policy = new TaskPolicy { Concurrency = 1 } };
        var gate = new TaskCompletionSource();
        var first = test.Monitor.Start("Limited", _ => gate.Task, limited);
        var second = test.Monitor.Start("Limited", _ => { }, limited);
        var third = test.Monitor.Start("Limited", _ => { }, limited);

        await second.CancelAsync();
        gate.SetResult();

        await third.Completion;
        await first.Completion;
    }

    [Fact]
    public async Task Start_TakesNoSlot_RunsWhileAllSlotsAreInUse()
    {
        await using var test = new TestMonitor(tasks => tasks.Configure(options => options.MaxConcurrency = 1));
        var gate = new TaskCompletionSource();
        var first = test.Monitor.Start("Gate", _ => gate.Task);
        var waiting = test.Monitor.Start("Waits", _ => { });

        await test.Monitor.Start("About others", _ => { }, new StartOptions { Policy = new TaskPolicy { TakesNoSlot = true } })
            .Completion.WaitAsync(TestMonitor.MaxWait);

        waiting.Completion.IsCompleted.Should().BeFalse();
        gate.SetResult();
        await Task.WhenAll(first.Completion, waiting.Completion);
    }
}
