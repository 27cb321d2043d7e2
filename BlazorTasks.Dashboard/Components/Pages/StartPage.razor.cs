using BlazorTasks.Dashboard.Components.Forms;
using BlazorTasks.Definitions;
using BlazorTasks.Forms;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>The catalog of definitions, and the form of the one that is chosen.</summary>
public sealed partial class StartPage
{
    private FormModel _model = new(FormSchema.Empty, TimeZoneInfo.Utc);
    private bool _starting;

    /// <summary>The chosen definition.</summary>
    [Parameter]
    public string? Name { get; set; }

    [Inject]
    private TaskMonitor Monitor { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    private TaskDefinition? Selected { get; set; }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        var chosen = Name is null ? null : Monitor.Definitions.Find(Name);
        if (chosen != Selected)
        {
            Selected = chosen;
            Reset();
        }
    }

    private void Reset() => _model = new FormModel(Selected?.Form ?? FormSchema.Empty, Viewer.TimeZone);

    private async Task StartAsync()
    {
        if (_starting || Selected is null || _model.Check(Monitor.Uploads) is not { } input)
        {
            return;
        }

        _starting = true;
        try
        {
            var task = await Monitor.StartAsync(Selected.Name, input, new StartOptions { Owner = await Viewer.NameAsync() });
            Navigation.NavigateTo($"task/{task.Id}");
        }
        finally
        {
            _starting = false;
        }
    }
}
