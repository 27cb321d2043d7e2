using BlazorTasks.Dashboard.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BlazorTasks.Dashboard.Components.Notifications;

/// <summary>Short notices at the edge of the page, for what came of something that this person did or owns.</summary>
internal sealed class Toaster(ISnackbar snackbars)
{
    private const int Short = 6_000;
    private const int UntilClosed = int.MaxValue;

    /// <summary>Tells when a command was not accepted; an accepted one shows in the task itself.</summary>
    public void Tell(CommandResult result)
    {
        if (!result.IsAccepted)
        {
            Notice(result.Message);
        }
    }

    /// <summary>Tells that a task of this person has ended.</summary>
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

    /// <summary>Tells that a task asks this person something.</summary>
    public void Asked(TaskSnapshot task) => Show(builder =>
    {
        builder.OpenComponent<AskedToast>(0);
        builder.AddComponentParameter(1, nameof(AskedToast.Task), task);
        builder.CloseComponent();
    }, Short);

    /// <summary>Tells that a task begins in a moment, with a button that stops it.</summary>
    public void Undo(TaskSnapshot task)
    {
        Snackbar? message = null;
        message = Show(builder =>
        {
            builder.OpenComponent<UndoToast>(0);
            builder.AddComponentParameter(1, nameof(UndoToast.Task), task);
            builder.AddComponentParameter(2, nameof(UndoToast.Close), () => { snackbars.Remove(message!); });
            builder.CloseComponent();
        }, UntilClosed);
    }

    /// <summary>Says a sentence.</summary>
    public void Notice(string text) => Show(builder =>
    {
        builder.OpenComponent<Notice>(0);
        builder.AddComponentParameter(1, nameof(Shared.Notice.Text), text);
        builder.CloseComponent();
    }, Short);

    private Snackbar? Show(RenderFragment content, int duration) =>
        snackbars.Add(content, Severity.Normal, options =>
        {
            options.HideIcon = true;
            options.ShowCloseIcon = true;
            options.RequireInteraction = duration == UntilClosed;
            options.VisibleStateDuration = duration;
            options.ShowTransitionDuration = options.HideTransitionDuration = 0;
        });
}
