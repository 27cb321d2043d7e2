using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace BlazorTasks.Storage;

/// <summary>Tells errors that lie in what is to be written, and come again with every try, from those of the store, which pass.</summary>
internal static class StoreError
{
    private const int SqliteTooBig = 18;
    private const int SqliteConstraint = 19;
    private const int SqliteMismatch = 20;
    private const int SqliteRange = 25;

    /// <summary>Whether it is of no use to write the same again. Whatever is not known for sure may pass.</summary>
    public static bool IsPermanent(Exception error) => error switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteTooBig or SqliteConstraint or SqliteMismatch or SqliteRange,
        DbException { SqlState: { } state } => IsDataOf(state),
        _ => error is JsonException or ArgumentException or FormatException or OverflowException or InvalidCastException or NotSupportedException,
    };

    /// <summary>The classes of the SQL standard for wrong data and broken constraints, and PostgreSQL's for what exceeds a limit of the program, such as a row of an index.</summary>
    private static bool IsDataOf(string state) =>
        state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal) || state.StartsWith("54", StringComparison.Ordinal);
}
