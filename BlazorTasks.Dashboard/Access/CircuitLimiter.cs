namespace BlazorTasks.Dashboard.Access;

/// <summary>Limits the number of circuits, and so of open pages, of this process.</summary>
internal sealed class CircuitLimiter(IOptions<DashboardOptions> options)
{
    private int _taken;

    /// <summary>Gets whether the maximum number of pages is open.</summary>
    public bool IsAtCapacity => Volatile.Read(ref _taken) >= options.Value.MaxCircuits;

    /// <summary>Gets the message for people when the maximum is reached.</summary>
    public string Refusal => $"This server has reached its limit of {options.Value.MaxCircuits:N0} open pages.";

    /// <summary>Acquires a lease, which is released when the result is disposed.</summary>
    /// <exception cref="InvalidOperationException">The limit was reached just before.</exception>
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
