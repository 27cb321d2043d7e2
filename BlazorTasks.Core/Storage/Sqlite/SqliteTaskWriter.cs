namespace BlazorTasks.Storage.Sqlite;

/// <summary>Writes tasks and their events with prepared statements, one transaction per batch.</summary>
internal sealed class SqliteTaskWriter : IDisposable
{
    private const string EmptyLines =
        """
        UPDATE events SET line = NULL, data = json_set(data, '$.lines', json('[]'), '$.trimmed', json_object(
          'lines', json_array_length(data, '$.lines'),
          'warnings', (SELECT count(*) FROM json_each(data, '$.lines') WHERE json_extract(value, '$.is_warning'))))
        WHERE task_id = $id AND line <= $line
        """;

    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly SqliteStatement _insertTask;
    private readonly SqliteStatement _updateTask;
    private readonly SqliteStatement _updateLive;
    private readonly SqliteStatement _insertEvent;
    private readonly SqliteStatement _insertTag;
    private readonly SqliteStatement _insertKey;
    private readonly SqliteStatement _insertText;
    private readonly SqliteStatement _deleteText;
    private readonly SqliteStatement _firstEvent;
    private readonly SqliteStatement _follows;
    private readonly SqliteStatement _isStored;
    private readonly SqliteStatement _emptyLines;
    private readonly SqliteStatement _insertAudit;
    private readonly SqliteStatement _moveSchedule;
    private readonly SqliteStatement _probe;
    private readonly SqliteStatement[] _all;
    private long _finishNumber;

