namespace BlazorTasks.Cluster.Queue;

/// <summary>The tasks that wait for a node, and those whose node is gone. No two nodes get the same one.</summary>
internal sealed class PostgresQueue(NpgsqlDataSource source, UnreadableTasks unreadable)
{
    /// <summary>
    /// This node, if it may own tasks. The commit of a claim need not be on disk: the start that follows it brings it there, and
    /// is refused if the claim was lost.
    /// </summary>
    private const string Me =
        $"me AS (SELECT id FROM nodes WHERE id = @here AND ended_at IS NULL AND lease_until > clock_timestamp() AND {Quick.Commit}";

    private const string Waiting = "node_id IS NULL AND ready_at IS NOT NULL";

    /// <summary>A task that waits for a person does not count towards a limit.</summary>
    private const string Running = "node_id IS NOT NULL AND state <> @waiting";

    /// <summary>Unfinished tasks whose node has ended and whose lease is over, so that it has stopped their code.</summary>
    private const string Orphaned =
        "t.node_id IS NOT NULL AND t.node_id <> @here " +
        "AND (n.id IS NULL OR (n.ended_at IS NOT NULL AND n.lease_until <= clock_timestamp()))";

    /// <summary>Reads what there is to do.</summary>
    public async Task<ClusterStatus> PeekAsync(
        Guid here,
        int maxWaiting,
        string? position,
        CancellationToken cancellationToken)
    {
        using var command = Peek(here, maxWaiting, position);
        return (await command.ReadAllAsync(
            row => new ClusterStatus(
                row.IsDBNull(0) ? null : TimeSpan.FromSeconds(row.GetDouble(0)),
                row.GetBoolean(1),
                row.GetBoolean(2),
                row.IsDBNull(3) ? null : row.GetInt32(3))
            { IsDraining = row.GetBoolean(4), HasChanges = row.GetBoolean(5) },
            cancellationToken).ConfigureAwait(false))[0];
    }

    /// <summary>
    /// Every part is the first row of an index, in its order: the planner never chooses to scan all tasks instead, however old
    /// its statistics are.
    /// </summary>
    internal NpgsqlCommand Peek(Guid here, int maxWaiting, string? position)
    {
        var count = maxWaiting > 0
            ? "(SELECT count(*)::int FROM (SELECT 1 FROM tasks " +
                $"WHERE {Waiting} AND ready_at <= clock_timestamp() ORDER BY ready_at LIMIT @most) AS counted)"
            : "NULL::int";
        var command = source.CreateCommand(
            $"""
            WITH RECURSIVE owners AS (
              (SELECT node_id FROM tasks WHERE node_id IS NOT NULL ORDER BY node_id LIMIT 1)
              UNION ALL
              SELECT (SELECT node_id FROM tasks WHERE node_id > o.node_id ORDER BY node_id LIMIT 1)
              FROM owners o WHERE o.node_id IS NOT NULL)
            SELECT (SELECT extract(epoch FROM min(ready_at) - clock_timestamp())::float8 FROM tasks WHERE {Waiting}),
              EXISTS (SELECT 1 FROM commands WHERE node_id = @here AND reply IS NULL),
              EXISTS (SELECT 1 FROM owners t LEFT JOIN nodes n ON n.id = t.node_id WHERE {Orphaned}),
              {count},
              EXISTS (SELECT 1 FROM nodes WHERE id = @here AND is_draining),
              coalesce(
                (SELECT changed FROM tasks WHERE changed IS NOT NULL ORDER BY changed DESC LIMIT 1) >= @position::xid8, false)
            """)
            .With("here", here)
            .With("position", NpgsqlDbType.Text, position);
        return maxWaiting > 0 ? command.With("most", maxWaiting) : command;
    }

