using System.Threading.Channels;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Dashboard.Components.Live;

/// <summary>
/// A component that shows tasks as they are now: it reads again and renders after each frame that concerns it, never
/// twice at once, and less often when the circuit cannot keep up. The only base for components that subscribe.
/// </summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(80);

    /// <summary>However busy the circuit is, the state of a task is not older than this for want of looking.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _disposed = new();
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private IDisposable? _subscription;

    /// <summary>The monitor.</summary>
    [Inject]
    protected TaskMonitor Monitor { get; set; } = default!;

    /// <summary>The clock.</summary>
    [Inject]
    protected TimeProvider Time { get; set; } = default!;

    /// <summary>Ends with the component: for everything that it waits for.</summary>
    protected CancellationToken Disposed => _disposed.Token;

    /// <summary>Copies what is shown out of the monitor.</summary>
    protected abstract Task RefreshAsync();

    /// <summary>Whether a frame changes anything that this component shows.</summary>
    protected virtual bool Concerns(TaskFrame frame) => true;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive) // a prerender subscribes to nothing
        {
            _subscription = Monitor.Subscribe(frame =>
            {
                if (Concerns(frame))
                {
                    _changed.Writer.TryWrite(true);
                }
            });
        }

        await RefreshAsync(); // after subscribing, so that no change falls in between
        if (_subscription is not null)
        {
            _ = RefreshOnChangeAsync(); // not before: it would read beside the first reading
        }
    }

    /// <summary>Reads and renders as after a frame; for changes that come from the person.</summary>
    protected void RefreshSoon() => _changed.Writer.TryWrite(true);

    /// <summary>Ends the subscription. A component that holds more overrides this and calls it.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        await _disposed.CancelAsync();
        _disposed.Dispose();
        GC.SuppressFinalize(this);
    }

    private static TimeSpan PauseAfter(TimeSpan took) => took * 2 > LongestPause ? LongestPause : took * 2 > ShortestPause ? took * 2 : ShortestPause;

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
            // the component is gone
        }
        catch (ObjectDisposedException)
        {
            // the circuit is gone
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }
}
