namespace BlazorTasks.Cluster.Shared;

/// <summary>Files in the database, in parts, so that their size does not matter to the memory.</summary>
internal sealed class PostgresFiles(NpgsqlDataSource source, FileArea area) : ISharedFiles
{
    private const int PartSize = 256 * 1024;

    /// <summary>The states of finished tasks that may run again, and then read their files again.</summary>
    private static readonly short[] Retryable = [.. Enum.GetValues<TaskState>()
        .Where(state => state.IsFinal() && Lifecycle.Allows(state, TaskState.Queued)).Select(state => (short)state)];

    public async Task SaveAsync(string token, Stream content, CancellationToken cancellationToken)
    {
        using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(
            connection.CreateCommand(), "INSERT INTO files (token, area, size) VALUES (@token, @area, 0)", token, cancellationToken)
            .ConfigureAwait(false);
        var (buffer, size) = (new byte[PartSize], 0L);
        for (var number = 0; ; number++)
        {
            var read = await content.ReadAtLeastAsync(buffer, PartSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            size += read;
            var part = connection.CreateCommand()
                .With("number", number)
                .With("data", NpgsqlDbType.Bytea, buffer.AsMemory(0, read));
            await ExecuteAsync(
                part, "INSERT INTO file_parts (token, number, data) VALUES (@token, @number, @data)", token, cancellationToken)
                .ConfigureAwait(false);
            if (read < PartSize)
            {
                break;
            }
        }

        var whole = connection.CreateCommand().With("size", size);
        await ExecuteAsync(whole, "UPDATE files SET size = @size WHERE token = @token", token, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    public long? Find(string token)
    {
        using var command = Command("SELECT size FROM files WHERE token = @token AND area = @area", token);
        return command.ExecuteScalar() as long?;
    }

    public void CopyTo(string token, Stream target)
    {
        using var command = Command("SELECT data FROM file_parts WHERE token = @token ORDER BY number", token);
        using var row = command.ExecuteReader(System.Data.CommandBehavior.SequentialAccess);
        while (row.Read())
        {
            target.Write(row.GetFieldValue<byte[]>(0));
        }
    }

    public void Remove(string token)
    {
        using var command = Command("DELETE FROM files WHERE token = @token AND area = @area", token);
        command.ExecuteNonQuery();
    }

    public void Hold(string token, TaskId task)
    {
        using var command = Command(
            "INSERT INTO file_holders (token, task_id) SELECT token, @task FROM files WHERE token = @token ON CONFLICT DO NOTHING",
            token)
            .With("task", task.Value);
        command.ExecuteNonQuery();
    }

    public async Task PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            """
            DELETE FROM files f WHERE area = @area AND created_at < @before AND NOT EXISTS (
              SELECT 1 FROM file_holders h JOIN tasks t ON t.id = h.task_id
              WHERE h.token = f.token AND (t.finished_at IS NULL OR t.state = ANY (@retryable)))
            """)
            .With("area", (short)area)
            .With("before", before)
            .With("retryable", Retryable);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private NpgsqlCommand Command(string sql, string token) =>
        source.CreateCommand(sql).With("token", PostgresBatch.Plain(token)).With("area", (short)area);

    private async Task ExecuteAsync(NpgsqlCommand command, string sql, string token, CancellationToken stop)
    {
        using (command)
        {
            command.CommandText = sql;
            command.With("token", PostgresBatch.Plain(token)).With("area", (short)area);
            await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
        }
    }
}

/// <summary>What files are for. Stored as a number.</summary>
internal enum FileArea
{
    /// <summary>Files for inputs and answers.</summary>
    Uploads,

    /// <summary>Files that tasks have returned.</summary>
    Results,
}
