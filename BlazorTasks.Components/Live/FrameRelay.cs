using BlazorTasks.Components.Access;

namespace BlazorTasks.Components.Live;

/// <summary>Passes frames on to the components of a circuit that show one task each: one subscription for all of them.</summary>
internal sealed class FrameRelay(MyTasks mine) : IDisposable
{
    private readonly Lock _gate = new();
    private LiveComponent[] _components = []; // replaced as a whole, so that a frame can be passed on meanwhile
    private IDisposable? _subscription;

    /// <summary>Passes frames on to a component.</summary>
    public void Add(LiveComponent component)
    {
        lock (_gate)
        {
            _components = [.. _components, component];
            _subscription ??= mine.Subscribe(OnFrame);
        }
    }

    /// <summary>Passes no more frames on to a component.</summary>
    public void Remove(LiveComponent component)
    {
        lock (_gate)
        {
            _components = [.. _components.Where(one => one != component)];
            if (_components.Length == 0)
            {
                Dispose();
            }
        }
    }

    /// <summary>Ends the subscription.</summary>
    public void Dispose()
    {
        _subscription?.Dispose();
        _subscription = null;
    }

    private void OnFrame(TaskFrame frame)
    {
        foreach (var component in _components)
        {
            component.OnFrame(frame);
        }
    }
}
