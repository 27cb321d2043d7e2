using System.Runtime.CompilerServices;

namespace BlazorTasks.Benchmarks.Browser;

/// <summary>The App as it is deployed: published, which is when its files are compressed, on a data folder of its own.</summary>
internal sealed class PublishedApp : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private PublishedApp(Process process, string folder, string address) => (_process, _folder, Address) = (process, folder, address);

    public string Address { get; }

    public static async Task<PublishedApp> StartAsync([CallerFilePath] string here = "")
    {
        var folder = Directory.CreateTempSubdirectory("blazortasks-published-").FullName;
        var project = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../BlazorTasks.App"));
        var command = new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "-o", folder, "-v", "q", "-nodeReuse:false"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true
        };
        using (var publish = Process.Start(command)!)
        {
            await publish.StandardOutput.ReadToEndAsync();
            await publish.WaitForExitAsync();
        }

        var process = Process.Start(new ProcessStartInfo("dotnet",
            [Path.Combine(folder, "BlazorTasks.App.dll"), "--urls", "http://127.0.0.1:0", $"--BlazorTasks:Data={folder}/data"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("http://", StringComparison.Ordinal))
            {
                return new PublishedApp(process, folder, line[line.IndexOf("http://", StringComparison.Ordinal)..].Trim());
            }
        }

        throw new InvalidOperationException("The published App ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
