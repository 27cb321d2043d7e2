using Npgsql;

namespace BlazorTasks.Benchmarks.Storage;

/// <summary>A database for one measurement, on the server of the environment variable BLAZORTASKS_POSTGRES; gone afterwards.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly string _name = $"benchmark_{Guid.NewGuid():N}";

    private PostgresDatabase(string server) => _server = new NpgsqlConnectionStringBuilder(server);

    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = _name }.ConnectionString;

    public static async Task<PostgresDatabase> NewAsync()
    {
        var server = Environment.GetEnvironmentVariable("BLAZORTASKS_POSTGRES")
            ?? throw new InvalidOperationException(
                "Set BLAZORTASKS_POSTGRES to a server whose shared_preload_libraries has pg_stat_statements, such as "
                + "Host=127.0.0.1;Port=55432;Username=postgres.");
        var database = new PostgresDatabase(server);
        await ReadAsync(server, $"CREATE DATABASE {database._name}");
        await database.ExecuteAsync("CREATE EXTENSION pg_stat_statements SCHEMA public");
        return database;
    }

    public async Task ExecuteAsync(string sql) => await ReadAsync(ConnectionString, sql);

    /// <summary>
    /// What the server has counted of this database since it was made: statements, and those that write, each a transaction
    /// of its own.
    /// </summary>
    public async Task<(long Statements, long Writes)> CountAsync()
    {
        const string Counted = """
            FROM public.pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query NOT LIKE '%pg_stat_statements%'
            """;
        return (await ReadAsync(ConnectionString, $"SELECT coalesce(sum(calls), 0)::bigint {Counted}"),
            await ReadAsync(ConnectionString, $"SELECT coalesce(sum(calls), 0)::bigint {Counted} AND query ~ '(INSERT|UPDATE|DELETE) '"));
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await ReadAsync(_server.ConnectionString, $"DROP DATABASE {_name} WITH (FORCE)");
    }

    private static async Task<long> ReadAsync(string connectionString, string sql)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 600 };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false)); // its statements would be counted
        await using var source = builder.Build();
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is long number ? number : 0;
    }
}
