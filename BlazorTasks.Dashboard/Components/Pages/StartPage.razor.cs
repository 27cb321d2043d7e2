using BlazorTasks.Dashboard.Components.Start;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>The list of definitions, and the form of the selected one.</summary>
public sealed partial class StartPage
{
    private IReadOnlyList<RecentInput> _recent = [];
    private JsonElement? _from;
    private string? _search;
    private int _queued;
    private (string?, string?) _shown;

    /// <summary>The name of the selected definition.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>A task whose input initializes the form.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    private TaskDefinition? Selected =>
        Name is not null && Access.FindDefinition(Name) is { } found && Access.Person.CanStart(found) ? found : null;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (Name, From))
        {
            return;
        }

        _shown = (Name, From);
        _from = TaskId.TryParse(From, null, out var id) ? (await Access.ReadAsync(id, Disposed))?.Input : null;
        _recent = Selected is { } definition ? await RecentInput.ReadAsync(Access, definition, Disposed) : [];
    }

    /// <summary>The list shows recent runs, the form the length of the queue.</summary>
    protected override bool Concerns(TaskFrame frame) =>
        Access.Active.UpNext.Count != _queued || frame.Changed.Values.Any(task => task.State.IsFinal());

    /// <inheritdoc />
    protected override Task RefreshAsync()
    {
        _queued = Access.Active.UpNext.Count(task => task.State == TaskState.Queued);
        return Task.CompletedTask;
    }
}
