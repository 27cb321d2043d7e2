namespace BlazorTasks;

/// <summary>A time that may be unknown, in a third of the memory of a nullable <see cref="DateTimeOffset"/>.</summary>
internal readonly record struct UtcTime
{
    private readonly long _ticks; // 0 if unknown

    private UtcTime(DateTimeOffset? time) => _ticks = time?.UtcTicks ?? 0;

    public static implicit operator UtcTime(DateTimeOffset? time) => new(time);

    public static implicit operator DateTimeOffset?(UtcTime time) =>
        time._ticks == 0 ? null : new DateTimeOffset(time._ticks, TimeSpan.Zero);
}
