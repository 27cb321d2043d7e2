namespace BlazorTasks.Tests.Faults;

/// <summary>F9: the clock of the machine jumps under running tasks. Nothing is lost, ends early, or took less than no time.</summary>
[Collection(FaultTests.Name)]
public sealed class F09ClockTests : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>
    /// Where the clock jumps to: the start of summer time in most of Europe, and the end of 32 bits of seconds among them.
    /// </summary>
    public static TheoryData<string> Jumps() =>
        FaultRun.IsFull ? ["+2h", "-2h", "2027-03-28 00:59:58", "2038-01-19 03:14:05"] : ["-2h"];

    [NeedsFakeTimeTheory]
    [MemberData(nameof(Jumps))]
    public async Task Jump_UnderRunningTasks_ChangesNothing(string to)
    {
        var report = new FaultReport("F9", "end");
        var clock = _folder.File("clock");
        await File.WriteAllTextAsync(clock, "+0");
        await using var app = new AppUnderTest { Environment = NeedsFakeTimeTheoryAttribute.Variables(clock) };
        await app.StartAsync();
        using var client = app.Client();
        var running = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(one => client.StartedAsync(one % 2 == 0 ? "work" : "work-on", new { steps = 40, seconds = 0.1 })));
        await client.UntilAsync(running[0], task => task.Progress > 0);

        await File.WriteAllTextAsync(clock, to);

        var later = await client.StartedAsync("work");
        await client.RestAsync();
        foreach (var task in running.Append(later))
        {
            (await client.GetAsync(task)).State.Should().Be(ApiTaskState.Succeeded);
        }

        await app.StopAsync();
        (await app.ReadAsync()).Tasks.Should().OnlyContain(task => task.Snapshot.Duration >= TimeSpan.Zero);
        report.Add(await app.JudgeAsync());
        report.Close(to);
    }

    public void Dispose() => _folder.Dispose();
}

/// <summary>A test that moves the clock of the App, and is skipped where Debian's faketime is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsFakeTimeTheoryAttribute : TheoryAttribute
{
    private static readonly string? Library = Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu")
            .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        : null;

    public NeedsFakeTimeTheoryAttribute() => Skip = Library is null ? "The clock cannot be moved without Debian's package \"faketime\"."
        : null;

    /// <summary>What makes a process read its clock from a file. Its timers stay true, as those of a real machine do.</summary>
    public static IReadOnlyDictionary<string, string> Variables(string file) => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Library!,
        ["FAKETIME_TIMESTAMP_FILE"] = file,
        ["FAKETIME_NO_CACHE"] = "1",
        ["DONT_FAKE_MONOTONIC"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
    };
}
