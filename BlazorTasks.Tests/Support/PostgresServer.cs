namespace BlazorTasks.Tests.Support;

/// <summary>
/// A PostgreSQL server of the test run's own, in a temporary folder on a free port of this machine; gone with its data at
/// the end.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly string Bin = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql")
            .OrderByDescending(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))
            .Select(folder => Path.Combine(folder, "bin")).First()
        : "";

    private readonly string _folder = Directory.CreateTempSubdirectory("blazortasks-postgres-").FullName;
    private int _databases;

    public int Port { get; private set; }

    private string Data => Path.Combine(_folder, "data");

    public async Task InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", _folder); // the server refuses to run as root
        }

        await AsServerAsync("initdb", "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        Port = FreePort.Next();
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await StopAsync("immediate");
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A new, empty database. Gives its connection string.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Database={database};Username=postgres;Password=s3cret-word";

    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString(database)};Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public Task StartAsync() => AsServerAsync(
        "pg_ctl", "start", "-w", "-D", Data, "-l", Path.Combine(_folder, "log"), "-o",
            $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c max_wal_size=256MB");

    /// <summary>Stops it: "fast" ends the sessions, "immediate" is a crash.</summary>
    public Task StopAsync(string mode = "fast") => AsServerAsync("pg_ctl", "stop", "-w", "-D", Data, "-m", mode);

    /// <summary>Stops every process of the server where it is: connections stay open and nobody answers.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    public Task ThawAsync() => SignalAsync("-CONT");

    private async Task SignalAsync(string signal)
    {
        var server = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0].Trim();
        await RunAsync("kill", [signal, server, .. ChildrenOf(server)]);
    }

    private static IEnumerable<string> ChildrenOf(string parent) => Directory.GetDirectories("/proc")
        .Select(Path.GetFileName)
        .Where(id => int.TryParse(id, CultureInfo.InvariantCulture, out _) && StatusOf(id!)
            .Contains($"\nPPid:\t{parent}\n", StringComparison.Ordinal))!;

    private static string StatusOf(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/status");
        }
        catch (IOException)
        {
            return ""; // it has just ended
        }
    }

    private static Task AsServerAsync(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(Bin, program), .. arguments])
        : RunAsync(Path.Combine(Bin, program), arguments);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", program, .. arguments])
        {
            WorkingDirectory = "/tmp"
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync().WaitAsync(TestMonitor.MaxWait);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}. "
                + "These tests need Debian's package \"postgresql\".");
        }
    }
}

/// <summary>The tests that share one server.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}
