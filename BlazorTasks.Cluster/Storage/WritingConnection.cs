using System.Data;
using BlazorTasks.Storage;
using Npgsql;

namespace BlazorTasks.Cluster.Storage;

/// <summary>
/// The connection that writes, with an advisory lock of its session: while it is alive, no other process writes. If it
/// breaks, the lock is reacquired before anything else is written.
/// </summary>
internal sealed class WritingConnection(NpgsqlDataSource source, string name) : IAsyncDisposable
{
    /// <summary>
    /// How long startup waits for the lock: the server may not have noticed yet that the previous process is gone.
    /// </summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    private const string Key = "hashtext('blazor_tasks'), hashtext(split_part(current_setting('search_path'), ',', 1))";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private NpgsqlConnection? _connection;

    public NpgsqlConnection Connection => _connection!;

    /// <summary>Ensures that the connection is open and holds the lock.</summary>
    public async Task TakeAsync(TimeSpan maxWait, CancellationToken cancellationToken)
    {
        if (_connection?.FullState == ConnectionState.Open)
        {
            return;
        }

        await DisposeAsync().ConfigureAwait(false);
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await LockAsync(connection, maxWait, cancellationToken).ConfigureAwait(false);
            _connection = connection;
        }
        finally
        {
            if (_connection is null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync().ConfigureAwait(false); // returning it to the pool resets its session, which releases the lock
        }
    }

    private async Task LockAsync(NpgsqlConnection connection, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await IsTrueAsync($"SELECT pg_try_advisory_lock({Key})").ConfigureAwait(false))
        {
            // a session of ours that was cut off by the network may hold it for hours
            await IsTrueAsync(
                $"""
                SELECT bool_or(pg_terminate_backend(held.pid)) FROM pg_locks held JOIN pg_stat_activity session USING (pid)
                WHERE held.locktype = 'advisory' AND held.pid <> pg_backend_pid()
                  AND session.application_name = current_setting('application_name') AND session.datname = current_database()
                """).ConfigureAwait(false);
            if (TimeProvider.System.GetElapsedTime(begun) > maxWait)
            {
                throw new TaskStoreException(
                    $"The database {name} is in use by another process{await HolderAsync().ConfigureAwait(false)}. Stop that " +
                    "process, or choose another database or schema.");
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }

        async Task<string> HolderAsync()
        {
            try
            {
                return (await PostgresNodes.ListAsync(source, cancellationToken).ConfigureAwait(false))
                    .FirstOrDefault(node => node.EndedAt is null) is { } holder
                    ? $": {holder}"
                    : "";
            }
            catch (PostgresException)
            {
                return ""; // an earlier version, which does not register itself
            }
        }

        async Task<bool> IsTrueAsync(string sql)
        {
            using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
        }
    }
}
