namespace BlazorTasks.Dashboard.Access;

/// <summary>A place among so many, left once, however often it is disposed.</summary>
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
