namespace BlazorTasks.Tests.Faults;

/// <summary>F7 and F8: the disk is full, or the file of the history cannot be written, is damaged, or is not what it should be.</summary>
[Collection(FaultTests.Name)]
public sealed class F07DiskTests
{
    [NeedsRootFact]
    public async Task Full_UnderRunningTasks_IsReportedAndCaughtUp()
    {
        var report = new FaultReport("F7", "recovery", targetMs: 5_000);
        for (var trial = 0; trial < FaultRun.Trials(quick: 1, full: 10); trial++)
        {
            await using var disk = await SmallDisk.MountAsync("3m");
            await using var app = new AppUnderTest(dataFolder: disk.Path);
            await app.StartAsync();
            using var client = app.Client();
            var running = await client.StartedAsync("work", new { steps = 60, seconds = 0.1 });
            await client.UntilAsync(running, task => task.Progress > 0);
            await client.StartedAsync("flood-the-log", new { lines = 20_000 });
            await FullAsync(app);
            var waiting = Enumerable.Range(0, 3).Select(_ => client.StartAsync("work")).ToList();
            await HealthAsync(client, HttpStatusCode.ServiceUnavailable);
            var deeds = app.Deeds.Count;
            await Eventually.TrueAsync(() => app.Deeds.Count > deeds + 5); // it goes on without a disk
            await IsReportedAsFullAsync(client);

            var back = Stopwatch.StartNew();
            await disk.ResizeAsync("64m");
            var first = await client.StartAsync("take-time");
            await client.RepeatUnknownAsync();
            await client.UntilAsync(first.Task ?? running, task => task.State.IsFinal());
            var recovered = back.Elapsed;

            await Task.WhenAll(waiting);
            await client.RepeatUnknownAsync();
            await client.RestAsync();
            (await client.GetAsync(running)).State.Should().Be(ApiTaskState.Succeeded);
            await HealthAsync(client, HttpStatusCode.OK);
            await app.StopAsync();
            report.Add(await app.JudgeAsync(), recovered);
        }

        report.Close();
    }

    [NeedsRootFact]
    public async Task ReadOnly_AtTheStart_IsRefusedInOneSentence()
    {
        await using var disk = await SmallDisk.MountAsync("8m");
        await using var app = new AppUnderTest(dataFolder: disk.Path);
        await app.StartAsync();
        await app.StopAsync();
        await disk.MakeReadOnlyAsync();

        var (exitCode, said) = await AppProcess.RunAsync(app.Arguments());

        await disk.MakeWritableAsync();
        Close("read-only", exitCode, said, disk.Path);
    }

    [Theory]
    [InlineData("header", 0)]
    [InlineData("schema", 100)]
    [InlineData("cut", -1)]
    public async Task Damaged_AtTheStart_IsRefusedInOneSentenceAndLeftAlone(string how, int place)
    {
        await using var app = await AppUnderTest.StartedAsync();
        using (var client = app.Client())
        {
            await client.StartedAsync("work");
            await client.RestAsync();
        }

        await app.StopAsync();
        var bytes = await File.ReadAllBytesAsync(app.Database);
        var damaged = place < 0 ? bytes[..(bytes.Length / 3)] : bytes;
        if (place >= 0)
        {
            new Random(FaultRun.Seed).NextBytes(damaged.AsSpan(place, 3_000));
        }

        await File.WriteAllBytesAsync(app.Database, damaged);

        var (exitCode, said) = await AppProcess.RunAsync(app.Arguments());

        Close(how, exitCode, said, app.Database);
        (await File.ReadAllBytesAsync(app.Database)).Should().Equal(damaged, "what may still be saved is not touched");
    }

