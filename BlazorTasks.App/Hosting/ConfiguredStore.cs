using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BlazorTasks.App.Hosting;

/// <summary>
/// The configured store: PostgreSQL if ConnectionStrings:Tasks is set, otherwise a SQLite file in the data directory.
/// </summary>
internal static class ConfiguredStore
{
    public static BlazorTasksBuilder UseConfiguredStore(this BlazorTasksBuilder builder, IConfiguration configuration, DataFolder data) =>
        Setting(configuration) is { } postgres ? UsePostgres(builder, postgres) : builder.UseSqlite(SqliteConnection(data));

    /// <summary>In a method of its own, so that SQLite loads nothing of PostgreSQL and Orleans.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static BlazorTasksBuilder UsePostgres(BlazorTasksBuilder builder, string connectionString) =>
        builder.UsePostgres(connectionString);

    /// <summary>The data protection keys are in the data directory, too, or in the database, where all nodes find them.</summary>
    public static void AddConfiguredKeys(this IServiceCollection services, IConfiguration configuration, DataFolder data)
    {
        var protection = services.AddDataProtection().SetApplicationName("BlazorTasks");
        if (Setting(configuration) is null)
        {
            protection.PersistKeysToFileSystem(data.Keys);
        }
    }

    /// <summary>Gets a description of the store without its password.</summary>
    public static string Describe(IConfiguration configuration, DataFolder data) => Setting(configuration) is { } postgres
        ? new NpgsqlConnectionStringBuilder(postgres) is var server ? $"PostgreSQL, {server.Database} on {server.Host}:{server.Port}" : ""
        : SqliteFile(data);

    /// <summary>Returns the connection string for the file, whatever characters its path contains.</summary>
    public static string SqliteConnection(DataFolder data) => SqliteConnection(SqliteFile(data));

    /// <summary>Returns the connection string for another file.</summary>
    public static string SqliteConnection(string file) => new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString;

    public static string SqliteFile(DataFolder data) => data.File("tasks.db");

    public static string? Setting(IConfiguration configuration) =>
        configuration.GetConnectionString("Tasks") is { Length: > 0 } given ? given : null;
}
