namespace BlazorTasks.Storage;

/// <summary>Replays the events of one task in order and collects inconsistencies.</summary>
internal sealed class TaskHistoryVerifier(TaskSnapshot stored)
{
    private const int Most = 20;

    private readonly List<string> _found = [];
    private TaskSnapshot? _task;
    private TaskEvent? _last;
    private bool _wasLost;
    private bool _isCompared;
    private bool _isReadable = true;

    /// <summary>Gets the number of the last event.</summary>
    public long Seq => _last?.Seq ?? 0;

    public void Add(TaskEvent taskEvent)
    {
        Demand(taskEvent.Seq == Seq + 1, $"event {taskEvent.Seq} follows event {Seq}");
        if (taskEvent is UnreadableEvent unreadable)
        {
            Demand(false, $"event {taskEvent.Seq} cannot be read: {unreadable.Reason}");
            _isReadable = false;
        }

        if (_isReadable)
        {
            Follow(taskEvent);
        }

        _last = taskEvent;
        if (taskEvent.Seq == stored.Seq)
        {
            Compare();
        }
    }

    /// <summary>Completes the verification after the last event.</summary>
    /// <param name="seqNow">The number of the last event according to the task's snapshot.</param>
    public IReadOnlyList<string> Close(long seqNow)
    {
        Demand(Seq <= seqNow, $"it has {Seq} events instead of {seqNow}");
        Demand(_isCompared, $"it has {Seq} events instead of at least {stored.Seq}");
        return [.. _found.Take(Most)];
    }

    /// <summary>Replays one more event. After one that cannot be read, what would be right is no longer known.</summary>
    private void Follow(TaskEvent taskEvent)
    {
        if (_task is { } task)
        {
            CheckOrder(_last!, taskEvent);
            CheckMove(task, taskEvent);
            _task = task.Apply(taskEvent);
        }
        else if (taskEvent is TaskCreated created)
        {
            _task = TaskSnapshot.From(stored.Id, created);
        }
        else
        {
            Demand(false, $"its first event is {taskEvent.GetType().Name} instead of TaskCreated");
        }

        CheckPrompt(taskEvent);
    }

    private void CheckOrder(TaskEvent before, TaskEvent taskEvent)
    {
        Demand(taskEvent.At >= before.At, $"event {taskEvent.Seq} ({taskEvent.At:O}) is earlier than event {before.Seq} ({before.At:O})");
        Demand(
            taskEvent is TaskStarting ? taskEvent.Epoch > before.Epoch : taskEvent.Epoch >= before.Epoch,
            $"event {taskEvent.Seq} has epoch {taskEvent.Epoch} after epoch {before.Epoch}");
    }

    private void CheckMove(TaskSnapshot task, TaskEvent taskEvent)
    {
        Demand(
            Lifecycle.Allows(task.State, taskEvent),
            $"{taskEvent.GetType().Name} (event {taskEvent.Seq}) is not allowed in the state {task.State}");
        if (taskEvent is TaskLogged logged)
        {
            var line = task.LogLines + task.DroppedLines + logged.Dropped + 1;
            Demand(logged.FirstLine == line, $"event {logged.Seq} begins with line {logged.FirstLine} instead of {line}");
        }
    }

    /// <summary>
    /// A prompt is open exactly while the task waits. After a crash, it stays open until the next attempt reaches it.
    /// </summary>
    private void CheckPrompt(TaskEvent taskEvent)
    {
        _wasLost |= taskEvent is TaskLost;
        if (_task is { } task)
        {
            var isRight = task.State == TaskState.Waiting ? task.Prompt is not null : task.Prompt is null || _wasLost;
            var prompt = task.Prompt is null ? "without a prompt" : "with an open prompt";
            Demand(isRight, $"it is {task.State} {prompt} after event {taskEvent.Seq}");
        }
    }

    private TaskSnapshot WithLiveStateOf(TaskSnapshot task) =>
        stored with { Progress = task.Progress, Status = task.Status, HasCheckpoints = task.HasCheckpoints };

    /// <summary>Some state is live: it may be newer in the snapshot than in the events.</summary>
    private void Compare()
    {
        _isCompared = true;
        if (_isReadable && _task is { } task && TaskJson.Write(task) != TaskJson.Write(WithLiveStateOf(task)))
        {
            Demand(
                false,
                $"its snapshot is not the result of its {Seq} events: {TaskJson.Write(stored)} instead of {TaskJson.Write(task)}");
        }
    }

    private void Demand(bool isRight, string otherwise)
    {
        if (!isRight)
        {
            _found.Add($"{stored.Id} {stored.Name}: {otherwise}");
        }
    }
}
