using System.Globalization;

namespace BlazorTasks.Cluster.Storage;

/// <summary>
/// Migrates a database to the latest schema with the numbered scripts next to this file: only forward, each script once, in
/// one transaction under a lock, by whichever process starts first. Scripts only add, so that the previous version can
/// continue to run; a script that is not compatible raises <see cref="OldestProgram"/> to its own number.
/// </summary>
internal static class PostgresMigrations
{
    /// <summary>The oldest compatible version, given as the number of its last script.</summary>
    internal const int OldestProgram = 8;

    public static async Task ApplyAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        var scripts = EmbeddedScripts.BesideType(typeof(PostgresMigrations));
        using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync("SELECT pg_advisory_xact_lock(hashtext('blazor_tasks migrations'))").ConfigureAwait(false);
        if (await ScalarAsync("SELECT to_regnamespace(@schema) IS NULL", ("schema", Quote(schema))).ConfigureAwait(false) is true)
        {
            await ExecuteAsync($"CREATE SCHEMA {Quote(schema)}").ConfigureAwait(false);
        }

        await ExecuteAsync(
            $"CREATE TABLE IF NOT EXISTS {Quote(schema)}.migrations (number integer PRIMARY KEY, oldest_program integer NOT " +
            "NULL, at timestamptz NOT NULL DEFAULT now())").ConfigureAwait(false);
        var oldest = await ScalarAsync("SELECT coalesce(max(oldest_program), 0) FROM migrations").ConfigureAwait(false);
        if ((int)oldest! > scripts.Count)
        {
            throw new TaskStoreException(
                $"The database {connection.Database} on {connection.Host} requires schema version {oldest}, but this version " +
                $"only supports {scripts.Count}. It was migrated by a newer version. Use that version or choose another database.");
        }

        var version = (int)(await ScalarAsync("SELECT coalesce(max(number), 0) FROM migrations").ConfigureAwait(false))!;
        for (var number = version + 1; number <= scripts.Count; number++)
        {
            await ExecuteAsync(scripts[number - 1]).ConfigureAwait(false);
            await ExecuteAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"INSERT INTO migrations (number, oldest_program) VALUES ({number}, {OldestProgram})")).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);

        async Task ExecuteAsync(string sql)
        {
            using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        async Task<object?> ScalarAsync(string sql, params (string Name, string Value)[] values)
        {
            using var command = new NpgsqlCommand(sql, connection, transaction);
            Array.ForEach(values, value => command.With(value.Name, value.Value));
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
