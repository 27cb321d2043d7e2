using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace BlazorTasks.Storage.Sqlite;

/// <summary>Writes tasks and their events through prepared statements, one transaction for each batch.</summary>
internal sealed class SqliteTaskWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly List<SqliteCommand> _commands = [];
    private readonly SqliteCommand _putTask;
    private readonly SqliteCommand _putLive;
    private readonly SqliteCommand _putEvent;
    private readonly SqliteCommand _putTag;
    private readonly SqliteCommand _putKey;
    private readonly SqliteCommand _putText;
    private readonly SqliteCommand _dropText;
    private readonly SqliteCommand _firstEvent;
    private long _finishNumber;

    public SqliteTaskWriter(SqliteConnection connection)
    {
        _connection = connection;
        _putTask = Prepare(SqliteTaskRow.Upsert, [.. SqliteTaskRow.Columns, "finish_number"]);
        _putLive = Prepare("UPDATE tasks SET progress = $progress, status = $status WHERE id = $id", "progress", "status", "id");
        _putEvent = Prepare(
            "INSERT INTO events (task_id, seq, epoch, at, story, line, data) VALUES ($task_id, $seq, $epoch, $at, $story, $line, $data)",
            "task_id", "seq", "epoch", "at", "story", "line", "data");
        _putTag = Prepare("INSERT OR IGNORE INTO tags (tag, task_key) SELECT $tag, key FROM tasks WHERE id = $id", "tag", "id");
        _putKey = Prepare(
            "INSERT OR REPLACE INTO idempotency_keys (owner, key, task_id, fingerprint, at) VALUES ($owner, $key, $task_id, $fingerprint, $at)",
            "owner", "key", "task_id", "fingerprint", "at");
        _putText = Prepare("INSERT OR REPLACE INTO search (rowid, text) VALUES ($number, $text)", "number", "text");
        _dropText = Prepare("DELETE FROM search WHERE rowid = (SELECT finish_number FROM tasks WHERE id = $id)", "id");
        _firstEvent = Prepare("SELECT data FROM events WHERE task_id = $id AND seq = 1", "id");
        using var last = Prepare("SELECT coalesce(max(finish_number), 0) FROM tasks");
        _finishNumber = (long)last.ExecuteScalar()!;
    }

    public void Write(IReadOnlyList<StoreEntry> entries)
    {
        var number = _finishNumber;
        using var transaction = _connection.BeginTransaction();
        _commands.ForEach(command => command.Transaction = transaction);
        foreach (var entry in entries)
        {
            Write(entry, ref number);
        }

        transaction.Commit();
        _finishNumber = number;
    }

    public void Dispose() => _commands.ForEach(command => command.Dispose());

    private void Write(StoreEntry entry, ref long number)
    {
        var (task, events) = entry;
        if (events.Count == 0)
        {
            Run(_putLive, task.Progress, task.Status, SqliteTaskRow.Bytes(task.Id));
            return;
        }

        if (events.Any(one => one is TaskRetried))
        {
            Run(_dropText, SqliteTaskRow.Bytes(task.Id));
        }

        var ends = task.FinishedAt is not null && events.Any(one => one.NextState?.IsFinal() == true);
        SqliteTaskRow.Bind(_putTask.Parameters, task);
        _putTask.Parameters[^1].Value = ends ? ++number : DBNull.Value;
        _putTask.ExecuteNonQuery();
        foreach (var one in events)
        {
            PutEvent(task.Id, one);
        }

        if (events[0] is TaskCreated created)
        {
            PutCreated(task, created);
        }

        if (ends)
        {
            Run(_putText, number, SearchText.Of(task, InputOf(task, events[0])));
        }
    }

    private void PutEvent(TaskId id, TaskEvent one) => Run(
        _putEvent,
        SqliteTaskRow.Bytes(id),
        one.Seq,
        one.Epoch,
        one.At.ToUnixMicros(),
        one is TaskLogged or TaskProgressed ? 0 : 1,
        one is TaskLogged { Lines.Count: > 0 } logged ? logged.FirstLine : null,
        JsonSerializer.Serialize(one, TaskJson.Generated));

    private void PutCreated(TaskSnapshot task, TaskCreated created)
    {
        foreach (var tag in created.Tags)
        {
            Run(_putTag, tag, SqliteTaskRow.Bytes(task.Id));
        }

        if (created.IdempotencyKey is { } key)
        {
            Run(_putKey, created.Owner ?? "", key, SqliteTaskRow.Bytes(task.Id), created.Fingerprint ?? "", created.At.ToUnixMicros());
        }
    }

    private JsonElement? InputOf(TaskSnapshot task, TaskEvent first)
    {
        if (task.Definition is null)
        {
            return null;
        }

        if (first is not TaskCreated)
        {
            _firstEvent.Parameters[0].Value = SqliteTaskRow.Bytes(task.Id);
            first = JsonSerializer.Deserialize<TaskEvent>((string)_firstEvent.ExecuteScalar()!, TaskJson.Generated)!;
        }

        return ((TaskCreated)first).Input;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql, params IEnumerable<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "$" + name });
        }

        command.Prepare();
        _commands.Add(command);
        return command;
    }
}
