namespace BlazorTasks.Journal;

/// <summary>Distinguishes a full disk from other storage errors, because users can resolve it.</summary>
internal static class DiskFullDetector
{
    private const int SqliteFull = 13;
    private const string PostgresDiskFull = "53100";
    private const int NoSpaceLeft = 28; // ENOSPC
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Returns whether a write failed because there is no space left.</summary>
    public static bool IsCauseOf(Exception error) => error switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteFull,
        DbException { SqlState: PostgresDiskFull } => true,
        IOException { HResult: NoSpaceLeft or WindowsDiskFull } => true,
        _ => error.InnerException is { } inner && IsCauseOf(inner),
    };
}
