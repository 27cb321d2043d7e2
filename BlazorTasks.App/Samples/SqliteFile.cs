using Microsoft.Data.Sqlite;

namespace BlazorTasks.App.Samples;

/// <summary>The SQLite files of the samples: each has one table of its own.</summary>
internal static class SqliteFile
{
    /// <summary>Opens a file, and creates it and its table if they do not exist.</summary>
    /// <param name="file">The path.</param>
    /// <param name="create">The statement that creates the table if it does not exist.</param>
    public static SqliteConnection Open(string file, string create)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 };
        var connection = new SqliteConnection(settings.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA journal_mode = WAL; {create}";
        command.ExecuteNonQuery();
        return connection;
    }
}
