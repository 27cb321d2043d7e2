namespace BlazorTasks.Tests.Support;

/// <summary>A process whose output is read line by line. It is killed, with its children, when it is disposed of.</summary>
public sealed class CapturedProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    /// <summary>Starts it.</summary>
    /// <param name="start">What to run, and where.</param>
    /// <param name="environment">Variables in addition to those of this process.</param>
    /// <param name="isKept">Sees each line first, and says whether it belongs to the output.</param>
    public CapturedProcess(
        ProcessStartInfo start,
        IReadOnlyDictionary<string, string> environment,
        Func<string, bool>? isKept = null)
    {
        (start.UseShellExecute, start.RedirectStandardOutput, start.RedirectStandardError) = (false, true, true);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Read(line.Data, isKept);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, isKept);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

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

    /// <summary>Waits until it has ended, and gives its exit code.</summary>
    public async Task<int> EndAsync(TimeSpan? maxWait = null)
    {
        await _process.WaitForExitAsync().WaitAsync(maxWait ?? TestMonitor.MaxWait);
        return _process.ExitCode;
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

    private void Read(string? line, Func<string, bool>? isKept)
    {
        if (line is not null && isKept?.Invoke(line) != false)
        {
            lock (_output)
            {
                _output.AppendLine(line);
            }
        }
    }
}
