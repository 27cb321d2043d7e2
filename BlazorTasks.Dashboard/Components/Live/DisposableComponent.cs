namespace BlazorTasks.Dashboard.Components.Live;

/// <summary>Base class of components that wait for something, or read, and stop doing so when they are no longer shown.</summary>
public abstract class DisposableComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _disposed = new();

    /// <summary>Initializes a component.</summary>
    protected DisposableComponent() => Disposed = _disposed.Token;

    /// <summary>Cancelled when the component is disposed.</summary>
    protected CancellationToken Disposed { get; }

    /// <summary>Cancels what the component waits for. Components with more resources override this and call the base method.</summary>
    public virtual void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
        GC.SuppressFinalize(this);
    }
}
