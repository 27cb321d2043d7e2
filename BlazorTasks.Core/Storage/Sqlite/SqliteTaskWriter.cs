using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace BlazorTasks.Storage.Sqlite;

/// <summary>Writes tasks and their events through prepared statements, one transaction for each batch.</summary>
internal sealed class SqliteTaskWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _putTask;
    private readonly SqliteCommand _putLive;
    private readonly SqliteCommand _putEvent;

    public SqliteTaskWriter(SqliteConnection connection)
    {
        _connection = connection;
        _putTask = Prepare(SqliteTaskRow.Upsert, SqliteTaskRow.Columns);
        _putLive = Prepare("UPDATE tasks SET progress = $progress, status = $status WHERE id = $id", ["progress", "status", "id"]);
        _putEvent = Prepare(
            "INSERT INTO events (task_id, seq, epoch, at, story, line, data) VALUES ($task_id, $seq, $epoch, $at, $story, $line, $data)",
            ["task_id", "seq", "epoch", "at", "story", "line", "data"]);
    }

    public void Write(IReadOnlyList<StoreEntry> entries)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var command in (ReadOnlySpan<SqliteCommand>)[_putTask, _putLive, _putEvent])
        {
            command.Transaction = transaction;
        }

        foreach (var (snapshot, events) in entries)
        {
            if (events.Count == 0)
            {
                PutLive(snapshot);
                continue;
            }

            SqliteTaskRow.Bind(_putTask.Parameters, snapshot);
            _putTask.ExecuteNonQuery();
            foreach (var one in events)
            {
                PutEvent(snapshot.Id, one);
            }
        }

        transaction.Commit();
    }

    public void Dispose()
    {
        _putTask.Dispose();
        _putLive.Dispose();
        _putEvent.Dispose();
    }

    private void PutLive(TaskSnapshot snapshot)
    {
        _putLive.Parameters[0].Value = (object?)snapshot.Progress ?? DBNull.Value;
        _putLive.Parameters[1].Value = (object?)snapshot.Status ?? DBNull.Value;
        _putLive.Parameters[2].Value = snapshot.Id.Value.ToByteArray(bigEndian: true);
        _putLive.ExecuteNonQuery();
    }

    private void PutEvent(TaskId id, TaskEvent one)
    {
        _putEvent.Parameters[0].Value = id.Value.ToByteArray(bigEndian: true);
        _putEvent.Parameters[1].Value = one.Seq;
        _putEvent.Parameters[2].Value = one.Epoch;
        _putEvent.Parameters[3].Value = one.At.ToUnixMicros();
        _putEvent.Parameters[4].Value = one is TaskLogged or TaskProgressed ? 0 : 1;
        _putEvent.Parameters[5].Value = one is TaskLogged { Lines.Count: > 0 } logged ? logged.FirstLine : DBNull.Value;
        _putEvent.Parameters[6].Value = JsonSerializer.Serialize(one, TaskJson.Generated);
        _putEvent.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql, IEnumerable<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "$" + name });
        }

        command.Prepare();
        return command;
    }
}
