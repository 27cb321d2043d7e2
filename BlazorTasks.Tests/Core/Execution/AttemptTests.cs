namespace BlazorTasks.Tests.Core.Execution;

/// <summary>How attempts end, whatever their code throws or returns.</summary>
public sealed class AttemptTests : IAsyncLifetime
{
    private readonly TestMonitor _test = new();

    private TaskMonitor Monitor => _test.Monitor;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_ExceptionWhoseMessageCannotBeRead_FailsAndSaysItsType(bool isNull)
    {
        var task = Monitor.Start("Odd", Action (_) => throw new OddException(isNull));

        var ended = await EndOf(task);

        ended.State.Should().Be(TaskState.Failed);
        ended.ErrorType.Should().EndWith(nameof(OddException));
        ended.ErrorMessage.Should().EndWith("Its message cannot be read.");
    }

    [Fact]
    public async Task StepAsync_ExceptionWhoseMessageCannotBeRead_EndsTheStepAndTheTask()
    {
        var task = Monitor.Start("Odd", context => context.StepAsync("Step", () => throw new OddException(isNull: true)));

        (await EndOf(task)).State.Should().Be(TaskState.Failed);
        (await EventsOf(task)).OfType<StepFinished>().Single().Error.Should().Contain(nameof(OddException));
    }

    [Fact]
    public async Task Run_RetryDelayBeyondAllTimes_WaitsForItInsteadOfForEver()
    {
        var policy = new TaskPolicy { MaxAttempts = 2, RetryDelay = TimeSpan.MaxValue, MaxRetryDelay = TimeSpan.MaxValue };
        var task = Monitor.Start("Later", Action (_) => throw new IOException("no"), new StartOptions { Policy = policy });

        (await _test.Until(task.Id, now => now.State == TaskState.Backoff)).ErrorMessage.Should().Be("no");
    }

    [Theory]
    [InlineData("wait")]
    [InlineData("parallel")]
    [InlineData("all")]
    public async Task Cancel_ComesThroughAnAggregate_IsCancelled(string how)
    {
        var entered = new TaskCompletionSource();
        var task = Monitor.Start("Blocks", context =>
        {
            Task Forever() => Task.Delay(Timeout.Infinite, context.CancellationToken);
            entered.SetResult();
            switch (how)
            {
                case "wait":
                    Forever().Wait();
                    break;
                case "all":
                    Task.WaitAll(Forever(), Forever());
                    break;
                default:
                    Parallel.For(0, 2, _ => Forever().Wait());
                    break;
            }
        });
        await entered.Task;
        await task.CancelAsync();

        (await EndOf(task)).State.Should().Be(TaskState.Cancelled);
    }

    [Fact]
    public async Task Timeout_ComesThroughAnAggregate_IsATimeout()
    {
        var task = Monitor.Start(
            "Slow",
            context => Task.Delay(Timeout.Infinite, context.CancellationToken).Wait(),
            new StartOptions { Policy = new TaskPolicy { Timeout = TimeSpan.FromMilliseconds(20) } });

        (await EndOf(task)).Reason.Should().Be(TaskReason.Timeout);
    }

    [Fact]
    public async Task Decline_ComesThroughAnAggregate_IsDeclined()
    {
        var task = Monitor.Start("Asks", context => context.RequireConfirmAsync("Publish?").Wait());
        await _test.AskedAsync(task);
        await Monitor.AnswerAsync(task.Id, "1", false, new Person("anna"));

        (await EndOf(task)).State.Should().Be(TaskState.Declined);
    }

    [Fact]
    public async Task Run_AggregateOfDifferentErrors_FailsWithTheStacksOfAll()
    {
        var task = Monitor.Start("Several", _ => Task.WaitAll(Task.Run(First), Task.Run(Second)));

        (await EndOf(task)).ErrorType.Should().Be(typeof(AggregateException).FullName);
        var error = (await EventsOf(task)).OfType<TaskFailed>().Single().Error;
        (error.Stack + error.Inner!.Stack).Should().Contain(nameof(First)).And.Contain(nameof(Second));
    }

