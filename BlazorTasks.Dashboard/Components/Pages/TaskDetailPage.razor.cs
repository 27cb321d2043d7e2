using BlazorTasks.Dashboard.Components.Details;
using BlazorTasks.Dashboard.Components.Layout;
using BlazorTasks.Dashboard.Components.Timelines;

namespace BlazorTasks.Dashboard.Components.Pages;

/// <summary>One task: progress, timeline, log, input and result. The URL holds the tab and the replay position.</summary>
public sealed partial class TaskDetailPage
{
    private const int Quarter = 25;
    private static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(300);

    private TaskId _id;
    private TaskSnapshot? _task;
    private TaskHistory _history = default!;
    private TimeLeft? _left;
    private Prompt? _prompt;
    private IReadOnlyList<PromptOutcome> _exchanges = [];
    private bool _isLoaded;
    private TaskSnapshot _last = default!;
    private TaskHistory _whole = default!;
    private DateTimeOffset _momentAt;
    private bool _isReplaying;
    private long? _at;
    private bool _isRemoved;

    /// <summary>The task's ID.</summary>
    [Parameter]
    public string? Id { get; set; }

    /// <summary>The selected tab; by default the most relevant one.</summary>
    [SupplyParameterFromQuery(Name = "tab")]
    public string? Tab { get; set; }

    /// <summary>The number of the event to show the task at; by default the current state.</summary>
    [SupplyParameterFromQuery(Name = "at")]
    public long? At { get; set; }

    private bool IsNow => Moment is null;

    private DateTimeOffset? PastAt => IsNow ? null : _momentAt;

    private string CopyText => IsNow ? "Copy link" : "Copy link to this moment";

    /// <summary>Why the viewer cannot do anything with the task, or null.</summary>
    private string? Denial => _isRemoved ? "Deleted"
        : !IsNow ? "Return to now to use actions"
        : Access.Person.CanManage(_task!) ? null : "Only its owner can change this task";

    private string TabTitle => _task switch
    {
        { State: TaskState.Running, Progress: { } progress } task => $"{Formats.Percent(progress)} {task.Name}",
        { } task => $"{TaskText.Word(task)}: {task.Name}",
        null => "Not found",
    };

    private FormSchema Form => (_task?.Definition is { } name ? Access.FindDefinition(name)?.Form : null) ?? FormSchema.Empty;

    private bool IsStartable =>
        _task?.Definition is { } name && Access.FindDefinition(name) is { } definition && Access.Person.CanStart(definition);

    private bool CanRetry => IsStartable && _task!.State != TaskState.Succeeded;

    private string StatusText => _task!.State.IsFinal() ? TaskText.Outcome(_task, Viewer.Person.Name) : _task switch
    {
        { State: TaskState.Backoff, RunAt: { } due } =>
            $"Attempt {_task.Attempt + 1} of {_task.MaxAttempts} starts at {due.ToClock(Viewer.TimeZone)}",
        { State: TaskState.Scheduled, RunAt: { } due } => $"Starts at {Formats.Exact(due, Viewer.TimeZone)}",
        { State: TaskState.Queued or TaskState.Starting } => TaskText.Outcome(_task, Viewer.Person.Name),
        _ => _task.Status ?? TaskText.Word(_task),
    };

    private bool IsBad => _task!.State is TaskState.Failed or TaskState.Interrupted;

    /// <summary>The questions and their outcomes. An open one has a panel of its own.</summary>
    private IReadOnlyList<PromptOutcome> ShownPrompts =>
        IsNow ? [.. _exchanges.Where(exchange => exchange.Closing is not null)] : _exchanges;

    /// <summary>The attempts after the first, which the log marks.</summary>
    private IReadOnlyList<TaskStarting> Attempts => [.. _history.Events.OfType<TaskStarting>().Skip(1)];

    private List<string> Tabs => _history.Error is null ? ["input", "events"] : ["input", "error", "events"];

