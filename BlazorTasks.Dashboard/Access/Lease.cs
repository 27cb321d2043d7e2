namespace BlazorTasks.Dashboard.Access;

/// <summary>A lease that is released once, no matter how often it is disposed.</summary>
internal sealed class Lease(Action leave) : IDisposable
{
    private int _left;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            leave();
        }
    }
}
