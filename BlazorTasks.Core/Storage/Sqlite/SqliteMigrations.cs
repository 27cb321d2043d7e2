namespace BlazorTasks.Storage.Sqlite;

/// <summary>
/// Migrates a database to the latest schema with the numbered scripts next to this file. Only forward, and each script once.
/// </summary>
internal static class SqliteMigrations
{
    public static void Apply(SqliteConnection connection)
    {
        var scripts = EmbeddedScripts.BesideType(typeof(SqliteMigrations));
        var version = Version(connection);
        if (version > scripts.Count)
        {
            throw new TaskStoreException(
                $"The database {connection.DataSource} has schema version {version}, but this version only supports " +
                $"{scripts.Count}. It was created by a newer version. Use that version or choose another file.");
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

    /// <summary>Returns the schema version of the database.</summary>
    public static int Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
