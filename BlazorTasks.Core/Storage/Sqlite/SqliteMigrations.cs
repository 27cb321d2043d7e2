using System.Globalization;
using Microsoft.Data.Sqlite;

namespace BlazorTasks.Storage.Sqlite;

/// <summary>Brings a database to the newest schema, by the numbered scripts beside this file. Only forward, each script once.</summary>
internal static class SqliteMigrations
{
    private const string Folder = ".Storage.Sqlite.Migrations.";

    public static void Apply(SqliteConnection connection)
    {
        var scripts = Scripts();
        var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), CultureInfo.InvariantCulture);
        if (version > scripts.Count)
        {
            throw new TaskStoreException(
                $"The database {connection.DataSource} has schema {version}, and this program knows only {scripts.Count}: it was written by a newer version. Run that version, or choose another file.");
        }

        foreach (var (number, script) in scripts.Where(script => script.Number > version))
        {
            using var transaction = connection.BeginTransaction();
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"{script}\nPRAGMA user_version = {number};");
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

    private static List<(int Number, string Sql)> Scripts()
    {
        var assembly = typeof(SqliteMigrations).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.Contains(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select((name, i) => (i + 1, Read(name)))];

        string Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