    [Fact]
    public async Task StepAsync_SomebodyElsesTimeout_IsAFailedStep()
    {
        var task = Monitor.Start(
            "Calls",
            context => context.StepAsync(
                "Call",
                () => throw new TaskCanceledException("The request took longer than 100 s.", new TimeoutException())));

        (await EndOf(task)).State.Should().Be(TaskState.Failed);
        (await EventsOf(task)).OfType<StepFinished>().Single().Error.Should().Be("The request took longer than 100 s.");
    }

    [Fact]
    public async Task Run_ResultThatCannotBeWritten_IsNotTriedAgain()
    {
        var attempts = 0;
        var options = new StartOptions { Policy = new TaskPolicy { MaxAttempts = 3, RetryDelay = TimeSpan.Zero } };
        var task = Monitor.Start("Divides", _ =>
        {
            attempts++;
            return double.NaN;
        }, options);

        (await EndOf(task)).Reason.Should().Be(TaskReason.ResultNotSerializable);
        attempts.Should().Be(1);
    }

    [Theory]
    [InlineData(TaskJson.MaxDepth, TaskState.Succeeded)]
    [InlineData(TaskJson.MaxDepth + 1, TaskState.Failed)]
    public async Task Run_DeepResult_IsKeptOrFailsItsTaskAlone(int levels, TaskState state)
    {
        var task = Monitor.Start("Deep", _ => Json.Nested(levels));

        (await EndOf(task)).State.Should().Be(state);
        await Monitor.Start("Next", _ => { }).Completion.WaitAsync(TestMonitor.MaxWait);
    }

    [Fact]
    public async Task Run_TupleAsResult_KeepsItsFields()
    {
        var task = Monitor.Start("Pair", _ => (1, "two"));
        await EndOf(task);

        (await Monitor.ReadAsync(task.Id))!.Result!.Value.GetRawText().Should().Be("""{"item1":1,"item2":"two"}""");
    }

    [Fact]
    public async Task AskAsync_FormThatCannotBeStored_FailsItsTaskAlone()
    {
        var task = Monitor.Start(
            "Asks",
            context => context.AskAsync("Which?", new([new("a", BlazorTasks.Forms.FieldType.Number) { Max = double.PositiveInfinity }])));

        (await EndOf(task)).Reason.Should().Be(TaskReason.NotStorable);
        await Monitor.Start("Next", _ => { }).Completion.WaitAsync(TestMonitor.MaxWait);
    }

    [Fact]
    public async Task Run_SecretInAStepAQuestionOrAnError_IsHidden()
    {
        const string secret = "correct horse";
        var task = Monitor.Start("Tells", async context =>
        {
            context.AddSecret(secret);
            await context.StepAsync($"Log in with {secret}", () => Task.CompletedTask);
            await context.ConfirmAsync($"Use {secret}?", new PromptOptions { Body = $"It is {secret}", Yes = $"Use {secret}" });
            throw new AggregateException($"{secret} was refused", new IOException($"not {secret}"), new IOException($"nor {secret}"));
        });
        await _test.AskedAsync(task);
        task.Snapshot.Prompt!.Title.Should().Be("Use •••?");
        await Monitor.AnswerAsync(task.Id, "1", true);
        await EndOf(task);

        (await EventsOf(task)).Select(TaskJson.Write).Should().NotContain(json => json.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Report_LongStatusStepAndLabel_AreCut()
    {
        var task = Monitor.Start("Long", async context =>
        {
            context.Report(new string('x', 5_000_000));
            await context.StepAsync(new string('y', 5_000_000), () => context.ConfirmAsync("Go on?"));
        }, new StartOptions { Label = new string('z', 5_000_000) });
        await _test.AskedAsync(task);

        TaskJson.Write(task.Snapshot).Length.Should().BeLessThan(4_000);
        task.Snapshot.Label.Should().EndWith("more characters truncated)");
    }

    [Fact]
    public async Task Conceal_WhileOtherThreadsSpeak_ThrowsNothing()
    {
        var task = Monitor.Start("Speaks", context => Parallel.For(0, 2_000, i =>
        {
            context.AddSecret($"secret {i}");
            context.Report($"status {i}");
        }));

        (await EndOf(task)).State.Should().Be(TaskState.Succeeded);
    }

    [Fact]
    public async Task Pause_OfATaskOnManyThreads_HoldsAllOfThem()
    {
        var done = 0;
        var task = Monitor.Start("Many", context =>
            Parallel.ForEachAsync(Enumerable.Range(0, int.MaxValue),
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = context.CancellationToken }, async (_, stop) =>
        {
            await context.CheckpointAsync();
            Interlocked.Increment(ref done);
            await Task.Delay(1, stop);
        }));
        var atRest = await PausedAsync(task, () => Volatile.Read(ref done));
        await Monitor.ResumeAsync(task.Id);

        await Eventually.TrueAsync(() => Volatile.Read(ref done) > atRest + 20);
        await task.CancelAsync();
        (await EndOf(task)).State.Should().Be(TaskState.Cancelled);
    }

    [Fact]
    public async Task Pause_OfTrackedItemsOnManyThreads_HoldsAllOfThem()
    {
        var done = 0;
        var task = Monitor.Start("Many", context => Parallel.ForEachAsync(
            context.Track(Enumerable.Range(0, int.MaxValue)),
                new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = context.CancellationToken }, async (_, stop) =>
            {
                Interlocked.Increment(ref done);
                await Task.Delay(1, stop);
            }));
        var atRest = await PausedAsync(task, () => Volatile.Read(ref done));
        atRest.Should().BeGreaterThan(20);
        await task.CancelAsync();
        (await EndOf(task)).State.Should().Be(TaskState.Cancelled);
    }

