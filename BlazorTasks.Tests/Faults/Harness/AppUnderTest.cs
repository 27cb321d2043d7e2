using BlazorTasks.Cluster.Storage;
using BlazorTasks.Storage.Sqlite;

namespace BlazorTasks.Tests.Faults.Harness;

/// <summary>
/// The App with the tasks of the suite, on one address and one history, that can be killed and started again; with what
/// clients were told and what tasks did, so that everything can be judged at the end.
/// </summary>
/// <param name="postgres">The connection string of the history; null for a SQLite file.</param>
/// <param name="dataFolder">Where the history lies; null for a temporary folder.</param>
public sealed class AppUnderTest(string? postgres = null, string? dataFolder = null) : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly int _port = FreePort.Next();
    private readonly OpLog _log = new();
    private AppProcess? _process;

    public string DataFolder => dataFolder ?? _folder.File("data");

    public string Database => Path.Combine(DataFolder, "tasks.db");

    /// <summary>Variables that the process is started with.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; set; } = new Dictionary<string, string>();

    public Uri Address => new($"http://127.0.0.1:{_port}/");

    /// <summary>Where its sockets are opened.</summary>
    public Uri SocketAddress => new($"ws://127.0.0.1:{_port}/api/ws");

    public AppProcess Process => _process ?? throw new InvalidOperationException("The App was not started.");

    public OpLog Log => _log;

    /// <summary>What tasks have done so far.</summary>
    public IReadOnlyList<Deed> Deeds => History.ReadLedger(LedgerFile);

    private string LedgerFile => _folder.File("ledger.db");

    /// <summary>What the process is started with.</summary>
    public string[] Arguments(params string[] settings) =>
    [
        $"--urls={Address}", $"--BlazorTasks:Data={DataFolder}", $"--BlazorTasks:TaskAssemblies:0={AppProcess.Built("Workload")}",
            $"--Faults:Ledger={LedgerFile}",
        .. postgres is null ? [] : new[] { $"--ConnectionStrings:Tasks={postgres}" }, .. settings,
    ];

    /// <summary>One that is started, on a history of its own.</summary>
    public static async Task<AppUnderTest> StartedAsync()
    {
        var app = new AppUnderTest();
        await app.StartAsync();
        return app;
    }

    /// <summary>Starts it, for the first time or again, and waits until it serves.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> StartAsync(params string[] settings)
    {
        MakeLedger();
        var clock = Stopwatch.StartNew();
        _process = await AppProcess.StartAsync(Environment, Arguments(settings));
        return clock.Elapsed;
    }

    /// <summary>Makes the file that tasks write their deeds to.</summary>
    public void MakeLedger() => History.MakeLedger(LedgerFile);

    /// <summary>A client of its own connections.</summary>
    public FaultClient Client(TimeSpan? timeout = null) => new(Address, _log, timeout);

    /// <summary>Asks it to end, and waits until it has. Gives its exit code and how long it took.</summary>
    public async Task<(int ExitCode, TimeSpan Took)> StopAsync(TimeSpan? maxWait = null, params string[] signals)
    {
        var clock = Stopwatch.StartNew();
        foreach (var signal in signals is [] ? ["TERM"] : signals)
        {
            await Process.SignalAsync(signal);
        }

        return (await Process.EndAsync(maxWait), clock.Elapsed);
    }

    /// <summary>
    /// Starts it again after its death, sends again what nobody knows the outcome of, waits until all is at rest, ends it, and adds how
    /// it went to the report.
    /// </summary>
    public async Task RecoverAsync(FaultReport report)
    {
        var recovery = await StartAsync();
        using var client = Client();
        await client.RepeatUnknownAsync();
        await client.RestAsync();
        await StopAsync();
        report.Add(await JudgeAsync(), recovery);
    }

    /// <summary>Judges everything since the first start. The process must have ended.</summary>
    public async Task<Verdict> JudgeAsync(bool atRest = true)
    {
        var history = await ReadAsync();
        var verdict = Checker.Judge(history, atRest);
        return postgres is null && History.Integrity(Database) is var said and not "ok"
            ? verdict + new Verdict(0, 0, [$"The database is damaged: {said}"]) : verdict;
    }

    public async Task<History> ReadAsync()
    {
        await using ITaskStore store = postgres is null ? new SqliteTaskStore($"Data Source={Database};Pooling=False")
            : new PostgresTaskStore(postgres);
        return new History(_log.Ops, await History.ReadAsync(store), Deeds) { Audit = await History.ReadAuditAsync(store) };
    }

    /// <summary>How much memory the process takes, in bytes.</summary>
    public long Memory() => long.Parse(
        File.ReadLines($"/proc/{Process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) * 1024;

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }
}

/// <summary>Faults run one after the other: each of them wants the machine for itself.</summary>
[CollectionDefinition(Name)]
public sealed class FaultTests
{
    public const string Name = "Faults";
}
