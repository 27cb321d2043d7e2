namespace BlazorTasks.Components;

/// <summary>
/// A button that starts a task of the viewer, shows its progress in place, and then its outcome. What to start is given as
/// code (<see cref="Start"/>), or as the name of a definition, which also works for a component with its own render mode.
/// </summary>
public sealed partial class TaskButton
{
    private ElementReference _element;
    private TaskId? _task;
    private TaskSnapshot? _finished;
    private string? _problem;
    private bool _isStarting;
    private bool _focuses;

    /// <summary>
    /// Starts the task with the given options, which make the viewer its owner:
    /// <c>async mine => await Monitor.StartAsync&lt;Orders&gt;(x => x.ExportAsync(2026), mine)</c>.
    /// </summary>
    [Parameter]
    public Func<StartOptions, Task<MonitoredTask>>? Start { get; set; }

    /// <summary>The name of the definition to start, if <see cref="Start"/> is not given.</summary>
    [Parameter]
    public string? Definition { get; set; }

    /// <summary>The input for <see cref="Definition"/>: an object with the properties of its form.</summary>
    [Parameter]
    public object? Input { get; set; }

    /// <summary>
    /// Connects the button with the tasks it starts: they carry this tag, and an unfinished one is shown again after the page
    /// was reloaded. Null starts tasks that only this page remembers.
    /// </summary>
    [Parameter]
    public string? Tag { get; set; }

    /// <summary>How the task is shown.</summary>
    [Parameter]
    public TaskProgressVariant Variant { get; set; } = TaskProgressVariant.Inline;

    /// <summary>The CSS classes of the button, instead of its built-in look.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>The text of the button that starts another task after the first.</summary>
    [Parameter]
    public string AgainText { get; set; } = "Start again";

    /// <summary>Whether the button is disabled.</summary>
    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>The text of the button.</summary>
    [Parameter]
    public string Text { get; set; } = "Start";

    /// <summary>The content of the button, instead of its text.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>What is shown below a task that succeeded, such as a link to its result.</summary>
    [Parameter]
    public RenderFragment<TaskSnapshot>? Finished { get; set; }

    /// <summary>Called after the task was started.</summary>
    [Parameter]
    public EventCallback<TaskSnapshot> OnStarted { get; set; }

    /// <summary>Called when the task has finished.</summary>
    [Parameter]
    public EventCallback<TaskSnapshot> OnFinished { get; set; }

    private bool IsDisabled => Disabled || _isStarting || !RendererInfo.IsInteractive;

    /// <inheritdoc />
    protected override bool Concerns(TaskFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return _finished is null && _task is { } id && frame.Changed.ContainsKey(id);
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        if (Tag is { } tag && _task is null)
        {
            _task = (await Mine.UnfinishedAsync()).Where(task => task.Tags.Contains(tag)).MaxBy(task => task.CreatedAt)?.Id;
        }

        if (_finished is null && _task is { } id && await Mine.FindAsync(id) is { FinishedAt: not null } finished)
        {
            _finished = finished;
            await OnFinished.InvokeAsync(finished);
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focuses)
        {
            _focuses = false;
            await _element.FocusAsync(); // the button that was pressed is gone
        }
    }

    private async Task StartAsync()
    {
        if (_isStarting)
        {
            return;
        }

        if (await Mine.AccessAsync() is not { } access)
        {
            _problem = "Sign in to start this.";
            return;
        }

        (_isStarting, _problem) = (true, null);
        try
        {
            var task = await StartNowAsync(access);
            (_task, _finished, _focuses) = (task.Id, null, true);
            await OnStarted.InvokeAsync(task.Snapshot);
            await RefreshAsync(); // it may have finished already
        }
        catch (Exception refused) when (refused is InvalidInputException or StorageUnavailableException or QueueFullException
            or AccessDeniedException)
        {
            _problem = refused.Message;
        }
        finally
        {
            _isStarting = false;
        }
    }

    private async Task<MonitoredTask> StartNowAsync(TaskAccess access)
    {
        var mine = new StartOptions { Owner = access.Person.Id, Tags = Tag is null ? [] : [Tag] };
        var task = Start is not null ? await Start(mine)
            : Definition is not null ? await StartDefinitionAsync(access, Definition, mine)
            : throw new InvalidOperationException("A TaskButton needs either Start or Definition.");
        return task.Snapshot.Owner == mine.Owner
            ? task
            : throw new InvalidOperationException(
                $"\"{task.Snapshot.Name}\" was started for {task.Snapshot.Owner ?? "nobody"} instead of {mine.Owner}. "
                + "Pass the options that Start receives on to the monitor.");
    }

    private async Task<MonitoredTask> StartDefinitionAsync(TaskAccess access, string definition, StartOptions mine) =>
        access.FindDefinition(definition) is not null
            ? await access.StartAsync(definition, InputJson, mine)
            : throw new AccessDeniedException(access.WhyMissing(definition));

    private JsonElement? InputJson => Input switch
    {
        null => null,
        JsonElement json => json,
        _ => JsonSerializer.SerializeToElement(Input, TaskJson.Options),
    };
}
