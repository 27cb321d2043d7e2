namespace BlazorTasks.Cluster.Storage;

/// <summary>The API keys in PostgreSQL.</summary>
internal static class PostgresKeys
{
    private const string Select = "SELECT data, used_at, used_from FROM api_keys";

    public static async Task<ApiKey?> FindAsync(NpgsqlDataSource source, string id, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand($"{Select} WHERE id = @id").With("id", PostgresBatch.Plain(id)!);
        return (await command.ReadAllAsync(Read, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
    }

    public static async Task<IReadOnlyList<ApiKey>> ListAsync(NpgsqlDataSource source, string? owner, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand($"{Select} WHERE @owner IS NULL OR owner = @owner ORDER BY created_at DESC, id")
            .With("owner", NpgsqlDbType.Text, PostgresBatch.Plain(owner));
        return await command.ReadAllAsync(Read, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<bool> AddAsync(
        NpgsqlConnection connection,
        ApiKey key,
        AuditEntry audit,
        CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand { Connection = connection }
            .With("id", key.Id)
            .With("owner", PostgresBatch.Plain(key.Owner)!)
            .With("created_at", key.CreatedAt)
            .With("data", TaskJson.WritePart(key));
        const string Insert =
            "INSERT INTO api_keys (id, owner, created_at, data) VALUES (@id, @owner, @created_at, @data) ON CONFLICT (id) DO NOTHING";
        return await command.ChangeAsync(Insert, audit, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<bool> RemoveAsync(
        NpgsqlConnection connection,
        string id,
        AuditEntry audit,
        CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand { Connection = connection }.With("id", PostgresBatch.Plain(id)!);
        return await command.ChangeAsync("DELETE FROM api_keys WHERE id = @id", audit, cancellationToken).ConfigureAwait(false);
    }

    public static async Task UsedAsync(
        NpgsqlConnection connection,
        string id,
        DateTimeOffset at,
        string? from,
        CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("UPDATE api_keys SET used_at = @at, used_from = @from WHERE id = @id", connection)
            .With("id", id)
            .With("at", at)
            .With("from", NpgsqlDbType.Text, from);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static ApiKey Read(NpgsqlDataReader row) => TaskJson.ReadPart<ApiKey>(row.GetString(0)) with
    {
        LastUsedAt = row.IsDBNull(1) ? null : row.Time(1),
        LastUsedFrom = row.IsDBNull(2) ? null : row.GetString(2),
    };
}
