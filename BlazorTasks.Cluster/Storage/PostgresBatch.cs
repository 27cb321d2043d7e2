using BlazorTasks.Storage;
using Npgsql;
using NpgsqlTypes;

namespace BlazorTasks.Cluster.Storage;

/// <summary>
/// Writes any number of tasks and their events with one statement, which is usually its own transaction: every column is
/// passed as one array. A task is written only if nobody else has written it since, and not under an older epoch.
/// </summary>
internal sealed class PostgresBatch(NpgsqlConnection connection)
{
    private const string Sql =
        """
        WITH given AS (
          SELECT * FROM unnest(
            $1::uuid[], $2::int[], $3::bigint[], $4::bigint[], $5::smallint[], $6::text[], $7::text[], $8::text[], $9::timestamptz[],
            $10::timestamptz[], $11::bigint[], $12::text[], $30::uuid[], $31::text[], $33::timestamptz[], $39::text[])
            AS g (
              id, epoch, seq, seq_before, state, definition, name, owner, created_at, finished_at, duration, snapshot,
              parent, error, answered_at, schedule)),
        moves AS (
          SELECT * FROM unnest($40::uuid[], $41::text[], $42::bigint[], $43::timestamptz[], $44::text[])
            AS m (task_id, id, version, wake_at, data)),
        moved AS (
          UPDATE schedules s SET version = m.version, wake_at = m.wake_at, data = m.data
          FROM moves m WHERE s.id = m.id AND s.version = m.version - 1 RETURNING m.task_id),
        inserted AS (
          INSERT INTO tasks (
            id, epoch, seq, state, definition, name, owner, created_at, finished_at, duration, snapshot, parent, error, answered_at,
            schedule)
          SELECT id, epoch, seq, state, definition, name, owner, created_at, finished_at, duration, snapshot, parent, error, answered_at,
            schedule
          FROM given WHERE seq_before = 0 AND (id NOT IN (SELECT task_id FROM moves) OR id IN (SELECT task_id FROM moved))
          ON CONFLICT (id) DO NOTHING RETURNING id),
        updated AS (
          UPDATE tasks t SET epoch = g.epoch, seq = g.seq, state = g.state, finished_at = g.finished_at, duration = g.duration,
            snapshot = g.snapshot, error = g.error,
            answered_at = coalesce(g.answered_at, t.answered_at)
          FROM given g WHERE g.seq_before > 0 AND t.id = g.id AND t.seq = g.seq_before AND t.epoch <= g.epoch RETURNING t.id),
        written AS (SELECT id FROM inserted UNION ALL SELECT id FROM updated),
        happened AS (
          INSERT INTO events (task_id, seq, epoch, at, milestone, line, data)
          SELECT e.* FROM unnest($13::uuid[], $14::bigint[], $15::int[], $16::timestamptz[], $17::boolean[], $18::bigint[], $19::text[])
            AS e (task_id, seq, epoch, at, milestone, line, data) JOIN written ON id = task_id),
        tagged AS (
          INSERT INTO tags (task_id, tag)
          SELECT n.* FROM unnest($20::uuid[], $21::text[]) AS n (task_id, tag) JOIN written ON id = task_id ON CONFLICT DO NOTHING),
        keyed AS (
          INSERT INTO idempotency_keys (task_id, owner, key, fingerprint, at)
          SELECT k.* FROM unnest($22::uuid[], $23::text[], $24::text[], $25::text[], $26::timestamptz[])
            AS k (task_id, owner, key, fingerprint, at) JOIN written ON id = task_id
          ON CONFLICT (owner, key) DO UPDATE SET task_id = excluded.task_id, fingerprint = excluded.fingerprint, at = excluded.at),
        found AS (
          INSERT INTO search (task_id, text, finished_at)
          SELECT s.* FROM unnest($27::uuid[], $28::text[], $32::timestamptz[]) AS s (task_id, text, finished_at)
          JOIN written ON id = task_id
          ON CONFLICT (task_id) DO UPDATE SET text = excluded.text, finished_at = excluded.finished_at),
        audited AS (
          INSERT INTO audit (at, person, action, task_id, task_name)
          SELECT a.at, a.person, a.action, a.task_id, a.task_name
          FROM unnest($34::timestamptz[], $35::text[], $36::smallint[], $37::uuid[], $38::text[]) WITH ORDINALITY
            AS a (at, person, action, task_id, task_name, place) JOIN written ON id = a.task_id ORDER BY a.place),
        unfound AS (
          DELETE FROM search USING written WHERE task_id = id AND task_id = ANY ($29::uuid[]))
        SELECT id FROM given EXCEPT SELECT id FROM written
        """;

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
        var unwritten = _tasks.Exists(entry => entry.Gone is not null)
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
        Add(command, NpgsqlDbType.Uuid, _tasks, entry => entry.Snapshot.Id.Value);
        Add(command, NpgsqlDbType.Integer, _tasks, entry => entry.Snapshot.Epoch);
        Add(command, NpgsqlDbType.Bigint, _tasks, entry => entry.Snapshot.Seq);
        Add(command, NpgsqlDbType.Bigint, _tasks, entry => entry.SeqBefore);
        Add(command, NpgsqlDbType.Smallint, _tasks, entry => (short)entry.Snapshot.State);
        Add(command, NpgsqlDbType.Text, _tasks, entry => Plain(entry.Snapshot.Definition));
        Add(command, NpgsqlDbType.Text, _tasks, entry => Plain(entry.Snapshot.Name));
        Add(command, NpgsqlDbType.Text, _tasks, entry => Plain(entry.Snapshot.Owner));
        Add(command, NpgsqlDbType.TimestampTz, _tasks, entry => entry.Snapshot.CreatedAt.UtcDateTime);
        Add(command, NpgsqlDbType.TimestampTz, _tasks, entry => entry.Snapshot.FinishedAt?.UtcDateTime);
        Add(command, NpgsqlDbType.Bigint, _tasks, entry => (long?)entry.Snapshot.Duration?.TotalMicroseconds);
        Add(command, NpgsqlDbType.Text, _tasks, entry => TaskJson.Write(entry.Snapshot));
    }

    private void AddEvents(NpgsqlCommand command)
    {
        Add(command, NpgsqlDbType.Uuid, _events, one => one.Id.Value);
        Add(command, NpgsqlDbType.Bigint, _events, one => one.Event.Seq);
        Add(command, NpgsqlDbType.Integer, _events, one => one.Event.Epoch);
        Add(command, NpgsqlDbType.TimestampTz, _events, one => one.Event.At.UtcDateTime);
        Add(command, NpgsqlDbType.Boolean, _events, one => one.Event is not (TaskLogged or TaskProgressed));
        Add(command, NpgsqlDbType.Bigint, _events, one => (one.Event as TaskLogged)?.FirstLine);
        Add(command, NpgsqlDbType.Text, _events, one => TaskJson.Write(one.Event));
    }

    private void AddRest(NpgsqlCommand command, IReadOnlyList<string> texts)
    {
        Add(command, NpgsqlDbType.Uuid, _tags, one => one.Id.Value);
        Add(command, NpgsqlDbType.Text, _tags, one => Plain(one.Tag));
        Add(command, NpgsqlDbType.Uuid, _keys, one => one.Value.Id.Value);
        Add(command, NpgsqlDbType.Text, _keys, one => one.Key.Owner);
        Add(command, NpgsqlDbType.Text, _keys, one => one.Key.Key);
        Add(command, NpgsqlDbType.Text, _keys, one => one.Value.Created.Fingerprint ?? "");
        Add(command, NpgsqlDbType.TimestampTz, _keys, one => one.Value.Created.At.UtcDateTime);
        Add(command, NpgsqlDbType.Uuid, _ended, entry => entry.Snapshot.Id.Value);
        Add(command, NpgsqlDbType.Text, texts, text => text);
        Add(command, NpgsqlDbType.Uuid, _begunAgain, id => id.Value);
        Add(command, NpgsqlDbType.Uuid, _tasks, entry => entry.Snapshot.ParentId?.Value);
        Add(command, NpgsqlDbType.Text, _tasks, entry => Plain(TaskQuery.ErrorOf(entry.Snapshot)));
        Add(command, NpgsqlDbType.TimestampTz, _ended, entry => entry.Snapshot.FinishedAt!.Value.UtcDateTime);
        Add(command, NpgsqlDbType.TimestampTz, _tasks, entry => entry.AnsweredAt?.UtcDateTime);
        Add(command, NpgsqlDbType.TimestampTz, _audit, entry => entry.At.UtcDateTime);
        Add(command, NpgsqlDbType.Text, _audit, entry => Plain(entry.By));
        Add(command, NpgsqlDbType.Smallint, _audit, entry => (short)entry.Action);
        Add(command, NpgsqlDbType.Uuid, _audit, entry => entry.TaskId.Value);
        Add(command, NpgsqlDbType.Text, _audit, entry => Plain(entry.TaskName));
        Add(command, NpgsqlDbType.Text, _tasks, entry => entry.Snapshot.Schedule);
        PostgresSchedules.AddMoves(command, [.. _tasks.Where(entry => entry.Moved is not null)]);
    }

    internal static void Add<TRow, T>(NpgsqlCommand command, NpgsqlDbType type, IEnumerable<TRow> rows, Func<TRow, T> column) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = rows.Select(column).ToArray() });

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
            using var command = new NpgsqlCommand(
                "SELECT task_id, data FROM events WHERE task_id = ANY ($1) AND seq = 1",
                connection)
            { Parameters = { new() { Value = earlier } } };
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
        using var command = new NpgsqlCommand(
            "SELECT id, epoch, seq FROM tasks WHERE id = ANY ($1)",
            connection)
        { Parameters = { new() { Value = unwritten.ToArray() } } };
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
