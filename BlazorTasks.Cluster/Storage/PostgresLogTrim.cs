namespace BlazorTasks.Cluster.Storage;

/// <summary>Removes the oldest lines from logs that exceed their maximum length.</summary>
internal static class PostgresLogTrim
{
    /// <summary>Trims the logs of the entries that request it, within the open transaction.</summary>
    public static async Task RunAsync(NpgsqlConnection connection, IEnumerable<StoreEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            if (entry.TrimmedTo is { } line)
            {
                await EmptyAsync(connection, entry.Snapshot.Id.Value, line, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task EmptyAsync(NpgsqlConnection connection, Guid task, long line, CancellationToken cancellationToken)
    {
        using var read = new NpgsqlCommand(
            "SELECT seq, data FROM events WHERE task_id = @task AND line <= @line",
            connection)
            .With("task", task)
            .With("line", line);
        var chunks = await read.ReadAllAsync(
            row => (Seq: row.GetInt64(0), Event: TaskJson.ReadEvent(row.GetString(1), 1, default, 0) as TaskLogged),
            cancellationToken).ConfigureAwait(false);
        chunks = [.. chunks.Where(chunk => chunk.Event is not null)]; // what cannot be read stays as it is
        using var write = new NpgsqlCommand(
            "UPDATE events SET line = NULL, data = e.data FROM unnest(@seqs::bigint[], @data::text[]) AS e (seq, data) WHERE " +
            "task_id = @task AND events.seq = e.seq",
            connection)
            .With("task", task);
        PostgresBatch.Add(write, "seqs", NpgsqlDbType.Bigint, chunks, chunk => chunk.Seq);
        PostgresBatch.Add(write, "data", NpgsqlDbType.Text, chunks, chunk => TaskJson.Write(chunk.Event!.Empty()));
        await write.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
