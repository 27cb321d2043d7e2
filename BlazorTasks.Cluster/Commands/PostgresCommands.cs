using BlazorTasks.Cluster.Notifications;

namespace BlazorTasks.Cluster.Commands;

/// <summary>
/// The commands that nodes send each other, and where a task is. A command and its reply notify the node they are for in the same
/// statement, unless they are delivered directly. Their commits need not be on disk: whoever sends a command that is lost with
/// the database gets no reply.
/// </summary>
internal sealed class PostgresCommands(NpgsqlDataSource source, PostgresNotifications notifications)
{
    public async Task<TaskLocation?> LocateAsync(Guid here, TaskId id, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand("SELECT node_id, epoch, finished_at IS NOT NULL FROM tasks WHERE id = @id")
            .With("id", id.Value);
        return (await command.ReadAllAsync(
            row => row.IsDBNull(0)
                ? new TaskLocation(null, IsHere: false, row.GetInt32(1), row.GetBoolean(2))
                : new TaskLocation(row.GetGuid(0), row.GetGuid(0) == here, row.GetInt32(1), row.GetBoolean(2)),
            cancellationToken).ConfigureAwait(false)).FirstOrDefault();
    }

    /// <summary>Sends a command. What nobody has fetched for an hour is deleted: its sender is gone.</summary>
    public async Task<long> SendAsync(
        TaskId id,
        TaskLocation to,
        string data,
        bool notifies,
        CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            $"""
            WITH old AS (DELETE FROM commands WHERE number IN (
              SELECT number FROM commands WHERE at < clock_timestamp() - interval '1 hour' ORDER BY number LIMIT 100)),
            sent AS (INSERT INTO commands (node_id, task_id, epoch, data)
              SELECT @node, @task, @epoch, @data WHERE {Quick.Commit} RETURNING number)
            SELECT number {(notifies ? ", pg_notify(@channel, @payload)" : "")} FROM sent
            """)
            .With("node", to.NodeId!.Value)
            .With("task", id.Value)
            .With("epoch", to.Epoch)
            .With("data", data);
        WithHint(command, ClusterHint.Commands, notifies);
        return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    public async Task<IReadOnlyList<SentCommand>> ReceiveAsync(Guid here, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            "SELECT number, task_id, epoch, data FROM commands WHERE node_id = @here AND reply IS NULL ORDER BY number LIMIT 500")
            .With("here", here);
        return await command.ReadAllAsync(
            row => new SentCommand(row.GetInt64(0), new TaskId(row.GetGuid(1)), row.GetInt32(2), row.GetString(3)),
            cancellationToken).ConfigureAwait(false);
    }

    public async Task ReplyAsync(long number, string reply, bool notifies, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            $"""
            WITH replied AS (
              UPDATE commands SET reply = @reply WHERE number = @number AND reply IS NULL AND {Quick.Commit} RETURNING number)
            SELECT {(notifies ? "pg_notify(@channel, @payload)" : "1")} FROM replied
            """)
            .With("number", number)
            .With("reply", reply);
        WithHint(command, ClusterHint.Replies, notifies);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<string?> ReadReplyAsync(long number, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand("SELECT reply FROM commands WHERE number = @number").With("number", number);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as string;
    }

    public async Task DeleteAsync(long number, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand($"DELETE FROM commands WHERE number = @number AND {Quick.Commit}").With("number", number);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private void WithHint(NpgsqlCommand command, ClusterHint hint, bool notifies)
    {
        if (notifies)
        {
            command.With("channel", notifications.Channel).With("payload", notifications.Payload(hint));
        }
    }
}
