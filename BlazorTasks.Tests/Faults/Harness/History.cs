namespace BlazorTasks.Tests.Faults.Harness;

/// <summary>A task as the database tells it.</summary>
public sealed record TaskHistory(TaskSnapshot Snapshot, IReadOnlyList<TaskEvent> Events);

/// <summary>Something that the code of a task did outside the server.</summary>
public sealed record Deed(TaskId Task, int Attempt, string What);

/// <summary>Everything there is to judge: what clients were told, what the database says, what was done to the world.</summary>
public sealed record History(IReadOnlyList<Op> Ops, IReadOnlyList<TaskHistory> Tasks, IReadOnlyList<Deed> Deeds)
{
    /// <summary>Who did what, as the database tells it; null if it was not read.</summary>
    public IReadOnlyList<AuditEntry>? Audit { get; init; }

    /// <summary>Reads all tasks of a store that nobody writes to.</summary>
    public static async Task<IReadOnlyList<TaskHistory>> ReadAsync(ITaskStore store)
    {
        var tasks = new List<TaskHistory>();
        foreach (var finished in (bool[])[true, false])
        {
            var query = new TaskQuery { Finished = finished, Limit = TaskQuery.MaxLimit };
            do
            {
                var page = await store.ListAsync(query, default);
                foreach (var snapshot in page.Items)
                {
                    tasks.Add(new TaskHistory(snapshot, await EventsAsync(store, snapshot.Id)));
                }

                query = query with { Cursor = page.Next };
            }
            while (query.Cursor is not null);
        }

        return tasks;
    }

    /// <summary>Reads all of the audit.</summary>
    public static async Task<IReadOnlyList<AuditEntry>> ReadAuditAsync(ITaskStore store)
    {
        var entries = new List<AuditEntry>();
        var query = new AuditQuery { Limit = AuditQuery.MaxLimit };
        do
        {
            var part = await store.Audit.ReadAsync(query, default);
            entries.AddRange(part.Items);
            query = query with { Before = part.Next };
        }
        while (query.Before is not null);
        return entries;
    }

    /// <summary>Makes the file that tasks write their deeds to.</summary>
    public static void MakeLedger(string file) =>
        Run(file, "PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS deeds (task TEXT, attempt INTEGER, deed TEXT);", _ => { });

    public static IReadOnlyList<Deed> ReadLedger(string file)
    {
        var deeds = new List<Deed>();
        Run(file, "SELECT task, attempt, deed FROM deeds", row =>
            deeds.Add(new Deed(TaskId.Parse(row.GetString(0), null), row.GetInt32(1), row.GetString(2))));
        return deeds;
    }

    /// <summary>What SQLite itself thinks of a file: "ok", or what is wrong.</summary>
    public static string Integrity(string file)
    {
        var said = new List<string>();
        Run(file, "PRAGMA integrity_check", row => said.Add(row.GetString(0)));
        return string.Join("; ", said);
    }

    private static async Task<IReadOnlyList<TaskEvent>> EventsAsync(ITaskStore store, TaskId id)
    {
        const int page = 5_000;
        var events = new List<TaskEvent>();
        IReadOnlyList<TaskEvent> more;
        do
        {
            more = await store.EventsAsync(id, events.Count == 0 ? 0 : events[^1].Seq, page, EventKinds.All, default);
            events.AddRange(more);
        }
        while (more.Count == page);
        return events;
    }

    private static void Run(string file, string sql, Action<SqliteDataReader> row)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            row(reader);
        }
    }
}
