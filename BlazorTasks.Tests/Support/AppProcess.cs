namespace BlazorTasks.Tests.Support;

/// <summary>The App as people run it: a process of its own, on a data folder that outlives it.</summary>
public sealed class AppProcess : IAsyncDisposable
{
    private const string AddressLabel = "Dashboard  ";
    private const string FirstLine = "Starting BlazorTasks…"; // of every start, also of one that is refused

    /// <summary>A second or two on a machine that has nothing else to do.</summary>
    private static readonly TimeSpan MaxStart = TimeSpan.FromMinutes(2);

    private readonly CapturedProcess _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppProcess(string[] arguments, IReadOnlyDictionary<string, string> environment) => _process = new CapturedProcess(
        new ProcessStartInfo("dotnet", [Dll, .. arguments]) { WorkingDirectory = Path.GetDirectoryName(Dll) },
        environment,
        Sees);

    public Uri Address => _address.Task.Result;

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    public bool HasEnded => _process.HasEnded;

    /// <summary>Everything it has written so far.</summary>
    public string Output => _process.Output;

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
        var end = app.EndAsync(MaxStart);
        if (await Task.WhenAny(app._address.Task, end) == app._address.Task)
        {
            return app;
        }

        var how = end.IsCompletedSuccessfully ? $"it ended with {await end}" : $"it gave no address within {MaxStart}";
        await app.DisposeAsync();
        throw new InvalidOperationException($"The App did not start, {how}: {app.Output}");
    }

    /// <summary>Runs it until it ends by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var app = new AppProcess(arguments, new Dictionary<string, string>());
        return (await app.EndAsync(), app.Output);
    }

    /// <inheritdoc cref="CapturedProcess.KillAsync" />
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Sends it a signal, such as "TERM", and does not wait for what becomes of it.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <inheritdoc cref="CapturedProcess.EndAsync" />
    public Task<int> EndAsync(TimeSpan? maxWait = null) => _process.EndAsync(maxWait);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private bool Sees(string line)
    {
        if (line.Trim() is var text && text.StartsWith(AddressLabel, StringComparison.Ordinal))
        {
            _address.TrySetResult(new Uri(text[AddressLabel.Length..]));
        }

        return line != FirstLine;
    }
}
