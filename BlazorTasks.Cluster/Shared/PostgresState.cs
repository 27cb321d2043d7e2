namespace BlazorTasks.Cluster.Shared;

/// <summary>
/// Values in the database that all nodes share. The keys for cookies are read before the store is opened, so the schema may
/// have to be created here.
/// </summary>
internal sealed class PostgresState(NpgsqlDataSource source, string schema) : ISharedState
{
    private const string IsAlive = "(expires_at IS NULL OR expires_at > clock_timestamp())";

    private volatile bool _isReady;

    public async Task PutAsync(
        string area,
        string key,
        ReadOnlyMemory<byte> value,
        TimeSpan? lifetime,
        CancellationToken cancellationToken)
    {
        await EnsureSchemaAsync(cancellationToken).ConfigureAwait(false);
        using var command = Command(
            """
            WITH old AS (DELETE FROM shared_state WHERE (area, key) IN (
              SELECT area, key FROM shared_state WHERE expires_at < clock_timestamp() AND (area, key) <> (@area, @key)
              LIMIT 100 FOR UPDATE SKIP LOCKED))
            INSERT INTO shared_state (area, key, value, at, expires_at)
            VALUES (@area, @key, @value, clock_timestamp(), clock_timestamp() + @lifetime)
            ON CONFLICT (area, key) DO UPDATE SET value = excluded.value, at = excluded.at, expires_at = excluded.expires_at
            """,
            area,
            key)
            .With("value", NpgsqlDbType.Bytea, value)
            .With("lifetime", NpgsqlDbType.Interval, lifetime);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> ReplaceAsync(
        string area,
        string key,
        ReadOnlyMemory<byte>? expected,
        ReadOnlyMemory<byte>? value,
        CancellationToken cancellationToken)
    {
        await EnsureSchemaAsync(cancellationToken).ConfigureAwait(false);
        using var command = Command(
            (expected, value) switch
            {
                (null, _) => "INSERT INTO shared_state (area, key, value, at) VALUES (@area, @key, @value, clock_timestamp()) "
                    + "ON CONFLICT DO NOTHING",
                (_, null) => "DELETE FROM shared_state WHERE area = @area AND key = @key AND value = @expected",
                _ => "UPDATE shared_state SET value = @value, at = clock_timestamp() "
                    + "WHERE area = @area AND key = @key AND value = @expected",
            },
            area,
            key)
            .With("value", NpgsqlDbType.Bytea, value ?? default)
            .With("expected", NpgsqlDbType.Bytea, expected ?? default);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    public async Task<SharedValue?> FindAsync(string area, string key, CancellationToken cancellationToken)
    {
        await EnsureSchemaAsync(cancellationToken).ConfigureAwait(false);
        using var command = Command(
            $"SELECT key, value, clock_timestamp() - at FROM shared_state WHERE area = @area AND key = @key AND {IsAlive}", area, key);
        return (await command.ReadAllAsync(Read, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
    }

    public async Task<IReadOnlyList<SharedValue>> ListAsync(string area, CancellationToken cancellationToken)
    {
        await EnsureSchemaAsync(cancellationToken).ConfigureAwait(false);
        using var command = Command(
            $"SELECT key, value, clock_timestamp() - at FROM shared_state WHERE area = @area AND {IsAlive} ORDER BY at, key", area);
        return await command.ReadAllAsync(Read, cancellationToken).ConfigureAwait(false);
    }

    public async Task RemoveAsync(string area, string key, CancellationToken cancellationToken)
    {
        await EnsureSchemaAsync(cancellationToken).ConfigureAwait(false);
        using var command = Command("DELETE FROM shared_state WHERE area = @area AND key = @key", area, key);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static SharedValue Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetFieldValue<byte[]>(1), row.GetTimeSpan(2));

    private NpgsqlCommand Command(string sql, string area, string? key = null)
    {
        var command = source.CreateCommand(sql).With("area", area);
        return key is null ? command : command.With("key", PostgresBatch.Plain(key));
    }

    private async Task EnsureSchemaAsync(CancellationToken stop)
    {
        if (_isReady)
        {
            return;
        }

        using var connection = await source.OpenConnectionAsync(stop).ConfigureAwait(false);
        using var exists = connection.CreateCommand();
        exists.CommandText = "SELECT to_regclass('shared_state') IS NOT NULL";
        if (await exists.ExecuteScalarAsync(stop).ConfigureAwait(false) is not true)
        {
            await PostgresMigrations.ApplyAsync(connection, schema, stop).ConfigureAwait(false);
        }

        _isReady = true;
    }
}
