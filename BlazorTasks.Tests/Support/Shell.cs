using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace BlazorTasks.Tests.Support;

/// <summary>A command in a POSIX shell, as people type it, in the folder of the repository.</summary>
public sealed class Shell : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private Shell(string command, IReadOnlyDictionary<string, string> variables)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("/bin/sh", ["-c", command])
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false
            },
        };
        foreach (var (name, value) in variables)
        {
            _process.StartInfo.Environment[name] = value;
        }

        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static Shell Start(string command, params (string Name, string Value)[] variables) =>
        new(command, variables.ToDictionary(one => one.Name, one => one.Value));

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string command, params (string Name, string Value)[] variables)
    {
        await using var shell = Start(command, variables);
        return (await shell.EndAsync(), shell.Output);
    }

    /// <summary>Waits for the end.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.AppendLine(line);
            }
        }
    }

    private static string Here([CallerFilePath] string here = "") => here;
}
