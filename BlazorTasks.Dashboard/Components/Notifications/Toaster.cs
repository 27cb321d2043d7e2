using BlazorTasks.Dashboard.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BlazorTasks.Dashboard.Components.Notifications;

/// <summary>Toasts for the outcome of the viewer's own actions and tasks.</summary>
internal sealed class Toaster(ISnackbar snackbars)
{
    private const int Short = 6_000;
    private const int UntilClosed = int.MaxValue;

    /// <summary>Shows the message of a rejected command; the effect of an accepted one is visible on the task.</summary>
    public void ShowIfRejected(CommandResult result)
    {
        if (!result.IsAccepted)
        {
            Notice(result.Message);
        }
    }

    /// <summary>Shows that a task of the viewer has finished.</summary>
    public void Ended(TaskSnapshot task)
    {
        var failed = task.State is TaskState.Failed or TaskState.Interrupted;
        Show(builder =>
        {
            builder.OpenComponent<EndedToast>(0);
            builder.AddComponentParameter(1, nameof(EndedToast.Task), task);
            builder.CloseComponent();
        }, failed ? UntilClosed : Short);
    }

    /// <summary>Shows that a task has a question for the viewer.</summary>
    public void Asked(TaskSnapshot task) => Show(builder =>
    {
        builder.OpenComponent<AskedToast>(0);
        builder.AddComponentParameter(1, nameof(AskedToast.Task), task);
        builder.CloseComponent();
    }, Short);

    /// <summary>Shows a message.</summary>
    public void Notice(string text) => Show(builder =>
    {
        builder.OpenComponent<Notice>(0);
        builder.AddComponentParameter(1, nameof(Shared.Notice.Text), text);
        builder.CloseComponent();
    }, Short);

    private void Show(RenderFragment content, int duration) =>
        snackbars.Add(content, Severity.Normal, options =>
        {
            options.HideIcon = true;
            options.ShowCloseIcon = true;
            options.RequireInteraction = duration == UntilClosed;
            options.VisibleStateDuration = duration;
            options.ShowTransitionDuration = options.HideTransitionDuration = 0;
        });
}
