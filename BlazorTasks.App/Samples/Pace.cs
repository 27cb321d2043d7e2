namespace BlazorTasks.App.Samples;

/// <summary>Delays until points in time instead of for durations, so that a late one does not delay the following ones.</summary>
internal sealed class Pace(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>Waits until the given time after the start.</summary>
    public Task UntilAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        var left = due - time.GetElapsedTime(_start);
        return Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
    }
}
