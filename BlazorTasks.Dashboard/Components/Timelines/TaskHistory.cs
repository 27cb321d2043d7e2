using System.Text.Json;
using BlazorTasks.Storage;

namespace BlazorTasks.Dashboard.Components.Timelines;

/// <summary>What happened to a task, read on as it goes: each event is read once, however long the page stays open.</summary>
internal sealed class TaskHistory(TaskMonitor monitor, TaskId id)
{
    private const int PageSize = 2_000;
    private readonly List<TaskEvent> _events = [];
    private long _readTo;

    /// <summary>The events, in order. A new list after each reading that found something.</summary>
    public IReadOnlyList<TaskEvent> Events { get; private set; } = [];

    /// <summary>What its newest attempt was started with, or null for a lambda.</summary>
    public JsonElement? Input => Events.OfType<RetryApproved>().LastOrDefault(approved => approved.Input is not null)?.Input ?? (Events is [TaskCreated created, ..] ? created.Input : null);

    /// <summary>What it returned, or null. A retry takes an earlier result back.</summary>
    public JsonElement? Result => Events.OfType<TaskSucceeded>().LastOrDefault()?.Result;

    /// <summary>The newest error, whether or not another attempt followed it.</summary>
    public TaskError? Error => Failure switch
    {
        TaskFailed failed => failed.Error,
        TaskBackoff backoff => backoff.Error,
        PromptAsked asked => asked.Prompt.Error,
        _ => null,
    };

    /// <summary>The number of the attempt that the error ended.</summary>
    public int ErrorAttempt => Failure is { } failure ? Events.TakeWhile(happened => happened != failure).OfType<TaskStarting>().LastOrDefault()?.Attempt ?? 0 : 0;

    private TaskEvent? Failure => Events.LastOrDefault(happened => happened is TaskFailed or TaskBackoff or PromptAsked { Prompt.Error: not null });

    /// <summary>The same milestones as it was told after an event of this number.</summary>
    public TaskHistory Until(long seq) => new(monitor, id) { Events = [.. Events.TakeWhile(happened => happened.Seq <= seq)] };

    /// <summary>Reads what happened up to an event of this number, and perhaps beyond.</summary>
    public async Task ReadToAsync(long seq, CancellationToken cancellationToken)
    {
        if (seq <= _readTo)
        {
            return;
        }

        var before = _events.Count;
        for (var page = PageSize; page == PageSize;)
        {
            var events = await monitor.ReadEventsAsync(id, _readTo, PageSize, EventKinds.Milestones, cancellationToken);
            page = events.Count;
            _events.AddRange(events);
            _readTo = events.Count > 0 ? events[^1].Seq : _readTo;
        }

        _readTo = Math.Max(_readTo, seq);
        Events = _events.Count > before ? [.. _events] : Events;
    }
}
