namespace BlazorTasks.Storage;

/// <summary>
/// Performs trial writes to the store: one at a time, and at most one per second, no matter how many callers there are.
/// </summary>
internal sealed class WriteProbe(ITaskStore store, TimeProvider time)
{
    /// <summary>The timeout of a trial write.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<TimeSpan>? _trial;
    private long _begun;

    /// <summary>Returns why writing fails, or null, and how long the trial took.</summary>
    public async Task<(string? Problem, TimeSpan Took)> TryAsync()
    {
        try
        {
            return (null, await Trial().WaitAsync(Limit, time).ConfigureAwait(false));
        }
        catch (TimeoutException)
        {
            return ($"A trial write took longer than {Limit.TotalSeconds:0} s.", Limit);
        }
#pragma warning disable CA1031 // whatever the store throws is the result
        catch (Exception error)
#pragma warning restore CA1031
        {
            return (error.Message, Limit);
        }
    }

    private Task<TimeSpan> Trial()
    {
        lock (_gate)
        {
            if (_trial is null || (_trial.IsCompleted && time.GetElapsedTime(_begun) >= Limit))
            {
                (_trial, _begun) = (RunAsync(), time.GetTimestamp());
            }

            return _trial;
        }
    }

    private async Task<TimeSpan> RunAsync()
    {
        var begun = time.GetTimestamp();
        await store.ProbeAsync(CancellationToken.None).ConfigureAwait(false);
        return time.GetElapsedTime(begun);
    }
}
