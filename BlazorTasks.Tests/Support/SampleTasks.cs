namespace BlazorTasks.Tests.Support;

/// <summary>Definitions that the tests start by name.</summary>
public sealed class SampleTasks(Ledger? ledger = null) : IAsyncDisposable
{
    public enum Mode
    {
        Merge,
        KeepBoth,
    }

    [MonitoredTask("Double")]
    public static int Double(int number) => number * 2;

    [MonitoredTask("Every kind", Description = "Has a field of every type.", Group = "Try it")]
    public static string EveryKind(
        [StringLength(20, MinimumLength = 2)] string title,
        [Range(1, 10)] int count,
        double? share,
        bool dryRun,
        Mode mode,
        DateOnly day,
        DateTimeOffset at,
        TimeSpan pause,
        [EmailAddress] string? mail,
        Uri? page,
        [DataType(DataType.MultilineText)] string? notes,
        [DataType(DataType.Password)] string? key,
        [FileExtensions(Extensions = "csv")] TaskFile? file,
        Mode[]? modes,
        TaskContext task,
        CancellationToken cancellation,
        IProgress<double> progress,
        string greeting = "hello")
    {
        progress.Report(50);
        return $"{title} {count} {share} {dryRun} {mode} {day:O} {at:O} {pause} {mail} {page} {notes} {key} {file?.Name} "
            + $"{modes?.Length} {greeting} {task.Attempt} {cancellation.CanBeCanceled}";
    }

    [MonitoredTask("Value task")]
    public async ValueTask<string> ValueTaskAsync(string text)
    {
        await Task.Yield();
        return text + ledger?.Name;
    }

    [MonitoredTask("No result")]
    public Task NoResultAsync(TaskContext task)
    {
        task.Report(10, "working");
        ledger?.Add("ran");
        return Task.CompletedTask;
    }

    [MonitoredTask("Fails at first")]
    public Task<string> FailsAtFirstAsync(string text) => ledger!.Lines.Contains("repaired") ? Task.FromResult(text)
        : throw new IOException("not yet");

    [MonitoredTask("Talks and fails")]
    public static void TalksAndFails(int lines, TaskContext task)
    {
        for (var i = 1; i <= lines; i++)
        {
            task.Log($"line {i}");
        }

        throw new IOException("enough");
    }

    [MonitoredTask("Asks when it fails", MaxAttempts = 3, OnError = OnError.AskToRetry)]
    public static Task<string> AsksWhenItFailsAsync(string word) => word == "right" ? Task.FromResult(word)
        : throw new IOException($"'{word}' is wrong");

    [MonitoredTask("Tries with a key", MaxAttempts = 3, OnError = OnError.AskToRetry)]
    public static Task<string> TriesWithAKeyAsync(string word, [DataType(DataType.Password)] string key) =>
        word == "right" ? Task.FromResult($"{word} with {key.Length}") : throw new IOException($"'{word}' is wrong");

    [MonitoredTask("Restartable", Restartable = true)]
    public async Task<string> RestartableAsync(TaskContext task)
    {
        var count = await task.StepAsync("Count", () =>
        {
            ledger?.Add("counted");
            return Task.FromResult(42);
        });
        var city = await task.ChooseAsync("Where from?", "Lund", "Oslo");
        var sure = await task.ConfirmAsync("Sure?");
        return $"{count} from {city}: {sure}";
    }

    [MonitoredTask("Keeps a secret")]
    public static void KeepsASecret([DataType(DataType.Password)] string key, TaskContext task)
    {
        task.Log($"using {key}");
        task.Log($"status {key}");
        task.Report(50, $"with {key}");
        throw new IOException($"refused {key} at the door");
    }

    public ValueTask DisposeAsync()
    {
        ledger?.Add("disposed");
        return ValueTask.CompletedTask;
    }
}

/// <summary>A service for <see cref="SampleTasks"/>, to see that it comes from the task's own scope.</summary>
public sealed class Ledger : IDisposable
{
    private readonly List<string> _lines = [];

    public string Name { get; init; } = " from the ledger";

    public IReadOnlyList<string> Lines => _lines;

    public bool IsDisposed { get; private set; }

    public void Add(string line) => _lines.Add(line);

    public void Dispose() => IsDisposed = true;
}

public sealed class BrokenTasks
{
    public BrokenTasks() => throw new IOException("no database");

    [MonitoredTask("Broken constructor")]
    public static Task<string> FineAsync() => Task.FromResult("static needs no instance");

    [MonitoredTask("Broken instance")]
    public Task RunAsync() => Task.CompletedTask;
}

public sealed class BrokenDispose : IDisposable
{
    [MonitoredTask("Broken dispose")]
    public Task RunAsync() => Task.CompletedTask;

    public void Dispose() => throw new IOException("cannot close");
}
