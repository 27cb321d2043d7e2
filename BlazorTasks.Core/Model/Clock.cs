namespace BlazorTasks;

/// <summary>Time as it is stored: UTC in whole microseconds, the finest that every store keeps.</summary>
internal static class Clock
{
    /// <summary>Now, in whole microseconds.</summary>
    public static DateTimeOffset UtcMicros(this TimeProvider time) => time.GetUtcNow().ToMicros();

    /// <summary>This moment in UTC, cut to whole microseconds.</summary>
    public static DateTimeOffset ToMicros(this DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>This moment plus a length of time, or the last moment there is.</summary>
    public static DateTimeOffset After(this DateTimeOffset at, TimeSpan length) =>
        (length > DateTimeOffset.MaxValue - at ? DateTimeOffset.MaxValue : at + length).ToMicros();

    /// <summary>Microseconds since 1970: how SQLite keeps a time.</summary>
    public static long ToUnixMicros(this DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The moment that many microseconds after 1970.</summary>
    public static DateTimeOffset FromUnixMicros(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
