namespace BlazorTasks.Components.Live;

/// <summary>
/// Base class of components that show live tasks: it refreshes and renders after each frame that concerns it, never
/// concurrently, and less often when the circuit is busy.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private CancellationTokenSource? _disposed;
    private RefreshLoop? _loop;
    private IDisposable? _subscription;
    private Phase _phase;

    private enum Phase
    {
        /// <summary>It reads for the first time.</summary>
        Starting,

        /// <summary>It does, and something has changed meanwhile.</summary>
        Changed,

        /// <summary>It follows changes.</summary>
        Live,

        /// <summary>It is no longer shown.</summary>
        Disposed,
    }

    /// <summary>The time provider.</summary>
    [Inject]
    protected TimeProvider Time { get; set; } = default!;

    /// <summary>Cancelled when the component is disposed.</summary>
    protected CancellationToken Disposed =>
        _phase == Phase.Disposed ? new CancellationToken(canceled: true) : (_disposed ??= new CancellationTokenSource()).Token;

    /// <summary>What refreshes it. Components that read quickly share one.</summary>
    private protected virtual RefreshLoop Loop => _loop ??= new RefreshLoop(Time);

    /// <summary>Reads the data to show.</summary>
    protected abstract Task RefreshAsync();

    /// <summary>Subscribes to the changes of tasks that the viewer may see.</summary>
    protected abstract IDisposable Subscribe(Action<TaskFrame> onFrame);

    /// <summary>Reads the data to show for the first time.</summary>
    protected virtual Task FirstRefreshAsync() => RefreshAsync();

    /// <summary>Whether a frame affects the data this component shows.</summary>
    protected virtual bool Concerns(TaskFrame frame) => true;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive) // prerendering does not subscribe
        {
            Follow();
        }

        await FirstRefreshAsync(); // after subscribing, so that no change is missed
        if (RendererInfo.IsInteractive && Interlocked.CompareExchange(ref _phase, Phase.Live, Phase.Starting) == Phase.Changed)
        {
            _phase = Phase.Live; // after the first refresh, so that they do not overlap
            Loop.Request(this);
        }
    }

    /// <summary>Requests a refresh, for changes made by the user.</summary>
    protected void RefreshSoon()
    {
        if (Interlocked.CompareExchange(ref _phase, Phase.Changed, Phase.Starting) == Phase.Live)
        {
            Loop.Request(this);
        }
    }

    /// <summary>Ends the subscription. Components with more resources override this and call the base method.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        _phase = Phase.Disposed;
        Leave();
        if (_disposed is not null)
        {
            await _disposed.CancelAsync();
            _disposed.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Begins to follow changes. Small components, of which a page may have many, share a subscription.</summary>
    private protected virtual void Follow() => _subscription = Subscribe(OnFrame);

    /// <summary>Ends what <see cref="Follow"/> began, if it did.</summary>
    private protected virtual void Leave() => _subscription?.Dispose();

    /// <summary>Looks at a frame.</summary>
    internal void OnFrame(TaskFrame frame)
    {
        if (Concerns(frame))
        {
            RefreshSoon();
        }
    }

    /// <summary>Runs something where components are rendered.</summary>
    internal Task DispatchAsync(Func<Task> action) => InvokeAsync(action);

    /// <summary>Reads the data to show. What fails is an error of the page, unless the component is no longer shown.</summary>
    internal async Task TryRefreshAsync()
    {
        try
        {
            if (_phase != Phase.Disposed)
            {
                await RefreshAsync();
            }
        }
        catch (Exception) when (_phase == Phase.Disposed)
        {
            // the component or its circuit was disposed
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    /// <summary>Shows the data that was read.</summary>
    internal void Render()
    {
        if (_phase != Phase.Disposed)
        {
            StateHasChanged();
        }
    }
}
