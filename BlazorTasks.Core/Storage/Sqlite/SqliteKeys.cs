namespace BlazorTasks.Storage.Sqlite;

/// <summary>The API keys in SQLite.</summary>
internal static class SqliteKeys
{
    private const string Select = "SELECT data, used_at, used_from FROM api_keys";

    public static ApiKey? Find(SqliteConnection connection, string id)
    {
        using var command = SqliteTaskReader.Command(connection, $"{Select} WHERE id = $id", ("$id", id));
        return SqliteTaskReader.ReadAll(command, Read).FirstOrDefault();
    }

    public static IReadOnlyList<ApiKey> List(SqliteConnection connection, string? owner)
    {
        using var command = SqliteTaskReader.Command(
            connection,
            $"{Select} WHERE $owner IS NULL OR owner = $owner ORDER BY created_at DESC, id",
            ("$owner", (object?)owner ?? DBNull.Value));
        return SqliteTaskReader.ReadAll(command, Read);
    }

    public static bool Add(SqliteConnection connection, ApiKey key)
    {
        using var statement = new SqliteStatement(
            connection,
            "INSERT INTO api_keys (id, owner, created_at, data) VALUES ($id, $owner, $created_at, $data) ON CONFLICT (id) DO NOTHING");
        return statement.Bind("$id", key.Id)
            .Bind("$owner", key.Owner)
            .Bind("$created_at", key.CreatedAt)
            .Bind("$data", TaskJson.WritePart(key))
            .RunOnRow();
    }

    public static bool Remove(SqliteConnection connection, string id)
    {
        using var statement = new SqliteStatement(connection, "DELETE FROM api_keys WHERE id = $id");
        return statement.Bind("$id", id).RunOnRow();
    }

    public static void Used(SqliteConnection connection, string id, DateTimeOffset at, string? from)
    {
        using var statement = new SqliteStatement(connection, "UPDATE api_keys SET used_at = $at, used_from = $from WHERE id = $id");
        statement.Bind("$id", id).Bind("$at", at).Bind("$from", from).Run();
    }

    private static ApiKey Read(SqliteDataReader row) => TaskJson.ReadPart<ApiKey>(row.GetString(0)) with
    {
        LastUsedAt = row.IsDBNull(1) ? null : Clock.FromUnixMicros(row.GetInt64(1)),
        LastUsedFrom = row.IsDBNull(2) ? null : row.GetString(2),
    };
}
