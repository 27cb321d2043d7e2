namespace BlazorTasks.Cluster.Storage;

/// <summary>
/// Versions that expected to be alone hold an exclusive lock while they run. The schema is only migrated when none of them
/// does; afterwards the schema's number keeps them from starting.
/// </summary>
internal static class EarlierVersions
{
    /// <summary>How long to wait: the server may not have noticed yet that the previous process is gone.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    private const string Key = "hashtext('blazor_tasks'), hashtext(split_part(current_setting('search_path'), ',', 1))";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until no earlier version runs, and keeps it from starting until the connection is closed.</summary>
    public static async Task KeepOutAsync(NpgsqlConnection connection, string name, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await TryLockAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            if (TimeProvider.System.GetElapsedTime(begun) > maxWait)
            {
                throw new TaskStoreException(
                    $"The database {name} is in use by a process with an earlier version of BlazorTasks, which expects to be alone. " +
                    "Stop that process, or choose another database or schema.");
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task ReleaseAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand($"SELECT pg_advisory_unlock_shared({Key})", connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock_shared({Key})", connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }
}
