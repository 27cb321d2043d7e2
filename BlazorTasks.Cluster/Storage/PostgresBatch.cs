namespace BlazorTasks.Cluster.Storage;

/// <summary>
/// Writes any number of tasks and their events with one statement, which is usually its own transaction: every column is
/// passed as one array. A task is written only if nobody else has written it since, and not under an older epoch.
/// </summary>
internal sealed partial class PostgresBatch(NpgsqlConnection connection, bool isShared)
{
    /// <summary>How long another start with the same key is refused. See <see cref="Execution.IdempotencyKeys"/>.</summary>
    private static readonly TimeSpan KeyRetention = TimeSpan.FromHours(24);

    private readonly List<StoreEntry> _tasks = [];
    private readonly List<(TaskId Id, TaskEvent Event)> _events = [];
    private readonly List<(TaskId Id, string Tag)> _tags = [];
    private readonly Dictionary<(string Owner, string Key), (TaskId Id, TaskCreated Created)> _keys = [];
    private readonly List<StoreEntry> _ended = [];
    private readonly List<TaskId> _begunAgain = [];
    private readonly List<AuditEntry> _audit = [];

    public async Task WriteAsync(IReadOnlyList<StoreEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            Add(entry);
        }

        var texts = await TextsAsync(cancellationToken).ConfigureAwait(false);
        var unwritten = _tasks.Exists(entry => entry.TrimmedTo is not null)
            ? await WriteAndTrimAsync(texts, cancellationToken).ConfigureAwait(false)
            : await WriteAsync(texts, cancellationToken).ConfigureAwait(false);
        if (unwritten.Count > 0)
        {
            await RefuseAsync(unwritten, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<Guid>> WriteAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(Sql, connection);
        AddTasks(command);
        AddQueue(command);
        AddEvents(command);
        AddRest(command, texts);
        return await command.ReadAllAsync(row => row.GetGuid(0), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a batch with additional statements, to trim logs.</summary>
    private async Task<List<Guid>> WriteAndTrimAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var unwritten = await WriteAsync(texts, cancellationToken).ConfigureAwait(false);
            await PostgresLogTrim.RunAsync(
                connection,
                _tasks.Where(entry => !unwritten.Contains(entry.Snapshot.Id.Value)),
                cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return unwritten;
        }
    }

    private void Add(StoreEntry entry)
    {
        var (task, events) = entry;
        _tasks.Add(entry);
        _events.AddRange(events.Select(one => (task.Id, one)));
        _audit.AddRange(events.Select(one => AuditEntry.Of(task, one)).OfType<AuditEntry>());
        if (events is [TaskCreated created, ..])
        {
            _tags.AddRange(created.Tags.Select(tag => (task.Id, tag)));
            if (created.IdempotencyKey is { } key)
            {
                _keys[(Plain(created.Owner ?? ""), Plain(key))] = (task.Id, created);
            }
        }

        if (task.FinishedAt is not null && events.Any(one => one.NextState?.IsFinal() == true))
        {
            _ended.Add(entry);
        }
        else if (task.FinishedAt is null && events.Any(one => one is TaskRetried))
        {
            _begunAgain.Add(task.Id);
        }
    }

    private void AddTasks(NpgsqlCommand command)
    {
        Add(command, "ids", NpgsqlDbType.Uuid, _tasks, entry => entry.Snapshot.Id.Value);
        Add(command, "epochs", NpgsqlDbType.Integer, _tasks, entry => entry.Snapshot.Epoch);
        Add(command, "seqs", NpgsqlDbType.Bigint, _tasks, entry => entry.Snapshot.Seq);
        Add(command, "seqs_before", NpgsqlDbType.Bigint, _tasks, entry => entry.SeqBefore);
        Add(command, "states", NpgsqlDbType.Smallint, _tasks, entry => (short)entry.Snapshot.State);
        Add(command, "definitions", NpgsqlDbType.Text, _tasks, entry => Plain(entry.Snapshot.Definition));
        Add(command, "names", NpgsqlDbType.Text, _tasks, entry => Plain(entry.Snapshot.Name));
        Add(command, "owners", NpgsqlDbType.Text, _tasks, entry => Plain(entry.Snapshot.Owner));
        Add(command, "created", NpgsqlDbType.TimestampTz, _tasks, entry => entry.Snapshot.CreatedAt.UtcDateTime);
        Add(command, "finished", NpgsqlDbType.TimestampTz, _tasks, entry => entry.Snapshot.FinishedAt?.UtcDateTime);
        Add(command, "durations", NpgsqlDbType.Bigint, _tasks, entry => (long?)entry.Snapshot.Duration?.TotalMicroseconds);
        Add(command, "snapshots", NpgsqlDbType.Text, _tasks, entry => TaskJson.Write(entry.Snapshot));
    }

    /// <summary>Who owns the task, or since when it waits for a node.</summary>
    private void AddQueue(NpgsqlCommand command)
    {
        Add(command, "epochs_before", NpgsqlDbType.Integer, _tasks, entry => entry.EpochBefore);
        Add(command, "nodes", NpgsqlDbType.Text, _tasks, entry => Plain(entry.Snapshot.Node));
        Add(command, "node_ids", NpgsqlDbType.Uuid, _tasks, entry => IsOwned(entry) ? entry.NodeId : (Guid?)null);
        Add(command, "priorities", NpgsqlDbType.Integer, _tasks, entry => entry.Snapshot.Priority);
        Add(command, "ready_at", NpgsqlDbType.TimestampTz, _tasks, ReadyAt);
        Add(command, "ready_in", NpgsqlDbType.Interval, _tasks, entry => entry.IsWaiting ? entry.ReadyIn : null);
        Add(command, "limit_keys", NpgsqlDbType.Text, _tasks, entry => Plain(entry.LimitKey));
        command.With("shared", isShared).With("remembered", KeyRetention);

        static bool IsOwned(StoreEntry entry) => !entry.IsWaiting && entry.Snapshot.FinishedAt is null;

        static DateTime? ReadyAt(StoreEntry entry) =>
            entry is { IsWaiting: true, ReadyIn: null, KeepsDueTime: false }
                ? (entry.Snapshot.RunAt ?? entry.Snapshot.CreatedAt).UtcDateTime
                : null;
    }

    private void AddEvents(NpgsqlCommand command)
    {
        Add(command, "event_tasks", NpgsqlDbType.Uuid, _events, one => one.Id.Value);
        Add(command, "event_seqs", NpgsqlDbType.Bigint, _events, one => one.Event.Seq);
        Add(command, "event_epochs", NpgsqlDbType.Integer, _events, one => one.Event.Epoch);
        Add(command, "event_times", NpgsqlDbType.TimestampTz, _events, one => one.Event.At.UtcDateTime);
        Add(command, "event_milestones", NpgsqlDbType.Boolean, _events, one => one.Event is not (TaskLogged or TaskProgressed));
        Add(command, "event_lines", NpgsqlDbType.Bigint, _events, one => (one.Event as TaskLogged)?.FirstLine);
        Add(command, "event_data", NpgsqlDbType.Text, _events, one => TaskJson.Write(one.Event));
    }

    private void AddRest(NpgsqlCommand command, IReadOnlyList<string> texts)
    {
        Add(command, "tag_tasks", NpgsqlDbType.Uuid, _tags, one => one.Id.Value);
        Add(command, "tags", NpgsqlDbType.Text, _tags, one => Plain(one.Tag));
        Add(command, "key_tasks", NpgsqlDbType.Uuid, _keys, one => one.Value.Id.Value);
        Add(command, "key_owners", NpgsqlDbType.Text, _keys, one => one.Key.Owner);
        Add(command, "keys", NpgsqlDbType.Text, _keys, one => one.Key.Key);
        Add(command, "key_fingerprints", NpgsqlDbType.Text, _keys, one => one.Value.Created.Fingerprint ?? "");
        Add(command, "key_times", NpgsqlDbType.TimestampTz, _keys, one => one.Value.Created.At.UtcDateTime);
        Add(command, "text_tasks", NpgsqlDbType.Uuid, _ended, entry => entry.Snapshot.Id.Value);
        Add(command, "texts", NpgsqlDbType.Text, texts, text => text);
        Add(command, "retried", NpgsqlDbType.Uuid, _begunAgain, id => id.Value);
        Add(command, "parents", NpgsqlDbType.Uuid, _tasks, entry => entry.Snapshot.ParentId?.Value);
        Add(command, "errors", NpgsqlDbType.Text, _tasks, entry => Plain(TaskQuery.ErrorOf(entry.Snapshot)));
        Add(command, "text_times", NpgsqlDbType.TimestampTz, _ended, entry => entry.Snapshot.FinishedAt!.Value.UtcDateTime);
        Add(command, "answered", NpgsqlDbType.TimestampTz, _tasks, entry => entry.AnsweredAt?.UtcDateTime);
        Add(command, "audit_times", NpgsqlDbType.TimestampTz, _audit, entry => entry.At.UtcDateTime);
        Add(command, "audit_people", NpgsqlDbType.Text, _audit, entry => Plain(entry.By));
        Add(command, "audit_actions", NpgsqlDbType.Smallint, _audit, entry => (short)entry.Action);
        Add(command, "audit_tasks", NpgsqlDbType.Uuid, _audit, entry => entry.TaskId.Value);
        Add(command, "audit_names", NpgsqlDbType.Text, _audit, entry => Plain(entry.TaskName));
        Add(command, "audit_origins", NpgsqlDbType.Text, _audit, entry => PostgresAudit.Write(entry.Origin));
        Add(command, "schedules", NpgsqlDbType.Text, _tasks, entry => entry.Snapshot.Schedule);
        PostgresSchedules.AddMoves(command, [.. _tasks.Where(entry => entry.Moved is not null)]);
    }

    internal static void Add<TRow, T>(
        NpgsqlCommand command,
        string name,
        NpgsqlDbType type,
        IEnumerable<TRow> rows,
        Func<TRow, T> column) =>
        command.With(name, NpgsqlDbType.Array | type, rows.Select(column).ToArray());

    /// <summary>
    /// Adds the search rows of finished tasks. The input of a task that was created in another batch is read back.
    /// </summary>
    private async Task<IReadOnlyList<string>> TextsAsync(CancellationToken cancellationToken)
    {
        var inputs = _ended.Where(entry => entry.Events[0] is TaskCreated)
            .ToDictionary(entry => entry.Snapshot.Id, entry => ((TaskCreated)entry.Events[0]).Input);
        var earlier = _ended.Where(entry => entry.Snapshot.Definition is not null && entry.Events[0] is not TaskCreated)
            .Select(entry => entry.Snapshot.Id.Value)
            .ToArray();
        if (earlier.Length > 0)
        {
            using var command = new NpgsqlCommand("SELECT task_id, data FROM events WHERE task_id = ANY (@ids) AND seq = 1", connection)
                .With("ids", earlier);
            foreach (var (id, input) in await command.ReadAllAsync(
                row => (new TaskId(row.GetGuid(0)), TaskJson.ReadInput(row.GetString(1))),
                cancellationToken).ConfigureAwait(false))
            {
                inputs[id] = input;
            }
        }

        return [.. _ended.Select(entry => Plain(SearchText.Of(
            entry.Snapshot,
            inputs.GetValueOrDefault(entry.Snapshot.Id)).ToUpperInvariant()))];
    }

    /// <summary>
    /// A task whose stored state is identical was written by an earlier attempt whose response was lost. Any other was taken
    /// over.
    /// </summary>
    private async Task RefuseAsync(List<Guid> unwritten, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand("SELECT id, epoch, seq FROM tasks WHERE id = ANY (@ids)", connection)
            .With("ids", unwritten.ToArray());
        var stored = (await command.ReadAllAsync(
            row => (row.GetGuid(0), row.GetInt32(1), row.GetInt64(2)),
            cancellationToken).ConfigureAwait(false)).ToHashSet();
        var refused = _tasks.Select(entry => entry.Snapshot)
            .Where(task => unwritten.Contains(task.Id.Value) && !stored.Contains((task.Id.Value, task.Epoch, task.Seq)))
            .ToList();
        if (refused.Count > 0)
        {
            throw new StaleWriteException([.. refused.Select(task => task.Id)]);
        }
    }

    /// <summary>
    /// PostgreSQL supports neither U+0000 nor lone surrogates. Only the searchable copies are changed; the JSON preserves
    /// them.
    /// </summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    internal static string? Plain(string? text)
    {
        if (text is null || !(text.Contains('\0', StringComparison.Ordinal) || text.Any(char.IsSurrogate)))
        {
            return text;
        }

        return string.Concat(text.EnumerateRunes().Select(rune => rune.Value == 0 ? "\uFFFD" : rune.ToString()));
    }
}