    public async Task<IReadOnlyList<UnknownDefinition>> UnknownAsync(CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            $"""
            SELECT definition, count(*)::int FROM tasks WHERE {Waiting} AND definition IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM nodes n WHERE n.ended_at IS NULL AND (n.definitions IS NULL OR tasks.definition = ANY (n.definitions)))
            GROUP BY definition ORDER BY definition LIMIT 100
            """);
        return await command.ReadAllAsync(row => new UnknownDefinition(row.GetString(0), row.GetInt32(1)), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>A limit is one of all nodes together, so only one of them at a time counts and claims under it.</summary>
    public async Task<IReadOnlyList<OwnedTask>> ClaimAsync(Guid here, ClaimRequest request, CancellationToken cancellationToken)
    {
        if (request.Limit is not { } limit)
        {
            using var command = Claim(source.CreateCommand(), here, request, "@most");
            return await ReadAsync(command, cancellationToken).ConfigureAwait(false);
        }

        using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        using (var turn = connection.CreateCommand())
        {
            turn.CommandText = "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' limit ' || @definition, 7))";
            await turn.With("definition", request.Definitions.Single()).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        using var limited = connection.CreateCommand();
        (request.IsPerKey ? ClaimPerKey(limited, here, request) : ClaimUnderLimit(limited, here, request))
            .With("limit", limit)
            .With("waiting", (short)TaskState.Waiting);
        var claimed = await ReadAsync(limited, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return claimed;
    }

    public async Task<IReadOnlyList<OwnedTask>> TakeOverAsync(Guid here, int most, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            $"""
            WITH {Me}),
            found AS (
              SELECT t.id, t.node_id AS gone FROM tasks t LEFT JOIN nodes n ON n.id = t.node_id
              WHERE {Orphaned} AND EXISTS (SELECT 1 FROM me) ORDER BY t.id LIMIT @most FOR UPDATE OF t SKIP LOCKED),
            taken AS (
              UPDATE tasks t SET node_id = @here, ready_at = NULL, epoch = t.epoch + 1 FROM found WHERE t.id = found.id
              RETURNING t.snapshot, t.id AS task, t.epoch, found.gone)
            SELECT snapshot, task, epoch, {PostgresNodes.Columns} FROM taken LEFT JOIN nodes ON nodes.id = gone
            """)
            .With("here", here)
            .With("most", most);
        return await ReadAsync(command, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<TaskId>> OwnedAsync(Guid here, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand("SELECT id FROM tasks WHERE node_id = @here").With("here", here);
        return await command.ReadAllAsync(row => new TaskId(row.GetGuid(0)), cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<OwnedTask>> ReclaimAsync(
        Guid here,
        IReadOnlyCollection<TaskId> tasks,
        CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(
            "UPDATE tasks SET epoch = epoch + 1 WHERE node_id = @here AND id = ANY (@ids) RETURNING snapshot, id, epoch")
            .With("here", here)
            .With("ids", tasks.Select(id => id.Value).ToArray());
        return await ReadAsync(command, cancellationToken).ConfigureAwait(false);
    }

    private static NpgsqlCommand ClaimUnderLimit(NpgsqlCommand command, Guid here, ClaimRequest request) => Claim(
        command,
        here,
        request,
        $"greatest(0, least(@most, @limit - (SELECT count(*) FROM tasks WHERE {Running} AND definition = ANY (@definitions))))");

    /// <summary>Of each key, as many as may start besides those that run. A task that has been changed meanwhile is left out.</summary>
    private static NpgsqlCommand ClaimPerKey(NpgsqlCommand command, Guid here, ClaimRequest request)
    {
        command.CommandText =
            $"""
            WITH {Me} AND NOT is_draining),
            running AS (
              SELECT limit_key, count(*) AS number FROM tasks WHERE {Running} AND definition = ANY (@definitions) GROUP BY limit_key),
            waiting AS (
              SELECT t.id, t.priority, t.ready_at, t.limit_key,
                row_number() OVER (PARTITION BY t.limit_key ORDER BY t.priority DESC, t.ready_at, t.id) AS place
              FROM tasks t, me WHERE t.{Waiting} AND t.ready_at <= clock_timestamp() AND t.definition = ANY (@definitions)),
            found AS (
              SELECT w.id FROM waiting w LEFT JOIN running r ON r.limit_key IS NOT DISTINCT FROM w.limit_key
              WHERE w.place + coalesce(r.number, 0) <= @limit ORDER BY w.priority DESC, w.ready_at, w.id LIMIT @most)
            UPDATE tasks t SET node_id = @here, ready_at = NULL, epoch = t.epoch + 1 FROM found WHERE t.id = found.id AND t.{Waiting}
            RETURNING t.snapshot, t.id, t.epoch
            """;
        return With(command, here, request);
    }

    private static NpgsqlCommand Claim(NpgsqlCommand command, Guid here, ClaimRequest request, string most)
    {
        command.CommandText =
            $"""
            WITH {Me} AND NOT is_draining),
            found AS (
              SELECT t.id FROM tasks t, me WHERE t.{Waiting} AND t.ready_at <= clock_timestamp() AND t.definition = ANY (@definitions)
              ORDER BY t.priority DESC, t.ready_at, t.id LIMIT {most} FOR UPDATE OF t SKIP LOCKED)
            UPDATE tasks t SET node_id = @here, ready_at = NULL, epoch = t.epoch + 1 FROM found WHERE t.id = found.id
            RETURNING t.snapshot, t.id, t.epoch
            """;
        return With(command, here, request);
    }

    private static NpgsqlCommand With(NpgsqlCommand command, Guid here, ClaimRequest request) => command
        .With("here", here)
        .With("definitions", NpgsqlDbType.Array | NpgsqlDbType.Text, request.Definitions.ToArray())
        .With("most", request.Most);

    private async Task<IReadOnlyList<OwnedTask>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var all = await command.ReadAllAsync(
            row => PostgresTaskReader.ReadTask(row, unreadable) is { } task
                ? new OwnedTask(
                    task with { Epoch = row.GetInt32(2) },
                    row.FieldCount > 3 && !row.IsDBNull(3) ? PostgresNodes.Read(row, 3) : null)
                : null,
            cancellationToken).ConfigureAwait(false);
        return [.. all.OfType<OwnedTask>().OrderByDescending(one => one.Snapshot.Priority).ThenBy(one => one.Snapshot.Id)];
    }
}
