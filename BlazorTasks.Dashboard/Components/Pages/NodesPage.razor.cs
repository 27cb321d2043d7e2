namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>The processes that work or have worked on the history.</summary>
public sealed partial class NodesPage
{
    /// <summary>Heartbeats raise no frames.</summary>
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(2);

    private IReadOnlyList<TaskNode> _nodes = [];
    private IReadOnlyList<UnknownDefinition> _unknown = [];
    private DateTimeOffset _now;

    private string Summary => string.Join(", ", _nodes.CountBy(node => node.StateAt(_now)).OrderBy(group => group.Key)
        .Select(group => $"{group.Value:N0} {group.Key.ToString().ToLowerInvariant()}"));

    private bool NobodyClaims => _nodes.Any(node => node.EndedAt is null)
        && _nodes.All(node => node.EndedAt is not null || node.IsDraining);

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        RefreshEvery(ReadAgainAfter);
        return base.OnInitializedAsync();
    }

    /// <summary>Tasks that change do not change the nodes.</summary>
    protected override bool Concerns(TaskFrame frame) => false;

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        _nodes = await Access.NodesAsync(Disposed);
        _unknown = await Access.UnknownDefinitionsAsync(Disposed);
        _now = Time.GetUtcNow();
    }

    private async Task DrainAsync(TaskNode node)
    {
        await Toaster.TryAsync(async () =>
        {
            var result = await (node.IsDraining ? Access.UndrainNodeAsync(node.Id) : Access.DrainNodeAsync(node.Id));
            if (!result.IsAccepted)
            {
                Toaster.Notice(result.Message);
            }
        });
        RefreshSoon();
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
