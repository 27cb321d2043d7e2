namespace BlazorTasks.App.Samples;

/// <summary>Waits for moments instead of lengths of time, so that one that comes late does not delay those after it.</summary>
internal sealed class Pace(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>Waits until this long after the start.</summary>
    public Task UntilAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        var left = due - time.GetElapsedTime(_start);
        return Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
    }
}
