namespace BlazorTasks.Dashboard.Components.Timelines;

/// <summary>Builds a timeline in one pass over the milestones.</summary>
internal sealed class TimelineBuilder(string? me)
{
    private readonly List<TimelineAttempt> _attempts = [];
    private readonly List<TimelineRow> _rows = [];
    private readonly Dictionary<int, int> _steps = [];
    private TimelineAttempt? _open;
    private int? _wait;
    private int? _pause;
    private bool _isOver;
    private DateTimeOffset _last;

    /// <summary>The timeline, or null if no attempt has started.</summary>
    public Timeline? Build(IReadOnlyList<TaskEvent> milestones, DateTimeOffset now)
    {
        foreach (var taskEvent in milestones)
        {
            Add(taskEvent);
        }

        CloseAttempt();
        var until = _isOver || now < _last ? _last : now;
        return _attempts.Count == 0 ? null : new Timeline(_attempts[0].From, until, _isOver, _attempts);
    }

    private void Add(TaskEvent taskEvent)
    {
        switch (taskEvent)
        {
            case TaskStarting starting:
                Begin(starting);
                break;
            case StepStarted step:
                _steps[step.Step] = _rows.Count;
                _rows.Add(new TimelineRow(step.Name, TimelineKind.Step, "running", step.At, null));
                break;
            case StepFinished finished when _steps.TryGetValue(finished.Step, out var at):
                _rows[at] = _rows[at] with { To = finished.At, State = StateOf(finished), Why = finished.Error };
                break;
            case StepReused reused:
                const string Note = "reused from an earlier attempt";
                _rows.Add(new TimelineRow(reused.Name, TimelineKind.Reused, "succeeded", reused.At, reused.At, Note));
                break;
            case PromptAsked { Prompt.Kind: PromptKind.Retry } asked when _open is { To: null }:
                EndAttempt("failed", asked.At, asked.Prompt.Error?.Message);
                break;
            case PromptAnswered { By: { } by } when _wait is { } wait:
                _rows[wait] = _rows[wait] with { Why = $"answered by {TaskText.Person(by, me)}" };
                break;
            case TaskRetried retried when _open is not null:
                Pause($"Until retried by {TaskText.Person(retried.By, me)}", "queued", _last);
                break;
        }

        if (taskEvent.NextState is { } next)
        {
            Enter(next, taskEvent);
        }
    }

    private void Begin(TaskStarting starting)
    {
        ClosePause(starting.At);
        CloseAttempt();
        _open = new TimelineAttempt(starting.Attempt, "running", starting.Node, starting.At, null, null, []);
    }

    private void Enter(TaskState next, TaskEvent taskEvent)
    {
        if (_wait is { } wait && next != TaskState.Waiting)
        {
            _rows[wait] = _rows[wait] with { To = taskEvent.At };
            _wait = null;
        }

        if (next == TaskState.Waiting)
        {
            _rows.Add(new TimelineRow(Ask(taskEvent), TimelineKind.Waiting, "waiting", taskEvent.At, null));
            _wait = _rows.Count - 1;
        }
        else if (_open is { To: null } && !next.IsUnderWay())
        {
            End(next, taskEvent);
        }
        else if (next == TaskState.Queued && _open is not null && _pause is null)
        {
            Pause("Waiting for a free slot", "queued", taskEvent.At);
        }

        _last = taskEvent.At;
        _isOver = next.IsFinal();
        if (_isOver)
        {
            ClosePause(taskEvent.At);
        }
    }

    private void End(TaskState next, TaskEvent taskEvent)
    {
        var state = next switch
        {
            TaskState.Backoff => "failed",
            TaskState.Queued => "interrupted",
            _ => TaskText.Key(next),
        };
        EndAttempt(state, taskEvent.At, WhyOf(taskEvent));
        if (!next.IsFinal())
        {
            Pause("Waiting to retry", "backoff", taskEvent.At);
        }
    }

    private void EndAttempt(string state, DateTimeOffset at, string? why)
    {
        _open = _open! with { To = at, State = state, Why = why };
        for (var i = 0; i < _rows.Count; i++)
        {
            if (_rows[i].To is null)
            {
                _rows[i] = _rows[i] with { To = at, State = "interrupted", Why = "not finished" };
            }
        }
    }

    private void Pause(string name, string state, DateTimeOffset from)
    {
        _pause = _rows.Count;
        _rows.Add(new TimelineRow(name, TimelineKind.Between, state, from, null));
    }

    private void ClosePause(DateTimeOffset at)
    {
        if (_pause is { } pause)
        {
            _rows[pause] = _rows[pause] with { To = at };
            _pause = null;
        }
    }

    private void CloseAttempt()
    {
        if (_open is not null)
        {
            _attempts.Add(_open with { Rows = [.. _rows] });
            _rows.Clear();
            _steps.Clear();
        }
    }

    private static string StateOf(StepFinished finished) => finished.Error switch
    {
        null => "succeeded",
        "cancelled" => "cancelled",
        _ => "failed",
    };

    private static string Ask(TaskEvent taskEvent) => taskEvent switch
    {
        PromptAsked { Prompt.Kind: PromptKind.Pause } => "Paused",
        PromptAsked asked => $"Asked: {asked.Prompt.Title}",
        _ => "Waiting for an answer",
    };

    private static string? WhyOf(TaskEvent taskEvent) => taskEvent switch
    {
        TaskBackoff backoff => backoff.Error.Message,
        TaskFailed failed => failed.Error.Message,
        TaskInterrupted interrupted => interrupted.Message,
        TaskLost lost => lost.Message,
        _ => null,
    };
}
