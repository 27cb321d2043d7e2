namespace BlazorTasks.Tests.Support;

/// <summary>One sh that runs the blocks of a document one after the other, so that what a block sets is there in the next.</summary>
public sealed class DocumentShell : IAsyncDisposable
{
    private const string End = "@@end";

    private readonly Process _process;

    public DocumentShell(string folder)
    {
        _process = Process.Start(new ProcessStartInfo("sh", ["-eu"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>Runs a block.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">A command of it failed.</exception>
    public async Task<string> RunAsync(string block)
    {
        await _process.StandardInput.WriteLineAsync($"{block}\necho; echo {End}");
        await _process.StandardInput.FlushAsync();
        var output = new StringBuilder();
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(TestMonitor.MaxWait) is { } line)
        {
            if (line == End)
            {
                return output.ToString();
            }

            output.AppendLine(line);
        }

        throw new InvalidOperationException($"This failed:\n{block}\n{output}{await _process.StandardError.ReadToEndAsync()}");
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        return ValueTask.CompletedTask;
    }
}
