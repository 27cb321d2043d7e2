namespace BlazorTasks.Storage.Sqlite;

/// <summary>Translates a query to SQL. Every value is a parameter.</summary>
internal static class SqliteTaskFilter
{
    /// <summary>The minimum length of a text that the trigram index can find. Shorter texts are searched in the columns.</summary>
    private const int ShortestIndexed = 3;

    /// <summary>
    /// Selects the next tasks in the direction of the cursor, one more than the page size to detect another page.
    /// </summary>
    public static SqliteCommand List(SqliteConnection connection, TaskQuery query)
    {
        var from = TaskCursor.Of(query);
        var command = connection.CreateCommand();
        var conditions = Conditions(command, query);
        var upwards = query.Ascending == (from?.Forward ?? true);
        var order = upwards ? "ASC" : "DESC";
        var key = SortKey(query);
        if (from is { } place)
        {
            conditions.Add(PlaceCondition(command, query, place, upwards, key));
        }

        command.CommandText =
            $"SELECT {Prefixed(SqliteTaskRow.Select)}, t.key FROM {Source(query)} WHERE {string.Join(" AND ", conditions)} ORDER BY " +
            $"{key} {order}{(IsIndexed(query) ? "" : $", t.id {order}")} LIMIT $limit";
        command.Parameters.AddWithValue("$limit", query.SafeLimit + 1);
        return command;
    }

    public static SqliteCommand Count(SqliteConnection connection, TaskQuery query, int limit)
    {
        var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM (SELECT 1 FROM {Source(query)} WHERE " +
            $"{string.Join(" AND ", Conditions(command, query))} LIMIT $limit)";
        command.Parameters.AddWithValue("$limit", limit);
        return command;
    }

    public static SqliteCommand Outcomes(SqliteConnection connection, TaskQuery query, DateTimeOffset from, TimeSpan step)
    {
        var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT (t.finished_at - $start) / $step AS bucket, t.state, count(*) FROM {Source(query)} WHERE " +
            $"{string.Join(" AND ", Conditions(command, query))} GROUP BY 1, 2 ORDER BY 1, 2";
        command.Parameters.AddWithValue("$start", from.ToUnixMicros());
        command.Parameters.AddWithValue("$step", (long)step.TotalMicroseconds);
        return command;
    }

    public static SqliteCommand Durations(SqliteConnection connection, TaskQuery query, int newest)
    {
        query = query with { Sort = TaskSort.Time };
        var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT t.definition, t.name, t.duration FROM {Source(query)} WHERE " +
            $"{string.Join(" AND ", Conditions(command, query))} AND t.duration IS NOT NULL ORDER BY {SortKey(query)} DESC LIMIT $newest";
        command.Parameters.AddWithValue("$newest", newest);
        return command;
    }

    /// <summary>
    /// A text search walks the search index in its own order, which is that of finishing. Everything else walks an index of
    /// the tasks.
    /// </summary>
    private static bool IsIndexed(TaskQuery query) =>
        query is { Finished: true, Sort: TaskSort.Time, Text: { } text } && text.EnumerateRunes().Count() >= ShortestIndexed;

    private static string Source(TaskQuery query) =>
        IsIndexed(query) || HasLongText(query) ? "search s JOIN tasks t ON t.finish_number = s.rowid" : "tasks t";

    private static bool HasLongText(TaskQuery query) =>
        query.Finished && query.Text is { } text && text.EnumerateRunes().Count() >= ShortestIndexed;

    private static string SortKey(TaskQuery query) => query.Sort switch
    {
        TaskSort.Duration => "t.duration",
        TaskSort.Name => "t.name",
        _ when IsIndexed(query) => "s.rowid",
        _ => query.Finished ? "t.finished_at" : "t.created_at",
    };

    private static string PlaceCondition(SqliteCommand command, TaskQuery query, TaskCursor from, bool upwards, string key)
    {
        var compare = upwards ? ">" : "<";
        command.Parameters.AddWithValue("$id", SqliteTaskRow.Bytes(from.Id));
        if (IsIndexed(query))
        {
            return $"s.rowid {compare} (SELECT finish_number FROM tasks WHERE id = $id)";
        }

        command.Parameters.AddWithValue("$key", from.Word is null ? from.Number : from.Word);
        return $"({key}, t.id) {compare} ($key, $id)";
    }

    private static List<string> Conditions(SqliteCommand command, TaskQuery query)
    {
        var at = query.Finished ? "t.finished_at" : "t.created_at";
        var conditions = new List<string> { query.Finished ? "t.finished_at IS NOT NULL" : "t.finished_at IS NULL" };
        if (query.States.Count > 0)
        {
            conditions.Add(
                $"t.state IN ({string.Join(',', query.States.Select(state => ((int)state).ToString(CultureInfo.InvariantCulture)))})");
        }

        Add("t.definition = $definition", "$definition", query.Definition);
        Add(
            "t.definition IN (SELECT value FROM json_each($definitions))",
            "$definitions",
            query.Definitions.Count == 0 ? null : TaskJson.WritePart(query.Definitions));
        Add("t.owner = $owner", "$owner", query.Owner);
        Add("t.node = $node", "$node", query.Node);
        Add("t.schedule = $schedule", "$schedule", query.Schedule);
        Add("t.parent_id = $parent", "$parent", query.Parent is { } parent ? SqliteTaskRow.Bytes(parent) : null);
        Add("t.error = $error", "$error", query.Error);
        Add("t.key IN (SELECT task_key FROM tags WHERE tag = $tag)", "$tag", query.Tag);
        Add($"{at} >= $from", "$from", query.From?.ToUnixMicros());
        Add($"{at} < $to", "$to", query.To?.ToUnixMicros());
        Add("t.duration >= $min", "$min", (long?)query.MinDuration?.TotalMicroseconds);
        Add("t.duration <= $max", "$max", (long?)query.MaxDuration?.TotalMicroseconds);
        if (HasLongText(query))
        {
            Add("s.text MATCH $text", "$text", $"\"{query.Text!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }
        else if (query.Text is { Length: > 0 } text)
        {
            Add(
                """
                (t.name LIKE $text ESCAPE '\' OR t.label LIKE $text ESCAPE '\'
                  OR t.status LIKE $text ESCAPE '\' OR t.error_message LIKE $text ESCAPE '\')
                """,
                "$text",
                Like(text));
        }

        return conditions;

        void Add(string condition, string name, object? value)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                command.Parameters.AddWithValue(name, value);
            }
        }
    }

    private static string Like(string text)
    {
        var escaped = text.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
        return $"%{escaped}%";
    }

    private static string Prefixed(string columns) => "t." + columns.Replace(", ", ", t.", StringComparison.Ordinal);
}