    [Fact]
    public async Task Cancel_OfATaskThatLogsAndReportsWithoutAPause_TakesEffectImmediately()
    {
        var task = Monitor.Start("Floods", context =>
        {
            for (var i = 0; !context.CancellationToken.IsCancellationRequested; i++)
            {
                context.Log("a line");
                context.Report(i % 100, "fast");
            }

            context.CancellationToken.ThrowIfCancellationRequested();
        });
        await _test.Until(task.Id, now => now.LogLines > 1_000);
        var began = TimeProvider.System.GetTimestamp();

        await task.CancelAsync("anna");
        await _test.Until(task.Id, now => now.State == TaskState.Cancelled);

        TimeProvider.System.GetElapsedTime(began)
            .Should().BeLessThan(TimeSpan.FromSeconds(5), "a second, on a machine that has nothing else to do");
    }

    [Fact]
    public async Task Timer_MadeInATask_KeepsItsContext()
    {
        var task = Monitor.Start("Ticks", async _ =>
        {
            var ticked = new TaskCompletionSource<TaskId>();
            using var timer = new Timer(_ => ticked.TrySetResult(TaskContext.Current.Id), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            return await ticked.Task;
        });

        (await task.Completion.WaitAsync(TestMonitor.MaxWait)).Should().Be(task.Id);
    }

    private static void First() => throw new IOException("one");

    private static void Second() => throw new InvalidOperationException("two");

    /// <summary>A number once it no longer grows: what was under way has come to its end.</summary>
    /// <summary>Pauses a task that counts, and gives the number at which it rests.</summary>
    private async Task<int> PausedAsync(MonitoredTask task, Func<int> read)
    {
        await Eventually.TrueAsync(() => read() > 20);
        await task.PauseAsync("anna");
        await _test.AskedAsync(task);
        return await AtRestAsync(read);
    }

    private static async Task<int> AtRestAsync(Func<int> read) => (int)await Eventually.FoundAsync(async () =>
    {
        var before = read();
        await Task.Delay(200);
        return before == read() ? (object)before : null;
    });

    private static async Task<TaskSnapshot> EndOf(MonitoredTask task)
    {
        await Task.WhenAny(task.Completion).WaitAsync(TestMonitor.MaxWait);
        return task.Snapshot;
    }

    private Task<IReadOnlyList<TaskEvent>> EventsOf(MonitoredTask task) =>
        _test.Store.EventsAsync(task.Id, 0, 100, EventKinds.All, default);

    private sealed class OddException(bool isNull) : Exception
    {
        public override string Message => isNull ? null! : throw new InvalidOperationException("not even this");
    }
}