    [Fact]
    public async Task Moved_UnderRunningTasks_AcknowledgesNothingUntilItIsBack()
    {
        await using var app = await AppUnderTest.StartedAsync();
        using var client = app.Client(timeout: TimeSpan.FromSeconds(5));
        var task = await client.StartedAsync("work", new { steps = 1_000 });
        await client.UntilAsync(task, TaskState.Running);
        File.Move(app.Database, app.Database + ".moved");

        var meanwhile = await client.StartAsync("work");

        // the open file lives on until the process ends: what is acknowledged now would be gone after it
        meanwhile.Outcome.Should().Be(OpOutcome.Unknown);
        File.Move(app.Database + ".moved", app.Database);
        await client.RepeatUnknownAsync();
        await client.CancelAsync(task);
        await client.RestAsync();
        await app.StopAsync();
        var report = new FaultReport("F8 moved", "answer");
        report.Add(await app.JudgeAsync(), meanwhile.Took);
        report.Close();
    }

    [Fact]
    public async Task Locked_ByAnotherProgram_IsReportedAndCaughtUp()
    {
        await using var app = new AppUnderTest();
        await app.StartAsync("--BlazorTasks:CommandTimeout=00:00:01");
        using var client = app.Client();
        var running = await client.StartedAsync("work", new { steps = 1_000, seconds = 0.02 });
        await client.UntilAsync(running, task => task.Progress > 0);
        Op meanwhile;
        using (var other = new SqliteConnection($"Data Source={app.Database};Pooling=False"))
        {
            await other.OpenAsync();
            await using var held = other.BeginTransaction(); // as a program does that looks into the file and forgets to end
            await HealthAsync(client, HttpStatusCode.ServiceUnavailable);

            meanwhile = await client.StartAsync("work");

            (meanwhile.Outcome, meanwhile.Status).Should().Be((OpOutcome.Unknown, 503));
            (await client.CancelAsync(running)).Status.Should().Be(503);
            var deeds = app.Deeds.Count;
            await Eventually.TrueAsync(() => app.Deeds.Count > deeds + 5);
        }

        await HealthAsync(client, HttpStatusCode.OK);
        await client.RepeatUnknownAsync();
        await client.CancelAsync(running);
        await client.RestAsync();
        await app.StopAsync();
        var report = new FaultReport("F8 locked", "answer");
        report.Add(await app.JudgeAsync(), meanwhile.Took);
        report.Close();
    }

    private static void Close(string how, int exitCode, string said, string path)
    {
        exitCode.Should().NotBe(0, said);
        said.Trim().Should().Contain(path).And.NotContain("\n").And.NotContain("   at ");
        var report = new FaultReport($"F8 {how}", "refusal");
        report.Add(new Verdict(0, 0, []));
        report.Close(said.Trim().Replace(Path.GetDirectoryName(path)!, "…"));
    }

    /// <summary>Waits until the App has met the end of the disk.</summary>
    /// <summary>Waits until the health endpoint says so.</summary>
    private static Task HealthAsync(FaultClient client, HttpStatusCode wanted) =>
        Eventually.TrueAsync(async () => (await client.Http.GetAsync("/health/ready")).StatusCode == wanted);

    private static Task FullAsync(AppUnderTest app) => Eventually.TrueAsync(() => app.Process.Output.Contains("could not be written"));

    /// <summary>Commands are refused with what to do; one that was first to meet the end of the disk may not have been.</summary>
    private static async Task IsReportedAsFullAsync(FaultClient client)
    {
        using var maxWait = new CancellationTokenSource(TestMonitor.MaxWait);
        while (true)
        {
            using var body = new StringContent("""{"definition":"work","input":{}}""", Encoding.UTF8, "application/json");
            using var refused = await client.Http.PostAsync("tasks", body, maxWait.Token);
            if (refused.StatusCode == HttpStatusCode.InsufficientStorage)
            {
                (await refused.Content.ReadAsStringAsync()).Should().Contain("storage_full").And.Contain("The disk has been full since")
                    .And.Contain("Free space");
                return;
            }
        }
    }
}
