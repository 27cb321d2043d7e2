namespace BlazorTasks.Cluster.Storage;

/// <summary>Translates a query to SQL. Every value is a parameter.</summary>
internal sealed class PostgresTaskFilter
{
    private readonly TaskQuery _query;
    private readonly List<object> _values = [];
    private readonly List<string> _conditions = [];

    public PostgresTaskFilter(TaskQuery query)
    {
        _query = query;
        _conditions.Add(query.Finished ? "t.finished_at IS NOT NULL" : "t.finished_at IS NULL");
        if (query.States.Count > 0)
        {
            Add("t.state = ANY ({0})", query.States.Select(state => (short)state).ToArray());
        }

        Add("t.definition = {0}", PostgresBatch.Plain(query.Definition));
        Add("t.definition = ANY ({0})", query.Definitions.Count == 0 ? null : query.Definitions.Select(PostgresBatch.Plain).ToArray());
        Add("t.owner = {0}", PostgresBatch.Plain(query.Owner));
        Add("t.node = {0}", PostgresBatch.Plain(query.Node));
        Add("t.schedule = {0}", PostgresBatch.Plain(query.Schedule));
        Add("t.parent = {0}", query.Parent?.Value);
        Add("t.error = {0}", PostgresBatch.Plain(query.Error));
        Add("t.id IN (SELECT task_id FROM tags WHERE tag = {0})", PostgresBatch.Plain(query.Tag));
        Add($"{At} >= {{0}}", query.From);
        Add($"{At} < {{0}}", query.To);
        Add("t.duration >= {0}", (long?)query.MinDuration?.TotalMicroseconds);
        Add("t.duration <= {0}", (long?)query.MaxDuration?.TotalMicroseconds);
        if (InSearch)
        {
            Add("s.text LIKE {0}", Like(query.Text!));
        }
    }

    /// <summary>Whether the text is searched here instead of in SQL: the few unfinished tasks have no row in "search".</summary>
    public bool HasTextOfUnfinished => !_query.Finished && _query.Text is { Length: > 0 };

    private string At => InSearch ? "s.finished_at" : _query.Finished ? "t.finished_at" : "t.created_at";

    private bool InSearch => _query is { Finished: true, Text.Length: > 0 };

    private string Source => InSearch ? "tasks t JOIN search s ON s.task_id = t.id" : "tasks t";

    private string Where => string.Join(" AND ", _conditions);

    /// <summary>
    /// Selects the next tasks in the direction of the cursor, one more than the page size to detect another page, and
    /// <paramref name="extra"/> in place of those that cannot be read.
    /// </summary>
    public NpgsqlCommand List(NpgsqlDataSource source, int extra)
    {
        var from = TaskCursor.Of(_query);
        var upwards = _query.Ascending == (from?.Forward ?? true);
        var order = upwards ? "ASC" : "DESC";
        var (key, id) = _query.Sort switch
        {
            TaskSort.Duration => ("t.duration", "t.id"),
            TaskSort.Name => ("t.name", "t.id"),
            _ => (At, InSearch ? "s.task_id" : "t.id")
        };
        if (from is { } place)
        {
            object value = place.Word is { } word
                ? PostgresBatch.Plain(word)
                : _query.Sort == TaskSort.Time
                ? Clock.FromUnixMicros(place.Number)
                : place.Number;
            _conditions.Add($"({key}, {id}) {(upwards ? '>' : '<')} ({Parameter(value)}, {Parameter(place.Id.Value)})");
        }

        return Command(
            source,
            $"SELECT t.snapshot, t.id FROM {Source} WHERE {Where} ORDER BY {key} {order}, {id} {order}" +
            Limit(_query.SafeLimit + 1 + extra));
    }

    public NpgsqlCommand Count(NpgsqlDataSource source, int limit) =>
        Command(source, $"SELECT count(*) FROM (SELECT 1 FROM {Source} WHERE {Where}{Limit(limit)}) AS counted");

    public NpgsqlCommand All(NpgsqlDataSource source) => Command(source, $"SELECT t.snapshot, t.id FROM {Source} WHERE {Where}");

    public NpgsqlCommand Outcomes(NpgsqlDataSource source, DateTimeOffset from, TimeSpan step)
    {
        var bucket = $"div((extract(epoch FROM t.finished_at - {Parameter(from)}) * 1000000)::numeric, " +
            $"{Parameter((decimal)(long)step.TotalMicroseconds)})::bigint";
        return Command(
            source,
            $"SELECT {bucket} AS bucket, t.state, count(*)::int FROM {Source} WHERE {Where} GROUP BY 1, 2 ORDER BY 1, 2");
    }

    public NpgsqlCommand Durations(NpgsqlDataSource source, int newest) => Command(
        source,
        $"SELECT t.definition, t.name, t.duration FROM {Source} WHERE {Where} AND t.duration IS NOT NULL ORDER BY {At} DESC, " +
        $"t.id DESC{Limit(newest)}");

    private NpgsqlCommand Command(NpgsqlDataSource source, string sql) =>
        _values.Select((value, i) => (value, i)).Aggregate(
            source.CreateCommand(sql),
            (command, one) => command.With(NameOf(one.i), one.value));

    private string Limit(int rows) => HasTextOfUnfinished ? "" : $" LIMIT {Parameter(rows)}";

    private void Add(string condition, object? value)
    {
        if (value is not null)
        {
            _conditions.Add(string.Format(System.Globalization.CultureInfo.InvariantCulture, condition, Parameter(value)));
        }
    }

    private string Parameter(object value)
    {
        _values.Add(value);
        return "@" + NameOf(_values.Count - 1);
    }

    private static string NameOf(int place) => $"value{place}";

    private static string Like(string text)
    {
        var escaped = PostgresBatch.Plain(text).ToUpperInvariant()
            .Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
        return $"%{escaped}%";
    }
}
