using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace BlazorTasks.Tests.Support;

/// <summary>The App as people run it: a process of its own, on a data folder that outlives it.</summary>
public sealed class AppProcess : IAsyncDisposable
{
    private const string AddressLabel = "Dashboard  ";
    private const string FirstLine = "Starting BlazorTasks…"; // of every start, also of one that is refused

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppProcess(string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
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
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            _process.StartInfo.Environment[name] = value;
        }

        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address => _address.Task.Result;

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

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

    private static string Dll => Built("App");

    /// <summary>Where something that is not referenced was built to (the AssemblyMetadata of the project file).</summary>
    public static string Built(string name) =>
        typeof(AppProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(value => value.Key == name).Value!;

    /// <summary>Starts it on a free port and waits until it says its address.</summary>
    public static Task<AppProcess> StartAsync(string dataFolder, params string[] arguments) =>
        StartAsync(new Dictionary<string, string>(), ["--urls", "http://127.0.0.1:0", $"--BlazorTasks:Data={dataFolder}", .. arguments]);

    /// <summary>Starts it with these arguments and variables, and waits until it says its address.</summary>
    public static async Task<AppProcess> StartAsync(IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var app = new AppProcess(arguments, environment);
        var ended = app._process.WaitForExitAsync();
        if (await Task.WhenAny(app._address.Task, ended, Task.Delay(TestMonitor.MaxWait)) == app._address.Task)
        {
            return app;
        }

        await app.DisposeAsync();
        throw new InvalidOperationException($"The App did not start: {app.Output}");
    }

    /// <summary>Runs it until it ends by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var app = new AppProcess(arguments);
        await app._process.WaitForExitAsync().WaitAsync(TestMonitor.MaxWait);
        return (app._process.ExitCode, app.Output);
    }

    /// <summary>Ends it as a power cut does: no handler of its own runs.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends it a signal, such as "TERM", and does not wait for what becomes of it.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended, and gives its exit code.</summary>
    public async Task<int> EndAsync(TimeSpan? maxWait = null)
    {
        await _process.WaitForExitAsync().WaitAsync(maxWait ?? TestMonitor.MaxWait);
        return _process.ExitCode;
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
        if (line == FirstLine)
        {
            return;
        }

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
