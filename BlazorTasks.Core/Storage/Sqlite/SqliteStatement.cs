using System.Collections.Frozen;
using SQLitePCL;

namespace BlazorTasks.Storage.Sqlite;

/// <summary>
/// A prepared statement with named parameters. ADO.NET compares the names of all parameters at every execution, which is most of
/// the cost of a small write, and the journal performs tens of thousands per second. Here the names are looked up in a table.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly FrozenDictionary<string, int> _parameters;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
        _parameters = Enumerable.Range(1, raw.sqlite3_bind_parameter_count(_statement))
            .ToFrozenDictionary(number => raw.sqlite3_bind_parameter_name(_statement, number).utf8_to_string());
    }

    public SqliteStatement Bind(string name, long value) => Checked(raw.sqlite3_bind_int64(_statement, _parameters[name], value));

    public SqliteStatement Bind(string name, long? value) => value is { } number ? Bind(name, number) : BindNull(name);

    public SqliteStatement Bind(string name, double? value) =>
        value is { } number ? Checked(raw.sqlite3_bind_double(_statement, _parameters[name], number)) : BindNull(name);

    public SqliteStatement Bind(string name, string? value) =>
        value is null ? BindNull(name) : Checked(raw.sqlite3_bind_text(_statement, _parameters[name], value));

    /// <summary>Binds text that is already UTF-8.</summary>
    public SqliteStatement Bind(string name, ReadOnlySpan<byte> utf8) =>
        Checked(raw.sqlite3_bind_text(_statement, _parameters[name], utf8));

    public SqliteStatement Bind(string name, DateTimeOffset? at) => Bind(name, at?.ToUnixMicros());

    public SqliteStatement Bind(string name, TaskId? id)
    {
        if (id is not { } known)
        {
            return BindNull(name);
        }

        Span<byte> bytes = stackalloc byte[16];
        known.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Checked(raw.sqlite3_bind_blob(_statement, _parameters[name], bytes));
    }

    /// <summary>Executes the statement and returns whether it changed a row.</summary>
    public bool RunOnRow()
    {
        Run();
        return raw.sqlite3_changes(_database) > 0;
    }

    /// <summary>Executes the statement with the bound values and resets it.</summary>
    public void Run()
    {
        var result = raw.sqlite3_step(_statement);
        Reset();
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            Check(result);
        }
    }

    /// <summary>Executes the statement and returns the first column of the first row as text, or null if there is no row.</summary>
    public string? ReadText()
    {
        var result = raw.sqlite3_step(_statement);
        var text = result == raw.SQLITE_ROW ? raw.sqlite3_column_text(_statement, 0).utf8_to_string() : null;
        Reset();
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            Check(result);
        }

        return text;
    }

    public void Dispose() => _statement.Dispose();

    /// <summary>Resets the statement, whatever its state.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    private SqliteStatement BindNull(string name) => Checked(raw.sqlite3_bind_null(_statement, _parameters[name]));

    private SqliteStatement Checked(int result)
    {
        Check(result);
        return this;
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
