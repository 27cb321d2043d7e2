namespace BlazorTasks.Dashboard.Components.Timelines;

/// <summary>The milestones of a task, read incrementally: each event is read once.</summary>
internal sealed class TaskHistory(TaskAccess access, TaskId id)
{
    private const int PageSize = 2_000;
    private readonly List<TaskEvent> _events = [];
    private long _readTo;

    /// <summary>The events, in order; a new list after each read that found some.</summary>
    public IReadOnlyList<TaskEvent> Events { get; private set; } = [];

    /// <summary>The input of the newest attempt, or null for a lambda.</summary>
    public JsonElement? Input => Events.OfType<RetryApproved>().LastOrDefault(approved => approved.Input is not null)?.Input
        ?? (Events is [TaskCreated created, ..] ? created.Input : null);

    /// <summary>The result, or null.</summary>
    public JsonElement? Result => Events.OfType<TaskSucceeded>().LastOrDefault()?.Result;

    /// <summary>The newest error, whether or not another attempt followed.</summary>
    public TaskError? Error => Failure switch
    {
        TaskFailed failed => failed.Error,
        TaskBackoff backoff => backoff.Error,
        PromptAsked asked => asked.Prompt.Error,
        _ => null,
    };

    /// <summary>The number of the attempt that failed with the error.</summary>
    public int ErrorAttempt => Failure is { } failure
        ? Events.TakeWhile(taskEvent => taskEvent != failure).OfType<TaskStarting>().LastOrDefault()?.Attempt ?? 0
        : 0;

    private TaskEvent? Failure =>
        Events.LastOrDefault(taskEvent => taskEvent is TaskFailed or TaskBackoff or PromptAsked { Prompt.Error: not null });

    /// <summary>The history up to an event.</summary>
    public TaskHistory Until(long seq) => new(access, id) { Events = [.. Events.TakeWhile(taskEvent => taskEvent.Seq <= seq)] };

    /// <summary>Reads at least up to an event.</summary>
    public async Task ReadToAsync(long seq, CancellationToken cancellationToken)
    {
        if (seq <= _readTo)
        {
            return;
        }

        var before = _events.Count;
        for (var page = PageSize; page == PageSize;)
        {
            var events = await access.ReadEventsAsync(id, _readTo, PageSize, EventKinds.Milestones, cancellationToken);
            page = events.Count;
            _events.AddRange(events);
            _readTo = events.Count > 0 ? events[^1].Seq : _readTo;
        }

        _readTo = Math.Max(_readTo, seq);
        Events = _events.Count > before ? [.. _events] : Events;
    }
}
