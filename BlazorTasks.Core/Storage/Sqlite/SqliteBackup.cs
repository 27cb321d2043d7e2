using Microsoft.Data.Sqlite;

namespace BlazorTasks.Storage.Sqlite;

/// <summary>Copies the history of a running program to another file, as it is at one moment.</summary>
public static class SqliteBackup
{
    /// <summary>Copies a database. The copy appears under its name only when it is whole.</summary>
    /// <param name="connectionString">The database, as for UseSqlite.</param>
    /// <param name="file">Where to; there must be no such file yet.</param>
    /// <exception cref="TaskStoreException">It cannot be copied; the message says in one sentence why.</exception>
    public static async Task RunAsync(string connectionString, string file)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 5 };
        if (!File.Exists(settings.DataSource))
        {
            throw new TaskStoreException($"There is no database {settings.DataSource}. Check the data folder.");
        }

        if (Path.Exists(file))
        {
            throw new TaskStoreException($"{file} is there already and was left as it is. Choose another name.");
        }

        var part = file + ".part";
        try
        {
            File.Delete(part);
            await Task.Run(() => Copy(settings.ConnectionString, part)).ConfigureAwait(false);
            File.Move(part, file);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            File.Delete(part);
            throw new TaskStoreException($"{settings.DataSource} could not be copied to {file}: {error.Message.TrimEnd('.')}.", error);
        }
    }

    private static void Copy(string from, string to)
    {
        using var source = new SqliteConnection(from);
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = to, Pooling = false }.ConnectionString);
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }
}
