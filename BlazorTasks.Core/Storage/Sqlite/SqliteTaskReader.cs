using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace BlazorTasks.Storage.Sqlite;

/// <summary>The queries: each takes a connection and gives back records.</summary>
internal static class SqliteTaskReader
{
    public static TaskSnapshot? Find(SqliteConnection connection, TaskId id)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {SqliteTaskRow.Select} FROM tasks WHERE id = $id";
        command.Parameters.AddWithValue("$id", SqliteTaskRow.Bytes(id));
        using var row = command.ExecuteReader();
        return row.Read() ? SqliteTaskRow.Read(row) : null;
    }

    /// <summary>The tasks on the way from a place, in walking order; one more than the page, to know whether there is another.</summary>
    public static List<TaskSnapshot> List(SqliteConnection connection, TaskQuery query, TaskCursor from)
    {
        using var command = connection.CreateCommand();
        var at = query.Finished ? "finished_at" : "created_at";
        var (compare, order) = from.Forward ? ("<", "DESC") : (">", "ASC");
        command.CommandText =
            $"SELECT {SqliteTaskRow.Select} FROM tasks WHERE {Conditions(command, query)} AND ({at}, id) {compare} ($at, $id) ORDER BY {at} {order}, id {order} LIMIT $limit";
        command.Parameters.AddWithValue("$at", from.Micros);
        command.Parameters.AddWithValue("$id", SqliteTaskRow.Bytes(from.Id));
        command.Parameters.AddWithValue("$limit", Math.Clamp(query.Limit, 1, TaskQuery.MaxLimit) + 1);
        return ReadAll(command, SqliteTaskRow.Read);
    }

    public static int Count(SqliteConnection connection, TaskQuery query, int limit)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM (SELECT 1 FROM tasks WHERE {Conditions(command, query)} LIMIT $limit)";
        command.Parameters.AddWithValue("$limit", limit);
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public static IReadOnlyList<TaskEvent> Events(SqliteConnection connection, TaskId id, long after, int limit, EventKinds kinds)
    {
        using var command = connection.CreateCommand();
        var story = kinds == EventKinds.Story ? " AND story = 1" : "";
        command.CommandText = $"SELECT seq, epoch, at, data FROM events WHERE task_id = $id AND seq > $after{story} ORDER BY seq LIMIT $limit";
        command.Parameters.AddWithValue("$id", SqliteTaskRow.Bytes(id));
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$limit", limit);
        return ReadAll(command, ReadEvent);
    }

    public static IReadOnlyList<TaskLogged> Log(SqliteConnection connection, TaskId id, long firstLine, int lines)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT seq, epoch, at, data FROM events
            WHERE task_id = $id AND line < $end
              AND line >= coalesce((SELECT max(line) FROM events WHERE task_id = $id AND line <= $first), 0)
            ORDER BY line
            """;
        command.Parameters.AddWithValue("$id", SqliteTaskRow.Bytes(id));
        command.Parameters.AddWithValue("$first", firstLine);
        command.Parameters.AddWithValue("$end", firstLine + lines);
        return [.. ReadAll(command, ReadEvent).OfType<TaskLogged>().Where(chunk => chunk.FirstLine + chunk.Lines.Count > firstLine)];
    }

    private static TaskEvent ReadEvent(SqliteDataReader row) =>
        JsonSerializer.Deserialize<TaskEvent>(row.GetString(3), TaskJson.Generated)!
            .Stamp(row.GetInt64(0), Clock.FromUnixMicros(row.GetInt64(2)), row.GetInt32(1));

    private static string Conditions(SqliteCommand command, TaskQuery query)
    {
        var sql = new StringBuilder(query.Finished ? "finished_at IS NOT NULL" : "finished_at IS NULL");
        if (query.States.Count > 0)
        {
            sql.Append(CultureInfo.InvariantCulture, $" AND state IN ({string.Join(',', query.States.Select(state => (int)state))})");
        }

        if (query.Definition is { } definition)
        {
            sql.Append(" AND definition = $definition");
            command.Parameters.AddWithValue("$definition", definition);
        }

        if (query.Owner is { } owner)
        {
            sql.Append(" AND owner = $owner");
            command.Parameters.AddWithValue("$owner", owner);
        }

        if (query.Text is { Length: > 0 } text)
        {
            sql.Append(""" AND (name LIKE $text ESCAPE '\' OR label LIKE $text ESCAPE '\' OR status LIKE $text ESCAPE '\' OR error_message LIKE $text ESCAPE '\')""");
            command.Parameters.AddWithValue("$text", $"%{text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%");
        }

        return sql.ToString();
    }

    private static List<T> ReadAll<T>(SqliteCommand command, Func<SqliteDataReader, T> read)
    {
        var all = new List<T>();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            all.Add(read(row));
        }

        return all;
    }
}
