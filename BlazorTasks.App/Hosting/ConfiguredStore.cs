using Microsoft.Data.Sqlite;
using Npgsql;

namespace BlazorTasks.App.Hosting;

/// <summary>Where the history is kept: in PostgreSQL if ConnectionStrings:Tasks is set, otherwise in a SQLite file of the data folder.</summary>
internal static class ConfiguredStore
{
    public static BlazorTasksBuilder UseConfiguredStore(this BlazorTasksBuilder builder, IConfiguration configuration, DataFolder data) =>
        Setting(configuration) is { } postgres ? builder.UsePostgres(postgres) : builder.UseSqlite(SqliteConnection(data));

    /// <summary>The place as people may read it, without the password.</summary>
    public static string Describe(IConfiguration configuration, DataFolder data) => Setting(configuration) is { } postgres
        ? new NpgsqlConnectionStringBuilder(postgres) is var server ? $"PostgreSQL, {server.Database} on {server.Host}:{server.Port}" : ""
        : SqliteFile(data);

    /// <summary>The file as a connection string, whatever characters its folder has.</summary>
    public static string SqliteConnection(DataFolder data) => new SqliteConnectionStringBuilder { DataSource = SqliteFile(data) }.ConnectionString;

    public static string SqliteFile(DataFolder data) => data.File("tasks.db");

    public static string? Setting(IConfiguration configuration) => configuration.GetConnectionString("Tasks") is { Length: > 0 } given ? given : null;
}
