namespace BlazorTasks.Storage;

/// <summary>
/// Distinguishes permanent errors, which are caused by the data to be written, from transient errors of the store.
/// </summary>
internal static class StoreError
{
    private const int SqliteTooBig = 18;
    private const int SqliteConstraint = 19;
    private const int SqliteMismatch = 20;
    private const int SqliteRange = 25;

    /// <summary>Returns whether retrying the same write is pointless. Unknown errors are considered transient.</summary>
    public static bool IsPermanent(Exception error) => error switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteTooBig or SqliteConstraint or SqliteMismatch or SqliteRange,
        DbException { SqlState: { } state } => IsDataOf(state),
        _ => error is JsonException or ArgumentException or FormatException
            or OverflowException or InvalidCastException or NotSupportedException,
    };

    /// <summary>
    /// The SQL standard's classes for invalid data and violated constraints, and PostgreSQL's class for exceeded program
    /// limits, such as the size of an index row.
    /// </summary>
    private static bool IsDataOf(string state) =>
        state.StartsWith("22", StringComparison.Ordinal)
            || state.StartsWith("23", StringComparison.Ordinal)
            || state.StartsWith("54", StringComparison.Ordinal);
}
