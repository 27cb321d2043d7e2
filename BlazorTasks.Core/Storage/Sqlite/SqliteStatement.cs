using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BlazorTasks.Storage.Sqlite;

/// <summary>
/// A prepared statement with parameters bound by position. ADO.NET looks up every parameter by name at every execution, which
/// is most of the cost of a small write, and the journal performs tens of thousands per second.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _next = 1;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    public SqliteStatement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, _next++, value));
        return this;
    }

    public SqliteStatement Bind(long? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_int64(_statement, _next++, number) : raw.sqlite3_bind_null(_statement, _next++));
        return this;
    }

    public SqliteStatement Bind(double? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_double(_statement, _next++, number) : raw.sqlite3_bind_null(_statement, _next++));
        return this;
    }

    public SqliteStatement Bind(string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(_statement, _next++) : raw.sqlite3_bind_text(_statement, _next++, value));
        return this;
    }

    /// <summary>Binds text that is already UTF-8.</summary>
    public SqliteStatement Bind(ReadOnlySpan<byte> utf8)
    {
        Check(raw.sqlite3_bind_text(_statement, _next++, utf8));
        return this;
    }

    public SqliteStatement Bind(DateTimeOffset? at) => Bind(at?.ToUnixMicros());

    public SqliteStatement Bind(TaskId? id)
    {
        if (id is not { } known)
        {
            Check(raw.sqlite3_bind_null(_statement, _next++));
            return this;
        }

        Span<byte> bytes = stackalloc byte[16];
        known.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        Check(raw.sqlite3_bind_blob(_statement, _next++, bytes));
        return this;
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
    public void Reset()
    {
        raw.sqlite3_reset(_statement);
        _next = 1;
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
