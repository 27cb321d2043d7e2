namespace BlazorTasks.Storage.Sqlite;

/// <summary>Creates a consistent copy of the history of a running application.</summary>
public static class SqliteBackup
{
    /// <summary>Copies a database. The copy appears under its final name only when it is complete.</summary>
    /// <param name="connectionString">The connection string, as for UseSqlite.</param>
    /// <param name="file">The target file, which must not exist yet.</param>
    /// <exception cref="TaskStoreException">The database cannot be copied. The message explains why in one sentence.</exception>
    public static async Task RunAsync(string connectionString, string file)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString)
        {
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 5
        };
        if (!File.Exists(settings.DataSource))
        {
            throw new TaskStoreException($"The database {settings.DataSource} does not exist. Check the data directory.");
        }

        if (Path.Exists(file))
        {
            throw new TaskStoreException($"{file} already exists and was not overwritten. Choose another name.");
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
