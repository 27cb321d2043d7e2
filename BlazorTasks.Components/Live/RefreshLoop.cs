namespace BlazorTasks.Components.Live;

/// <summary>
/// Refreshes components after changes: never one of them concurrently, and less often when the circuit is busy. There is no cost
/// while nothing changes.
/// </summary>
internal sealed class RefreshLoop(TimeProvider time)
{
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(80);

    /// <summary>The longest pause between refreshes, however busy the circuit is.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private List<LiveComponent> _changed = [];
    private readonly Queue<LiveComponent> _unrendered = new(); // only used where components are rendered
    private bool _isRunning;

    /// <summary>Requests a refresh. Returns immediately.</summary>
    public void Request(LiveComponent component)
    {
        lock (_gate)
        {
            if (_changed.Contains(component))
            {
                return;
            }

            _changed.Add(component);
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        _ = Task.Run(RunAsync);
    }

    /// <summary>
    /// Renders what has been refreshed. Called while a component is rendered, it adds the others to the same batch: twenty
    /// components then take one message to the browser instead of twenty, each with its buffers until it is acknowledged.
    /// </summary>
    public void RenderRefreshed()
    {
        while (_unrendered.TryDequeue(out var component))
        {
            component.Render();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (Next() is { } changed)
            {
                var began = time.GetTimestamp();
                await changed[0].DispatchAsync(() => RefreshAsync(changed));
                await Task.Delay(PauseAfter(time.GetElapsedTime(began)), time);
            }
        }
        catch (ObjectDisposedException)
        {
            // the circuit was disposed
        }
    }

    private async Task RefreshAsync(List<LiveComponent> changed)
    {
        await Task.WhenAll(changed.Select(component => component.TryRefreshAsync()));
        changed.ForEach(_unrendered.Enqueue);
        RenderRefreshed();
    }

    private List<LiveComponent>? Next()
    {
        lock (_gate)
        {
            if (_changed.Count == 0)
            {
                _isRunning = false;
                return null;
            }

            var changed = _changed;
            _changed = [];
            return changed;
        }
    }

    private static TimeSpan PauseAfter(TimeSpan took) => took * 2 > MaxPause ? MaxPause : took * 2 > MinPause ? took * 2 : MinPause;
}
