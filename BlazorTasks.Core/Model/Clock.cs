namespace BlazorTasks;

/// <summary>
/// Conversions to the precision in which times are stored: UTC in whole microseconds, which every store supports.
/// </summary>
internal static class Clock
{
    /// <summary>Returns the current time in whole microseconds.</summary>
    public static DateTimeOffset UtcMicros(this TimeProvider time) => time.GetUtcNow().ToMicros();

    /// <summary>Converts a time to UTC, truncated to whole microseconds.</summary>
    public static DateTimeOffset ToMicros(this DateTimeOffset at) =>
        new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>Adds a duration to a time, limited to the latest time that can be represented.</summary>
    public static DateTimeOffset After(this DateTimeOffset at, TimeSpan length) =>
        (length > DateTimeOffset.MaxValue - at ? DateTimeOffset.MaxValue : at + length).ToMicros();

    /// <summary>Converts a time to microseconds since 1970, the representation in SQLite.</summary>
    public static long ToUnixMicros(this DateTimeOffset at) =>
        (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>Converts microseconds since 1970 to a time.</summary>
    public static DateTimeOffset FromUnixMicros(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
