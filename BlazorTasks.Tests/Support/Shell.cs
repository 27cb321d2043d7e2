namespace BlazorTasks.Tests.Support;

/// <summary>A command in a POSIX shell, as people type it, in the folder of the repository.</summary>
public sealed class Shell : IAsyncDisposable
{
    private readonly CapturedProcess _process;

    private Shell(string command, IReadOnlyDictionary<string, string> variables) =>
        _process = new CapturedProcess(new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = Root }, variables);

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    public int Id => _process.Id;

    public string Output => _process.Output;

    public static Shell Start(string command, params (string Name, string Value)[] variables) =>
        new(command, variables.ToDictionary(one => one.Name, one => one.Value));

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string command, params (string Name, string Value)[] variables)
    {
        await using var shell = Start(command, variables);
        return (await shell.EndAsync(), shell.Output);
    }

    /// <summary>Runs a command that may take minutes, on a busy machine many, such as a build, and must succeed.</summary>
    public static async Task SucceedAsync(string command, params (string Name, string Value)[] variables)
    {
        await using var shell = Start(command, [("MSBUILDDISABLENODEREUSE", "1"), .. variables]);
        (await shell.EndAsync(TimeSpan.FromMinutes(30))).Should().Be(0, shell.Output);
    }

    /// <summary>Waits for the end.</summary>
    public Task<int> EndAsync(TimeSpan? maxWait = null) => _process.EndAsync(maxWait ?? TimeSpan.FromSeconds(60));

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string Here([CallerFilePath] string here = "") => here;
}
