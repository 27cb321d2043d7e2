using System.Globalization;
using Microsoft.Data.Sqlite;

namespace BlazorTasks.Storage.Sqlite;

/// <summary>Brings a database to the newest schema, by the numbered scripts beside this file. Only forward, each script once.</summary>
internal static class SqliteMigrations
{
    public static void Apply(SqliteConnection connection)
    {
        var scripts = EmbeddedScripts.In("Storage.Sqlite.Migrations");
        var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), CultureInfo.InvariantCulture);
        if (version > scripts.Count)
        {
            throw new TaskStoreException(
                $"The database {connection.DataSource} has schema {version}, and this program knows only {scripts.Count}: it was written by a newer version. Run that version, or choose another file.");
        }

        for (var number = version + 1; number <= scripts.Count; number++)
        {
            using var transaction = connection.BeginTransaction();
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"{scripts[number - 1]}\nPRAGMA user_version = {number};");
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
