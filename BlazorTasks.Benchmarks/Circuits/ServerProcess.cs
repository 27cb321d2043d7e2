namespace BlazorTasks.Benchmarks.Circuits;

/// <summary>A <see cref="LoadServer"/> and the pages that are open on it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<CircuitClient> _pages = [];

    private ServerProcess(Process process, HttpClient http) => (_process, Http) = (process, http);

    public HttpClient Http { get; }

    public IReadOnlyList<CircuitClient> Pages => _pages;

    public static async Task<ServerProcess> StartAsync(string kind, int tasks)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet",
            [typeof(ServerProcess).Assembly.Location, "serve", kind, tasks.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var address = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The server ended before it listened.");
        var http = new HttpClient(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = 16,
            UseCookies = false
        })
        { BaseAddress = new Uri(address + "/"), Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Add("Origin", address); // as a browser does: circuits are for the dashboard's own pages
        return new ServerProcess(process, http);
    }

    public async Task OpenPagesAsync(int count, string page = "")
    {
        for (var i = 0; i < count; i++)
        {
            _pages.Add(await CircuitClient.OpenAsync(Http, page));
        }
    }

    public async Task<Numbers> NumbersAsync(bool collect = false) => (await Http.GetFromJsonAsync<Numbers>($"numbers?collect={collect}"))!;

    public async Task LoadAsync(int perSecond, int? among = null)
    {
        var rate = among is null ? $"perSecond={perSecond}" : $"perSecond={perSecond}&among={among}";
        using var answer = await Http.PostAsync($"load?{rate}", null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Watches for a while under load, after the runtime has had time to compile what is hot: a server runs for days.</summary>
    public async Task<Watched> WatchAsync(TimeSpan time)
    {
        await Task.Delay(TimeSpan.FromSeconds(15));
        var before = await NumbersAsync();
        var (batches, bytes) = (_pages.Sum(page => page.Batches), _pages.Sum(page => page.Bytes));
        _pages.ForEach(page => page.IsTiming = true);
        await Task.Delay(time);
        _pages.ForEach(page => page.IsTiming = false);
        (batches, bytes) = (_pages.Sum(page => page.Batches) - batches, _pages.Sum(page => page.Bytes) - bytes);
        var after = await NumbersAsync();
        var seconds = Stopwatch.GetElapsedTime(before.At, after.At).TotalSeconds;
        return new Watched((after.Made - before.Made) / seconds, (after.Cpu - before.Cpu) / seconds, batches / seconds / _pages.Count,
            bytes / (double)Math.Max(1, batches), [.. _pages.SelectMany(page => page.Delays)]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _pages)
        {
            await page.DisposeAsync();
        }

        Http.Dispose();
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(20)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}

/// <summary>What was seen of a server under load.</summary>
/// <param name="Reports">Reports made a second.</param>
/// <param name="Cores">Processor time a second.</param>
/// <param name="Batches">Render batches a second on each page.</param>
/// <param name="BatchBytes">Bytes of a batch.</param>
/// <param name="Delays">From a report to the arrival of the batch that shows it, ms.</param>
internal sealed record Watched(double Reports, double Cores, double Batches, double BatchBytes, List<double> Delays);
