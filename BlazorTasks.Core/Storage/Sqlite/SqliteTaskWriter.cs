using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace BlazorTasks.Storage.Sqlite;

/// <summary>Writes tasks and their events through prepared statements, one transaction for each batch.</summary>
internal sealed class SqliteTaskWriter : IDisposable
{
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
    private readonly MemoryStream _json = new();
    private long _finishNumber;

    public SqliteTaskWriter(SqliteConnection connection)
    {
        _begin = new SqliteStatement(connection, "BEGIN IMMEDIATE");
        _commit = new SqliteStatement(connection, "COMMIT");
        _rollback = new SqliteStatement(connection, "ROLLBACK");
        _insertTask = new SqliteStatement(connection, SqliteTaskRow.Insert);
        _updateTask = new SqliteStatement(connection, SqliteTaskRow.Update);
        _updateLive = new SqliteStatement(connection, "UPDATE tasks SET progress = ?, status = ? WHERE id = ?");
        _insertEvent = new SqliteStatement(connection, "INSERT INTO events (task_id, seq, epoch, at, story, line, data) VALUES (?, ?, ?, ?, ?, ?, ?)");
        _insertTag = new SqliteStatement(connection, "INSERT OR IGNORE INTO tags (tag, task_key) SELECT ?, key FROM tasks WHERE id = ?");
        _insertKey = new SqliteStatement(connection, "INSERT OR REPLACE INTO idempotency_keys (owner, key, task_id, fingerprint, at) VALUES (?, ?, ?, ?, ?)");
        _insertText = new SqliteStatement(connection, "INSERT OR REPLACE INTO search (rowid, text) VALUES (?, ?)");
        _deleteText = new SqliteStatement(connection, "DELETE FROM search WHERE rowid = (SELECT finish_number FROM tasks WHERE id = ?)");
        _firstEvent = new SqliteStatement(connection, "SELECT data FROM events WHERE task_id = ? AND seq = 1");
        using var last = new SqliteStatement(connection, "SELECT coalesce(max(finish_number), 0) FROM tasks");
        _finishNumber = long.Parse(last.ReadText()!, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Writes all entries or none.</summary>
    public void Write(IReadOnlyList<StoreEntry> entries)
    {
        var number = _finishNumber;
        _begin.Run();
        try
        {
            foreach (var entry in entries)
            {
                Write(entry, ref number);
            }

            _commit.Run();
            _finishNumber = number;
        }
        catch (SqliteException)
        {
            RollBack();
            throw;
        }
    }

    public void Dispose()
    {
        SqliteStatement[] all =
        [
            _begin, _commit, _rollback, _insertTask, _updateTask, _updateLive, _insertEvent, _insertTag, _insertKey, _insertText, _deleteText, _firstEvent,
        ];
        Array.ForEach(all, statement => statement.Dispose());
        _json.Dispose();
    }

    private void Write(StoreEntry entry, ref long number)
    {
        var (task, events) = entry;
        if (events.Count == 0)
        {
            _updateLive.Bind(task.Progress).Bind(task.Status).Bind(task.Id).Run();
            return;
        }

        var (ends, retried) = (false, false);
        foreach (var one in events)
        {
            ends |= one.NextState?.IsFinal() == true;
            retried |= one is TaskRetried;
        }

        if (retried)
        {
            _deleteText.Bind(task.Id).Run();
        }

        ends &= task.FinishedAt is not null;
        PutTask(task, events[0], ends ? ++number : null);
        foreach (var one in events)
        {
            PutEvent(task.Id, one);
        }

        if (ends)
        {
            _insertText.Bind(number).Bind(SearchText.Of(task, InputOf(task, events[0]))).Run();
        }
    }

    private void PutTask(TaskSnapshot task, TaskEvent first, long? finishNumber)
    {
        if (first is not TaskCreated created)
        {
            SqliteTaskRow.BindUpdate(_updateTask, task, finishNumber).Run();
            return;
        }

        SqliteTaskRow.BindInsert(_insertTask, task, finishNumber).Run();
        foreach (var tag in created.Tags)
        {
            _insertTag.Bind(tag).Bind(task.Id).Run();
        }

        if (created.IdempotencyKey is { } key)
        {
            _insertKey.Bind(created.Owner ?? "").Bind(key).Bind(task.Id).Bind(created.Fingerprint ?? "").Bind(created.At).Run();
        }
    }

    private void PutEvent(TaskId id, TaskEvent one)
    {
        _json.SetLength(0);
        JsonSerializer.Serialize(_json, one, TaskJson.Generated);
        _insertEvent.Bind(id)
            .Bind(one.Seq)
            .Bind(one.Epoch)
            .Bind(one.At)
            .Bind(one is TaskLogged or TaskProgressed ? 0L : 1L)
            .Bind(one is TaskLogged logged ? logged.FirstLine : null)
            .Bind(_json.GetBuffer().AsSpan(0, (int)_json.Length))
            .Run();
    }

    private JsonElement? InputOf(TaskSnapshot task, TaskEvent first)
    {
        if (task.Definition is null)
        {
            return null;
        }

        return (first as TaskCreated ?? JsonSerializer.Deserialize<TaskEvent>(_firstEvent.Bind(task.Id).ReadText()!, TaskJson.Generated) as TaskCreated)?.Input;
    }

    /// <summary>SQLite may have rolled back by itself (a full disk); then there is nothing left to do.</summary>
    private void RollBack()
    {
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // no transaction is open any more, which is what was wanted
        }
    }
}
