using BlazorTasks.Components.Views;
using Microsoft.AspNetCore.Components.Web;

namespace BlazorTasks.Components;

/// <summary>Shows a task of the viewer: bar, status, time left, its question, and buttons to cancel and retry it.</summary>
public sealed partial class TaskProgress
{
    /// <summary>Longer texts may be cut off, and then show as a whole below the pointer.</summary>
    private const int MaxShort = 40;

    private readonly EventCallback<MouseEventArgs> _cancel;
    private TimeLeft? _left;
    private TaskHead? _head;
    private string? _problem;
    private string? _announcement;
    private TaskState? _state;
    private bool _isRead;

    /// <summary>Creates the component.</summary>
    public TaskProgress() => _cancel = EventCallback.Factory.Create<MouseEventArgs>(this, CancelAsync);

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

    private string Name => LogText.CleanLine(Task!.Name);

    private string Class => Variant == TaskProgressVariant.Card ? "bt bt-task bt-card" : "bt bt-task bt-inline";

    private string ButtonClass => Variant == TaskProgressVariant.Card ? "bt-button" : "bt-button bt-quiet";

    private string? Percent => Task is { Progress: { } progress, FinishedAt: null } ? Formats.Percent(progress) : null;

    private bool NamesState => Variant == TaskProgressVariant.Inline && Task!.State != TaskState.Running;

    private string? Status =>
        TaskText.Outcome(Task!, Mine.Me?.Name) is { Length: > 0 } outcome && outcome != _head!.State ? LogText.CleanLine(outcome) : null;

    private string? Title => Status is { Length: > MaxShort } status ? status : null;

    private string? TimeText => Task!.Duration is { } took ? $"took {Formats.Duration(took)}" : _left?.Text;

    /// <inheritdoc />
    protected override async Task ShowAsync()
    {
        _isRead = true;
        _head = Task is null ? null : Markup.Head(Task, Mine.Me, Options.Value.Href, _head);
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

    private Task CancelAsync() => SendAsync(Mine.CancelAsync(Id));

    private Task RetryAsync() => SendAsync(Mine.RetryAsync(Id));

    private async Task SendAsync(Task<CommandResult> command)
    {
        var result = await command;
        _problem = result.IsAccepted ? null : result.Message;
        await RefreshAsync();
    }
}
