using BlazorTasks.Components.Formatting;
using BlazorTasks.Components.Logs;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Components;

/// <summary>Shows a task of the viewer: bar, status, time left, its question, and buttons to cancel and retry it.</summary>
public sealed partial class TaskProgress
{
    private TimeLeft? _left;
    private string? _problem;
    private string? _announcement;
    private TaskState? _state;
    private bool _isRead;

    /// <summary>How much of the task is shown.</summary>
    [Parameter]
    public TaskProgressVariant Variant { get; set; }

    /// <summary>Whether the viewer can cancel the task.</summary>
    [Parameter]
    public bool CanCancel { get; set; } = true;

    /// <summary>Whether the viewer can retry the task if it did not succeed.</summary>
    [Parameter]
    public bool CanRetry { get; set; } = true;

    /// <summary>Called when the task has finished while it was shown.</summary>
    [Parameter]
    public EventCallback<TaskSnapshot> OnFinished { get; set; }

    private bool ShowsCancel => CanCancel && CanAct && Task is { } task && Mine.CanCancel(task);

    private bool ShowsRetry => CanRetry && CanAct && Task is { } task && Mine.CanRetry(task);

    private RenderFragment? Actions => ShowsCancel ? Button("Cancel", () => Mine.CancelAsync(Id))
        : ShowsRetry ? Button("Try again", () => Mine.RetryAsync(Id))
        : null;

    /// <inheritdoc />
    protected override async Task ShowAsync()
    {
        _isRead = true;
        if (Task is not { } task || task.State == _state)
        {
            UpdateTimeLeft();
            return;
        }

        var wasShown = _state is not null;
        (_state, _problem) = (task.State, null);
        UpdateTimeLeft();
        if (wasShown)
        {
            _announcement = LogText.CleanLine($"{task.Name}: {TaskText.Word(task)}");
            if (task.State.IsFinal())
            {
                await OnFinished.InvokeAsync(task);
            }
        }
    }

    private void UpdateTimeLeft() => _left = Task is { State: TaskState.Running, Definition: { } definition } task
        && Mine.StatisticsOf(definition) is { } statistics
        ? TimeLeft.Next(_left, task, statistics, Time.GetUtcNow())
        : null;

    private RenderFragment Button(string text, Func<Task<CommandResult>> command) => builder =>
    {
        builder.OpenElement(0, "button");
        builder.AddAttribute(1, "type", "button");
        builder.AddAttribute(2, "class", Variant == TaskProgressVariant.Card ? "bt-button" : "bt-button bt-quiet");
        builder.AddAttribute(3, "aria-label", LogText.CleanLine($"{text}: {Task!.Name}"));
        builder.AddAttribute(4, "disabled", !RendererInfo.IsInteractive);
        builder.AddAttribute(5, "onclick", EventCallback.Factory.Create(this, () => SendAsync(command)));
        builder.AddContent(6, text);
        builder.CloseElement();
    };

    private async Task SendAsync(Func<Task<CommandResult>> command)
    {
        var result = await command();
        _problem = result.IsAccepted ? null : result.Message;
        await RefreshAsync();
    }
}
