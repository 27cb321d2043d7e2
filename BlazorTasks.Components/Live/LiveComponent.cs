using System.Threading.Channels;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Components.Live;

/// <summary>
/// Base class of components that show live tasks: it refreshes and renders after each frame that concerns it, never
/// concurrently, and less often when the circuit is busy.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(80);

    /// <summary>The longest pause between refreshes, however busy the circuit is.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _disposed = new();
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private IDisposable? _subscription;

    /// <summary>The time provider.</summary>
    [Inject]
    protected TimeProvider Time { get; set; } = default!;

    /// <summary>Cancelled when the component is disposed.</summary>
    protected CancellationToken Disposed => _disposed.Token;

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
            _subscription = Subscribe(frame =>
            {
                if (Concerns(frame))
                {
                    _changed.Writer.TryWrite(true);
                }
            });
        }

        await FirstRefreshAsync(); // after subscribing, so that no change is missed
        if (_subscription is not null)
        {
            _ = RefreshOnChangeAsync(); // after the first refresh, so that they do not overlap
        }
    }

    /// <summary>Requests a refresh, for changes made by the user.</summary>
    protected void RefreshSoon() => _changed.Writer.TryWrite(true);

    /// <summary>Ends the subscription. Components with more resources override this and call the base method.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        await _disposed.CancelAsync();
        _disposed.Dispose();
        GC.SuppressFinalize(this);
    }

    private static TimeSpan PauseAfter(TimeSpan took) => took * 2 > MaxPause ? MaxPause : took * 2 > MinPause ? took * 2 : MinPause;

    private async Task RefreshOnChangeAsync()
    {
        var stop = _disposed.Token;
        try
        {
            await foreach (var _ in _changed.Reader.ReadAllAsync(stop))
            {
                var began = Time.GetTimestamp();
                await InvokeAsync(async () =>
                {
                    await RefreshAsync();
                    StateHasChanged();
                });
                await Task.Delay(PauseAfter(Time.GetElapsedTime(began)), Time, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // the component was disposed
        }
        catch (ObjectDisposedException)
        {
            // the circuit was disposed
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }
}
