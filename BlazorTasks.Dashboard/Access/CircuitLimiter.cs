using Microsoft.Extensions.Options;

namespace BlazorTasks.Dashboard.Access;

/// <summary>Counts the circuits of this process: so many pages can be open (RELIABILITY §3.6).</summary>
internal sealed class CircuitLimiter(IOptions<DashboardOptions> options)
{
    private int _taken;

    /// <summary>Whether no more pages can be opened now.</summary>
    public bool IsAtCapacity => Volatile.Read(ref _taken) >= options.Value.MaxCircuits;

    /// <summary>What a person is told who comes then.</summary>
    public string Refusal => $"The most pages that this server serves are open: {options.Value.MaxCircuits:N0}.";

    /// <summary>Takes a seat, until the result is disposed.</summary>
    /// <exception cref="InvalidOperationException">There is none: the page came just before the last seat was taken.</exception>
    public IDisposable Take()
    {
        if (Interlocked.Increment(ref _taken) <= options.Value.MaxCircuits)
        {
            return new Lease(() => Interlocked.Decrement(ref _taken));
        }

        Interlocked.Decrement(ref _taken);
        throw new InvalidOperationException(Refusal);
    }
}
