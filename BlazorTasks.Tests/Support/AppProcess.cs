using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace BlazorTasks.Tests.Support;

/// <summary>The App as people run it: a process of its own, on a data folder that outlives it.</summary>
public sealed class AppProcess : IAsyncDisposable
{
    private const string AddressLabel = "Dashboard  ";

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppProcess(string[] arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Dll, .. arguments])
            {
                WorkingDirectory = Path.GetDirectoryName(Dll),
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address => _address.Task.Result;

    /// <summary>Everything it has written so far.</summary>
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

    private static string Dll =>
        typeof(AppProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(value => value.Key == "App").Value!;

    /// <summary>Starts it on a free port and waits until it says its address.</summary>
    public static async Task<AppProcess> StartAsync(string dataFolder, params string[] arguments)
    {
        var app = new AppProcess(["--urls", "http://127.0.0.1:0", $"--BlazorTasks:Data={dataFolder}", .. arguments]);
        var ended = app._process.WaitForExitAsync();
        if (await Task.WhenAny(app._address.Task, ended).WaitAsync(TestMonitor.Patience) == ended)
        {
            throw new InvalidOperationException($"The App did not start: {app.Output}");
        }

        return app;
    }

    /// <summary>Runs it until it ends by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var app = new AppProcess(arguments);
        await app._process.WaitForExitAsync().WaitAsync(TestMonitor.Patience);
        return (app._process.ExitCode, app.Output);
    }

    /// <summary>Ends it as a power cut does: no handler of its own runs.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line?.Trim() is { } text && text.StartsWith(AddressLabel, StringComparison.Ordinal))
        {
            _address.TrySetResult(new Uri(text[AddressLabel.Length..]));
        }
    }
}