    private string Chosen => Tabs.Find(tab => tab == Tab)
        ?? (_history.Error is not null && _task?.State is TaskState.Failed or TaskState.Backoff ? "error" : "input");

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (TaskId.TryParse(Id, null, out var id) && id != _id)
        {
            (_id, _task, _isLoaded, _left, _prompt, _isRemoved) = (id, null, false, null, null, false);
            RefreshSoon();
        }
        else if (_isLoaded && At != _at)
        {
            RefreshSoon();
        }

        _at = At;
    }

    /// <inheritdoc />
    protected override bool Concerns(TaskFrame frame) => frame.Changed.ContainsKey(_id) || frame.Removed.Contains(_id);

    /// <inheritdoc />
    protected override bool Fits(TaskContent content) => TaskId.TryParse(Id, null, out var id) && id == content.Id;

    /// <inheritdoc />
    protected override async Task<TaskContent?> ReadAsync()
    {
        if (!TaskId.TryParse(Id, null, out _id) || await Access.GetAsync(_id, Disposed) is not { } task)
        {
            return new TaskContent(_id, null);
        }

        var milestones = _task?.Id == task.Id ? _whole : new TaskHistory(Access, task.Id);
        await milestones.ReadToAsync(task.Seq, Disposed);
        return new TaskContent(_id, task) { History = milestones };
    }

    /// <inheritdoc />
    protected override async Task ShowAsync(TaskContent content)
    {
        _id = content.Id;
        _isRemoved = content.Task is null && _task is not null;
        if (content is { Task: { } task, History: { } milestones })
        {
            await AnnounceAsync(_task is null ? null : _last, task);
            (_whole, _last) = (milestones, task);
            (_history, _task) = Moment is { } moment ? await LookBackAsync(milestones, task, moment) : (milestones, task);
            _prompt = task.Prompt ?? _prompt; // a question answered by someone else stays, with its outcome
            _exchanges = PromptOutcome.Read(_history.Events);
            _left = task is { State: TaskState.Running, Definition: { } definition }
                ? TimeLeft.Next(_left, task, Access.StatisticsOf(definition), Time.GetUtcNow())
                : null;
        }

        _isLoaded = true;
    }

    /// <summary>The replay position: the number of an event, or null for the current state.</summary>
    private long? Moment => At is { } at && _last is not null ? Math.Clamp(at, 1, _last.Seq) : null;

    /// <summary>The past state of the task and its events up to then. A slow replay is indicated.</summary>
    private async Task<(TaskHistory, TaskSnapshot)> LookBackAsync(TaskHistory milestones, TaskSnapshot now, long moment)
    {
        var reading = Access.ReadAtAsync(now.Id, moment, Disposed);
        if (await Task.WhenAny(reading, Task.Delay(Noticeable, Time, Disposed)) != reading && _task is not null)
        {
            _isReplaying = true;
            StateHasChanged();
        }

        var then = await reading ?? now;
        var last = await Access.ReadEventsAsync(now.Id, moment - 1, 1, cancellationToken: Disposed);
        (_isReplaying, _momentAt) = (false, last is [var taskEvent] ? taskEvent.At : now.CreatedAt);
        return (milestones.Until(moment), then);
    }

    private void GoTo(long? moment) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("at", moment), replace: At is not null && moment is not null);

    /// <summary>Announces progress at each quarter.</summary>
    private async Task AnnounceAsync(TaskSnapshot? before, TaskSnapshot now)
    {
        if (before?.Progress is { } was
            && now is { State: TaskState.Running, Progress: { } progress and < 100 }
            && (int)(progress / Quarter) > (int)(was / Quarter))
        {
            await LiveRegion.SayAsync($"{Formats.Percent((int)(progress / Quarter) * Quarter)} of {now.Name}", $"progress {now.Id}");
        }
    }

    /// <summary>MudTabs also reports its panels as they go, when the page is left: -1, or one of another page by then.</summary>
    private void ChooseTab(int place)
    {
        var isHere = Navigation.ToBaseRelativePath(Navigation.Uri).StartsWith($"task/{Id}", StringComparison.OrdinalIgnoreCase);
        if (isHere && Tabs.ElementAtOrDefault(place) is { } tab)
        {
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("tab", tab), replace: true);
        }
    }
}
