using BlazorTasks.Dashboard.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>The tasks that concern people now.</summary>
public sealed partial class ActivePage
{
    private ActiveTasks _active = ActiveTasks.None;

    [Inject]
    private IOptions<BlazorTasksOptions> Options { get; set; } = default!;

    [Inject]
    private Viewer Viewer { get; set; } = default!;

    [Inject]
    private Toaster Toaster { get; set; } = default!;

    private string Summary => (_active.InProgress.Count, _active.UpNext.Count) switch
    {
        (0, 0) => "nothing in progress",
        (var running, 0) => $"{running:N0} in progress",
        var (running, waiting) => $"{running:N0} in progress, {waiting:N0} queued",
    };

    /// <inheritdoc />
    protected override Task RefreshAsync()
    {
        _active = Monitor.Active;
        return Task.CompletedTask;
    }

    private async Task CancelAsync(TaskSnapshot task) => Toaster.Tell(await Monitor.CancelAsync(task.Id, await Viewer.NameAsync()));

    private async Task DismissAsync(TaskSnapshot task) => Toaster.Tell(await Monitor.DismissAsync(task.Id, await Viewer.NameAsync()));
}
