using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;

namespace BlazorTasks.Tests.Workload;

/// <summary>Where a task throws.</summary>
public enum Phase
{
    /// <summary>At once.</summary>
    Start,

    /// <summary>After it has reported and written.</summary>
    Progress,

    /// <summary>While a person is asked.</summary>
    Prompt,

    /// <summary>In the callback of its cancellation.</summary>
    CancelCallback,

    /// <summary>When its result is written.</summary>
    Result,

    /// <summary>With the memory used up.</summary>
    OutOfMemory,

    /// <summary>On a thread of its own, where nobody can catch it.</summary>
    AsyncVoid,

    /// <summary>By ending the process.</summary>
    FailFast,

    /// <summary>By endless recursion.</summary>
    StackOverflow,
}

/// <summary>Tasks that nobody should write, and that somebody will.</summary>
[SuppressMessage("Usage", "CA2201", Justification = "They throw what the runtime throws.")]
public sealed class BadTasks(IConfiguration configuration)
{
    private readonly SideEffects _effects = new(configuration);

    /// <summary>Does not look at its token, and goes on talking after its end.</summary>
    [MonitoredTask("Ignore cancel", Group = "Faults")]
    public async Task<string> IgnoreCancelAsync(TaskContext task, double seconds = 60)
    {
        _effects.Do(task, "began");
        var left = TimeSpan.FromSeconds(seconds);
        for (var tick = TimeSpan.FromMilliseconds(20); left > TimeSpan.Zero; left -= tick)
        {
            task.Log("still here");
            await Task.Delay(tick, CancellationToken.None).ConfigureAwait(false);
        }

        _effects.Do(task, "late");
        task.Report(100, "too late");
        return "too late";
    }

    /// <summary>Blocks its thread.</summary>
    [MonitoredTask("Block a thread", Group = "Faults", Timeout = "00:10:00")]
    public static void BlockThread(double seconds = 5) => Thread.Sleep(TimeSpan.FromSeconds(seconds));

    /// <summary>Takes longer than it may.</summary>
    [MonitoredTask("Overrun", Group = "Faults", Timeout = "00:00:01")]
    public static void Overrun(double seconds = 5) => Thread.Sleep(TimeSpan.FromSeconds(seconds));

    /// <summary>Returns, or throws, a text of a size.</summary>
    [MonitoredTask("Say much", Group = "Faults")]
    public static string SayMuch(int characters, bool throws = false) =>
        throws ? throw new IOException(new string('x', characters)) : new string('x', characters);

    /// <summary>Throws.</summary>
    [MonitoredTask("Throw", Group = "Faults")]
    public async Task<object?> ThrowAsync(TaskContext task, Phase phase, CancellationToken cancellation)
    {
        _effects.Do(task, $"{phase}");
        switch (phase)
        {
            case Phase.Progress:
                task.Report(50, "half");
                task.Log("before");
                await Task.Yield();
                break;
            case Phase.Prompt:
                await Task.WhenAny(task.ConfirmAsync("Nobody will answer?"), Task.Delay(TimeSpan.FromMilliseconds(200), cancellation))
                    .ConfigureAwait(false);
                break;
            case Phase.CancelCallback:
                cancellation.Register(() => throw new IOException("thrown in the callback"));
                await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(false);
                break;
            case Phase.Result:
                return new Unwritable();
            case Phase.OutOfMemory:
                return new byte[int.MaxValue][].Select(_ => new byte[int.MaxValue]).ToList();
            case Phase.AsyncVoid:
                AsyncVoid();
                await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(false);
                break;
            case Phase.FailFast:
                Environment.FailFast("the task ends the process");
                break;
            case Phase.StackOverflow:
                return Deeper(0);
        }

        throw new IOException($"thrown in {phase}");
    }

    [SuppressMessage("Major Bug", "MA0155", Justification = "That is the fault.")]
    private static async void AsyncVoid()
    {
        await Task.Yield();
        throw new IOException("thrown in async void");
    }

    private static int Deeper(int depth) => Deeper(depth + 1) + Deeper(depth + 2);

    private sealed class Unwritable
    {
        public string Value => throw new IOException("thrown while the result was written");
    }
}

/// <summary>Cannot be made.</summary>
public sealed class BrokenConstruction
{
    /// <summary>Throws.</summary>
    public BrokenConstruction() => throw new IOException("thrown in the constructor");

    /// <summary>Is never reached.</summary>
    [MonitoredTask("Throw in constructor", Group = "Faults")]
    public Task RunAsync() => Task.FromResult(this);
}

/// <summary>Needs what nobody has.</summary>
/// <param name="missing">Not a service of the server.</param>
public sealed class BrokenService(Version missing)
{
    /// <summary>Is never reached.</summary>
    [MonitoredTask("Throw in services", Group = "Faults")]
    public Task<string> RunAsync() => Task.FromResult(missing.ToString());
}

/// <summary>Cannot be disposed.</summary>
public sealed class BrokenDisposal : IAsyncDisposable
{
    /// <summary>Goes well, until it is disposed.</summary>
    [MonitoredTask("Throw in dispose", Group = "Faults")]
    public Task RunAsync() => Task.FromResult(this);

    /// <summary>Throws.</summary>
    public ValueTask DisposeAsync() => throw new IOException("thrown in dispose");
}
