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

    private static IReadOnlyList<ChipOption> StateOptions { get; } =
        [.. Enum.GetValues<TaskState>().Select(state => new ChipOption(TaskText.Key(state), TaskText.Word(state), TaskText.Key(state)))];

    private IReadOnlyList<ChipOption> DefinitionOptions =>
        [.. Access.Definitions.Select(definition => new ChipOption(definition.Name, definition.Title))];

    /// <summary>The chosen one stays among them when its last task has left.</summary>
    private IReadOnlyList<ChipOption> ScheduleOptions =>
        [.. Schedules.Concat(ChipOption.Only(Filter.Schedule)).Distinct().Select(id => new ChipOption(id, LogText.CleanLine(id)))];

    /// <inheritdoc />
    protected override bool ShouldRender() => _rendered != (Filter, Search, IsRows) || !_schedules.SequenceEqual(Schedules);

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender) => (_rendered, _schedules) = ((Filter, Search, IsRows), Schedules);

    private void Go(string name, string? value) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, string.IsNullOrWhiteSpace(value) ? null : value));

    private void ToggleState(string key)
    {
        var states = Filter.States.Select(TaskText.Key).ToList();
        if (!states.Remove(key))
        {
            states.Add(key);
        }

        Go("state", string.Join(',', states));
    }
}
