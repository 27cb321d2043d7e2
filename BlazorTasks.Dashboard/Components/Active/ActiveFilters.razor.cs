using BlazorTasks.Dashboard.Components.Filters;

namespace BlazorTasks.Dashboard.Components.Active;

/// <summary>The filters of the Active page.</summary>
public sealed partial class ActiveFilters
{
    private (TaskFilter, string?, bool)? _rendered;
    private IReadOnlyList<string> _schedules = [];

    /// <summary>The filter in the URL.</summary>
    [Parameter, EditorRequired]
    public TaskFilter Filter { get; set; } = TaskFilter.None;

    /// <summary>The search text in the URL.</summary>
    [Parameter]
    public string? Search { get; set; }

    /// <summary>The schedules of the active tasks, to choose from.</summary>
    [Parameter]
    public IReadOnlyList<string> Schedules { get; set; } = [];

    /// <summary>Whether the tasks are shown as compact rows.</summary>
    [Parameter]
    public bool IsRows { get; set; }

    private static IReadOnlyList<ChipOption> States { get; } = [.. Enum.GetValues<TaskState>().Select(ChipOption.Of)];

    /// <inheritdoc />
    protected override bool ShouldRender() => _rendered != (Filter, Search, IsRows) || !_schedules.SequenceEqual(Schedules);

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender) => (_rendered, _schedules) = ((Filter, Search, IsRows), Schedules);
}
