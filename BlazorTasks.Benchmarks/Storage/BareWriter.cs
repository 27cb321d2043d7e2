using Microsoft.Data.Sqlite;

namespace BlazorTasks.Benchmarks.Storage;

/// <summary>What an app would write by hand: prepared ADO.NET commands with the values at hand.</summary>
internal static class BareWriter
{
    private const int TasksInTransaction = 1_000;
    private static readonly string[] Copied = ["tasks", "events", "tags"];

    /// <summary>Writes the rows that the store wrote to one file into another one with the same schema.</summary>
    public static void Write(string from, string to, List<StoreEntry[]> batches, List<double> rates, int rows)
    {
        using var source = Open(from);
        var tables = Copied.ToDictionary(table => table, table => ReadAll(source, table));
        tables["search"] = [.. batches.SelectMany(batch => batch)
            .Select((entry, number) =>
            new object[] { (long)number + 1, SearchText.Of(entry.Snapshot, ((TaskCreated)entry.Events[0]).Input) })];
        using var target = Open(to);
        var inserts = tables.ToDictionary(table => table.Key, table => Prepare(target, table.Key, table.Value[0].Length));
        var tasks = tables["tasks"].Count;
        var began = Stopwatch.GetTimestamp();
        for (var first = 0; first < tasks; first += TasksInTransaction)
        {
            using var transaction = target.BeginTransaction();
            foreach (var (table, all) in tables)
            {
                var each = all.Count / tasks;
                Insert(inserts[table], transaction, all.GetRange(first * each, TasksInTransaction * each));
            }

            transaction.Commit();
        }

        rates.Add(Figure.PerSecond(rows, began));
    }

    private static void Insert(SqliteCommand insert, SqliteTransaction transaction, List<object[]> rows)
    {
        insert.Transaction = transaction;
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                insert.Parameters[i].Value = row[i];
            }

            insert.ExecuteNonQuery();
        }
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string table, int columns)
    {
        var command = connection.CreateCommand();
        var names = Enumerable.Range(0, columns).Select(i => $"$p{i}").ToList();
        var into = table == "search" ? "search (rowid, text)" : table;
#pragma warning disable CA2100 // the tables are named above
        command.CommandText = $"INSERT INTO {into} VALUES ({string.Join(", ", names)})";
#pragma warning restore CA2100
        names.ForEach(name => command.Parameters.Add(new SqliteParameter(name, null)));
        command.Prepare();
        return command;
    }

    private static List<object[]> ReadAll(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tables are named above
        command.CommandText = $"SELECT * FROM {table} ";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY";
        command.ExecuteNonQuery();
        return connection;
    }
}