    public SqliteTaskWriter(SqliteConnection connection)
    {
        _begin = new SqliteStatement(connection, "BEGIN IMMEDIATE");
        _commit = new SqliteStatement(connection, "COMMIT");
        _rollback = new SqliteStatement(connection, "ROLLBACK");
        _insertTask = new SqliteStatement(connection, SqliteTaskRow.Insert);
        _updateTask = new SqliteStatement(connection, SqliteTaskRow.Update);
        _updateLive = new SqliteStatement(connection,
            $"UPDATE tasks SET progress = $progress, status = $status WHERE {SqliteTaskRow.Follows}");
        _insertEvent = new SqliteStatement(
            connection,
            "INSERT INTO events (task_id, seq, epoch, at, milestone, line, data) "
            + "VALUES ($id, $seq, $epoch, $at, $milestone, $line, $data)");
        _insertTag = new SqliteStatement(
            connection,
            "INSERT OR IGNORE INTO tags (tag, task_key) SELECT $tag, key FROM tasks WHERE id = $id");
        _insertKey = new SqliteStatement(
            connection,
            "INSERT OR REPLACE INTO idempotency_keys (owner, key, task_id, fingerprint, at) VALUES ($owner, $key, $id, $fingerprint, $at)");
        _insertText = new SqliteStatement(connection, "INSERT OR REPLACE INTO search (rowid, text) VALUES ($number, $text)");
        _deleteText = new SqliteStatement(
            connection,
            "DELETE FROM search WHERE rowid = (SELECT finish_number FROM tasks WHERE id = $id)");
        _firstEvent = new SqliteStatement(connection, "SELECT data FROM events WHERE task_id = $id AND seq = 1");
        _follows = new SqliteStatement(connection, $"SELECT 1 FROM tasks WHERE {SqliteTaskRow.Follows}");
        _isStored = new SqliteStatement(connection, "SELECT 1 FROM tasks WHERE id = $id AND seq = $seq AND epoch = $epoch");
        _emptyLines = new SqliteStatement(connection, EmptyLines);
        _insertAudit = new SqliteStatement(connection, SqliteAudit.Insert);
        _moveSchedule = new SqliteStatement(connection, SqliteSchedules.Update);
        _probe = new SqliteStatement(connection, $"PRAGMA user_version = {SqliteMigrations.Version(connection)}");
        _all =
        [
            _begin, _commit, _rollback, _insertTask, _updateTask, _updateLive, _insertEvent, _insertTag, _insertKey,
            _insertText, _deleteText, _firstEvent, _follows, _isStored, _emptyLines, _insertAudit, _moveSchedule, _probe,
        ];
        using var last = new SqliteStatement(connection, "SELECT coalesce(max(finish_number), 0) FROM tasks");
        _finishNumber = long.Parse(last.ReadText()!, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Writes all entries or none, except those of tasks that another process has taken over.</summary>
    /// <exception cref="StaleWriteException">Some tasks were skipped. The others are written.</exception>
    public void Write(IReadOnlyList<StoreEntry> entries)
    {
        var number = _finishNumber;
        var refused = new List<TaskId>();
        InTransaction(() =>
        {
            foreach (var entry in entries)
            {
                if (!TryWrite(entry, ref number)
                    && !IsStored(entry.Snapshot))
                {
                    refused.Add(entry.Snapshot.Id);
                }
            }
        });
        _finishNumber = number;
        if (refused.Count > 0)
        {
            throw new StaleWriteException(refused);
        }
    }

    /// <summary>Rewrites the first page unchanged.</summary>
    public void Probe() => InTransaction(_probe.Run);

    /// <summary>Writes an audit entry, in the open transaction or on its own.</summary>
    public void Note(AuditEntry? entry)
    {
        if (entry is not null)
        {
            SqliteAudit.Bind(_insertAudit, entry).Run();
        }
    }

    /// <summary>Runs writes in one transaction.</summary>
    public void InTransaction(Action write)
    {
        _begin.Run();
        try
        {
            write();
            _commit.Run();
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    public void Dispose() => Array.ForEach(_all, statement => statement.Dispose());

    /// <summary>Writes a task, or skips it if it does not follow what is stored.</summary>
    private bool TryWrite(StoreEntry entry, ref long number)
    {
        var (task, events) = entry;
        if (events.Count == 0)
        {
            return SqliteTaskRow.BindFollows(_updateLive.Bind("$progress", task.Progress).Bind("$status", task.Status), entry).RunOnRow();
        }

        var (ends, retried) = (false, false);
        foreach (var one in events)
        {
            ends |= one.NextState?.IsFinal() == true;
            retried |= one is TaskRetried;
        }

        if (retried && SqliteTaskRow.BindFollows(_follows, entry).ReadText() is not null)
        {
            _deleteText.Bind("$id", task.Id).Run();
        }

        ends &= task.FinishedAt is not null;
        if (!TryPutTask(entry, ends ? number + 1 : null))
        {
            return false;
        }

        foreach (var one in events)
        {
            PutEvent(task.Id, one);
            Note(AuditEntry.Of(task, one));
        }

        if (entry.TrimmedTo is { } line)
        {
            _emptyLines.Bind("$id", task.Id).Bind("$line", line).Run();
        }

        if (ends)
        {
            _insertText.Bind("$number", ++number).Bind("$text", SearchText.Of(task, InputOf(task, events[0]))).Run();
        }

        return true;
    }

    private bool IsStored(TaskSnapshot task) =>
        _isStored.Bind("$id", task.Id).Bind("$seq", task.Seq).Bind("$epoch", task.Epoch).ReadText() is not null;

    private bool TryPutTask(StoreEntry entry, long? finishNumber)
    {
        var task = entry.Snapshot;
        if (entry.Events[0] is not TaskCreated created)
        {
            return SqliteTaskRow.BindUpdate(_updateTask, entry, finishNumber).RunOnRow();
        }

        if (entry.Moved is { } moved && !SqliteSchedules.Bind(_moveSchedule, moved).RunOnRow())
        {
            return false;
        }

        if (!SqliteTaskRow.BindInsert(_insertTask, entry, finishNumber).RunOnRow())
        {
            return false;
        }

        foreach (var tag in created.Tags)
        {
            _insertTag.Bind("$tag", tag).Bind("$id", task.Id).Run();
        }

        if (created.IdempotencyKey is { } key)
        {
            _insertKey.Bind("$owner", created.Owner ?? "")
                .Bind("$key", key)
                .Bind("$id", task.Id)
                .Bind("$fingerprint", created.Fingerprint ?? "")
                .Bind("$at", created.At)
                .Run();
        }

        return true;
    }

    private void PutEvent(TaskId id, TaskEvent one)
    {
        var json = one.Json ?? TaskJson.ToUtf8(one);
        _insertEvent.Bind("$id", id)
            .Bind("$seq", one.Seq)
            .Bind("$epoch", one.Epoch)
            .Bind("$at", one.At)
            .Bind("$milestone", one is TaskLogged or TaskProgressed ? 0L : 1L)
            .Bind("$line", one is TaskLogged logged ? logged.FirstLine : null)
            .Bind("$data", json.Span)
            .Run();
    }

    private JsonElement? InputOf(TaskSnapshot task, TaskEvent first)
    {
        if (task.Definition is null)
        {
            return null;
        }

        return first is TaskCreated created ? created.Input : TaskJson.ReadInput(_firstEvent.Bind("$id", task.Id).ReadText()!);
    }

    /// <summary>
    /// SQLite may have rolled back on its own (a full disk); then there is nothing left to do. Statements are reset because a
    /// failed one may still be executing.
    /// </summary>
    private void RollBack()
    {
        Array.ForEach(_all, statement => statement.Reset());
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // no transaction is open any longer, which is the desired state
        }
    }
}
