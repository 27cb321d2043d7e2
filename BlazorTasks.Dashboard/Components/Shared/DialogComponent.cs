namespace BlazorTasks.Dashboard.Components.Shared;

/// <summary>Base class of dialogs.</summary>
public abstract class DialogComponent : ComponentBase
{
    /// <summary>The dialog as MudBlazor shows it.</summary>
    [CascadingParameter]
    protected IMudDialogInstance Dialog { get; set; } = default!;
}
