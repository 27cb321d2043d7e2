using BlazorTasks.Dashboard.Components.Notifications;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>The processes that work or have worked on the history.</summary>
public sealed partial class NodesPage : IAsyncDisposable
{
    /// <summary>Heartbeats raise no frames.</summary>
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _left = new();
    private IReadOnlyList<TaskNode> _nodes = [];
    private IReadOnlyList<UnknownDefinition> _unknown = [];
    private DateTimeOffset _now;

    [Inject]
    private TaskAccess Access { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    internal Viewer Viewer { get; set; } = default!;

    [Inject]
    internal Toaster Toaster { get; set; } = default!;

    private string Summary => string.Join(", ", _nodes.CountBy(node => node.StateAt(_now)).OrderBy(group => group.Key)
        .Select(group => $"{group.Value:N0} {group.Key.ToString().ToLowerInvariant()}"));

    private bool NobodyClaims => _nodes.Any(node => node.EndedAt is null)
        && _nodes.All(node => node.EndedAt is not null || node.IsDraining);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        _left.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        await ReadAsync();
        if (RendererInfo.IsInteractive)
        {
            _ = ReadAgainAsync();
        }
    }

    private async Task ReadAgainAsync()
    {
        using var timer = new PeriodicTimer(ReadAgainAfter, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_left.Token))
            {
                await InvokeAsync(async () =>
                {
                    await ReadAsync();
                    StateHasChanged();
                });
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or ObjectDisposedException)
        {
            // the page was closed
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task ReadAsync()
    {
        _nodes = await Access.NodesAsync(_left.Token);
        _unknown = await Access.UnknownDefinitionsAsync(_left.Token);
        _now = Time.GetUtcNow();
    }

    private async Task DrainAsync(TaskNode node)
    {
        try
        {
            var result = await (node.IsDraining ? Access.UndrainNodeAsync(node.Id) : Access.DrainNodeAsync(node.Id));
            if (!result.IsAccepted)
            {
                Toaster.Notice(result.Message);
            }

            await ReadAsync();
        }
        catch (AccessDeniedException denied)
        {
            Toaster.Notice(denied.Message);
        }
    }

    private static NodeLoad? LiveLoad(TaskNode node) => node.EndedAt is null ? node.Load : null;

    private static string PlaceOf(TaskNode node) =>
        string.Create(CultureInfo.InvariantCulture, $"{(node.Host == node.Name ? "" : $"{node.Host}, ")}process {node.ProcessId}");

    private static string? SlotsOf(TaskNode node) => LiveLoad(node) is not { Slots: var slots, Queued: var queued } ? null
        : $"{slots.InUse:N0} of {slots.Total:N0}, {slots.CpuBoundInUse:N0} of {slots.CpuBoundTotal:N0} CPU-bound"
            + (queued > 0 ? $", {queued:N0} queued" : "");

    private static string IconOf(NodeState state) => state switch
    {
        NodeState.Unresponsive => "stale",
        NodeState.Draining => "pause",
        _ => KeyOf(state),
    };

    private static string KeyOf(NodeState state) => state switch
    {
        NodeState.Healthy => "succeeded",
        NodeState.Draining => "waiting",
        NodeState.Unresponsive => "backoff",
        NodeState.Stopped => "cancelled",
        _ => "interrupted",
    };
}
