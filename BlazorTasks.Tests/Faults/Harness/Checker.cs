namespace BlazorTasks.Tests.Faults.Harness;

/// <summary>What the checker found.</summary>
/// <param name="Lost">Acknowledged operations that are not in the history.</param>
/// <param name="Duplicated">What happened twice and may happen once: starts of one key, deeds of one attempt.</param>
/// <param name="Violations">Broken invariants, in words.</param>
public sealed record Verdict(int Lost, int Duplicated, IReadOnlyList<string> Violations)
{
    public static Verdict operator +(Verdict left, Verdict right) =>
        new(left.Lost + right.Lost, left.Duplicated + right.Duplicated, [.. left.Violations, .. right.Violations]);
}

/// <summary>
/// Judges a history after the fact, as Jepsen does: it knows what clients were told, what the database says and what tasks
/// did, and nothing of how the server works. The numbers are the invariants of docs/faults.md.
/// </summary>
public sealed class Checker
{
    private readonly History _history;
    private readonly Dictionary<TaskId, TaskHistory> _tasks;
    private readonly ILookup<TaskId, AuditEntry>? _audit;
    private readonly List<string> _violations = [];
    private int _lost;
    private int _duplicated;

    private Checker(History history)
    {
        _history = history;
        _tasks = history.Tasks.ToDictionary(task => task.Snapshot.Id);
        _audit = history.Audit?.Where(entry => entry.Refusal is null).ToLookup(entry => entry.TaskId);
    }

    /// <summary>Judges.</summary>
    /// <param name="history">What happened.</param>
    /// <param name="atRest">Whether everything had come to rest before the end, so that no task may be under way.</param>
    public static Verdict Judge(History history, bool atRest = true)
    {
        var checker = new Checker(history);
        checker.CheckStarts();
        checker.CheckCommands();
        checker.CheckDeeds();
        foreach (var task in history.Tasks)
        {
            checker.CheckStory(task);
            checker.CheckLog(task);
            checker.CheckAudit(task);
            if (atRest)
            {
                checker.CheckRest(task.Snapshot);
            }
        }

        return new Verdict(checker._lost, checker._duplicated, checker._violations);
    }

    /// <summary>I1, I2: what was acknowledged is there; one key is one task; what was refused is not there.</summary>
    private void CheckStarts()
    {
        var byKey = _history.Tasks.Select(task => (((TaskCreated)task.Events[0]).IdempotencyKey, task.Snapshot.Id))
            .Where(one => one.IdempotencyKey is not null)
            .ToLookup(one => one.IdempotencyKey!, one => one.Id);
        foreach (var asked in _history.Ops.Where(op => op.Kind == OpKind.Start).GroupBy(op => op.Key))
        {
            var made = byKey[asked.Key].ToList();
            var told = asked.Where(op => op.Outcome == OpOutcome.Ok).Select(op => op.Task!.Value).Distinct().ToList();
            var lost = told.Count(id => !_tasks.ContainsKey(id));
            _lost += lost;
            _duplicated += Math.Max(0, made.Count - 1);
            Demand(lost == 0, $"I1: start {asked.Key} was acknowledged and is not there");
            Demand(made.Count <= 1, $"I2: key {asked.Key} made {made.Count} tasks");
            Demand(told.Count <= 1, $"I2: key {asked.Key} was answered with {told.Count} different tasks");
            Demand(made.Count == 0 || asked.Any(op => op.Outcome != OpOutcome.Refused), $"I1: start {asked.Key} was refused and is there");
        }
    }

    /// <summary>I11, I13: what people were told about their commands is what happened.</summary>
    private void CheckCommands()
    {
        foreach (var asked in _history.Ops.Where(op => op.Kind != OpKind.Start && op.Task is { } id && _tasks.ContainsKey(id))
            .GroupBy(op => (op.Kind, op.Key, op.Task!.Value)))
        {
            var (kind, key, id) = asked.Key;
            var events = _tasks[id].Events;
            var found = kind switch
            {
                OpKind.Cancel => events.Count(one => one is CancelRequested or TaskCancelled { Reason: TaskReason.ByUser }),
                OpKind.Answer => events.Count(one => (one as PromptAnswered)?.Prompt == key || (one as RetryApproved)?.Prompt == key),
                _ => events.Count(one => one is TaskRetried),
            };
            var acknowledged = asked.Count(op => op.Outcome == OpOutcome.Ok);
            _lost += acknowledged > 0 && found == 0 ? 1 : 0;
            Demand(acknowledged == 0 || found > 0, $"I13: {kind} of {id} was acknowledged and is not in its history");
            Demand(found == 0 || asked.Any(op => op.Outcome != OpOutcome.Refused),
                $"I13: {kind} of {id} was refused and is in its history");
            Demand(kind != OpKind.Answer
                || (acknowledged <= 1 && found <= 1),
                $"I11: prompt {key} of {id} was answered {found} times, and {acknowledged} answers were acknowledged");
        }
    }

    /// <summary>
    /// I12, I14: code runs only when its start is stored; a deed is done once in an attempt, and not again once its step is
    /// stored as done.
    /// </summary>
    private void CheckDeeds()
    {
        foreach (var deed in _history.Deeds.GroupBy(deed => deed))
        {
            var (id, attempt, what) = deed.Key;
            _duplicated += deed.Count() - 1;
            Demand(deed.Count() == 1, $"I14: attempt {attempt} of {id} did \"{what}\" {deed.Count()} times");
            var events = _tasks.TryGetValue(id, out var task) ? task.Events : [];
            var start = events.OfType<TaskStarting>().FirstOrDefault(starting => starting.Attempt == attempt);
            Demand(start is not null, $"I12: attempt {attempt} of {id} did \"{what}\" and its start is not stored");
            var steps = events.OfType<StepStarted>().Where(step => step.Name == what && step.Seq < start?.Seq).Select(step => step.Step);
            var isStored = events.OfType<StepFinished>()
                .Any(step => step.Error is null && step.Seq < start?.Seq && steps.Contains(step.Step));
            _duplicated += isStored ? 1 : 0;
            Demand(!isStored, $"I14: attempt {attempt} of {id} did \"{what}\" again, which was stored as done");
        }
    }

    /// <summary>I3 to I8, I10, I11, I18: the events of one task are a possible life, and its snapshot is their sum.</summary>
    private void CheckStory(TaskHistory task)
    {
        var (id, events) = (task.Snapshot.Id, task.Events);
        Demand(events.Select(one => one.Seq)
            .SequenceEqual(Enumerable.Range(1, events.Count).Select(seq => (long)seq)), $"I3: {id} has a gap in its {events.Count} events");
        Demand(task.Snapshot.Seq == events[^1]
            .Seq, $"I3: {id} ends with event {events[^1].Seq}, and its snapshot with {task.Snapshot.Seq}");
        var folded = TaskSnapshot.From(id, (TaskCreated)events[0]);
        var wasLost = false;
        foreach (var (before, taskEvent) in events.Zip(events.Skip(1)))
        {
            Demand(taskEvent.At >= before.At, $"I3: event {taskEvent.Seq} of {id} lies before event {before.Seq}");
            Demand(taskEvent.Epoch >= before.Epoch
                && (taskEvent is not TaskStarting || taskEvent.Epoch > before.Epoch),
                $"I8: event {taskEvent.Seq} of {id} has epoch {taskEvent.Epoch} after {before.Epoch}");
            if (taskEvent.NextState is { } next)
            {
                Demand(Lifecycle.Allows(folded.State, next), $"I5: {id} went from {folded.State} to {next} by event {taskEvent.Seq}");
                Demand(folded.State.IsFinal() == taskEvent is TaskRetried,
                    $"I6, I7: {id} was {folded.State} before event {taskEvent.Seq}, {taskEvent.GetType().Name}");
            }

            folded = folded.Apply(taskEvent);
            wasLost |= taskEvent is TaskLost; // its question stays open until it is run again and comes to it
            Demand(folded.State == TaskState.Waiting ? folded.Prompt is not null : folded.Prompt is null || wasLost,
                $"I10: {id} is {folded.State} with{(folded.Prompt is null ? "out a" : " an open")} prompt at event {taskEvent.Seq}");
            Demand(folded.Progress is null or (>= 0 and <= 100), $"I18: {id} was at {folded.Progress} %");
        }

        Demand(events.OfType<PromptAnswered>().GroupBy(answer => answer.Prompt)
            .All(answers => answers.Count() == 1), $"I11: a prompt of {id} has two answers");
        Demand(folded.State != TaskState.Succeeded || folded.Progress == 100, $"I18: {id} succeeded at {folded.Progress} %");
        Demand(Json(folded, folded) == Json(task.Snapshot, folded),
            $"I4: the snapshot of {id} is not the sum of its events: {Json(task.Snapshot, folded)} for {Json(folded, folded)}");
    }

    /// <summary>I16: lines that are there and lines that are counted as dropped are all the lines there were.</summary>
    private void CheckLog(TaskHistory task)
    {
        var next = 1L;
        foreach (var chunk in task.Events.OfType<TaskLogged>())
        {
            Demand(chunk.FirstLine == next + chunk.Dropped,
                $"I16: {task.Snapshot.Id} has line {chunk.FirstLine} where {next + chunk.Dropped} should be");
            next = chunk.FirstLine + chunk.Lines.Count + (chunk.Trimmed?.Lines ?? 0);
        }

        var lines = task.Events.OfType<TaskLogged>().Sum(chunk => chunk.Lines.Count);
        Demand(lines == task.Snapshot.LogLines, $"I16: {task.Snapshot.Id} counts {task.Snapshot.LogLines} lines, and its log has {lines}");

        Demand(next - 1 == task.Snapshot.LogLines + task.Snapshot.DroppedLines,
            $"I16: {task.Snapshot.Id} counts {task.Snapshot.LogLines} + {task.Snapshot.DroppedLines} lines, and its log has {next - 1}");
    }

    /// <summary>I17: what a person did to a task is in the audit, once, and nothing else is.</summary>
    private void CheckAudit(TaskHistory task)
    {
        var isAsked = false; // to stop: its end then is no second deed
        var done = new List<string>();
        foreach (var taskEvent in task.Events)
        {
            var deed = taskEvent switch
            {
                TaskCreated { Owner: { } owner } => (owner, AuditAction.Start),
                CancelRequested { By: { } by } => (by, AuditAction.Cancel),
                TaskCancelled { By: { } by } when !isAsked => (by, AuditAction.Cancel),
                PauseRequested { By: { } by } when by != "the application" => (by, AuditAction.Pause),
                PromptAnswered { By: { } by } => (by, AuditAction.Answer),
                RetryApproved { By: { } by } => (by, AuditAction.Answer),
                TaskFailed { By: { } by } => (by, AuditAction.Answer),
                TaskRetried { By: { } by } => (by, AuditAction.Retry),
                TaskDismissed { By: { } by } => (by, AuditAction.Dismiss),
                _ => ((string, AuditAction)?)null,
            };
            isAsked = taskEvent is CancelRequested || (isAsked && taskEvent is not TaskRetried);
            if (deed is var (who, what))
            {
                done.Add($"{what} by {who} at {taskEvent.At:O}");
            }
        }

        var told = _audit?[task.Snapshot.Id].OrderBy(entry => entry.Number)
            .Select(entry => $"{entry.Action} by {entry.By} at {entry.At:O}");
        Demand(told?.SequenceEqual(done) != false,
            $"I17: the audit of {task.Snapshot.Id} says [{string.Join(", ", told ?? [])}] where [{string.Join(", ", done)}] was done");
    }

    /// <summary>I15: what has not ended waits for its turn, its time or a person.</summary>
    private void CheckRest(TaskSnapshot task) => Demand(
        task.State.IsFinal() || task.State is TaskState.Scheduled or TaskState.Backoff or TaskState.Queued
            || (task.State == TaskState.Waiting && task.Prompt is not null),
        $"I15: {task.Id} ({task.Name}) is {task.State} and nothing moves it");

    private void Demand(bool holds, string violation)
    {
        if (!holds)
        {
            _violations.Add(violation);
        }
    }

    /// <summary>Live state may be newer in the snapshot than in the last event.</summary>
    private static string Json(TaskSnapshot task, TaskSnapshot live) =>
        JsonSerializer.Serialize(
            task with { Progress = live.Progress, Status = live.Status, HasCheckpoints = live.HasCheckpoints },
            TaskJson.Options);
}
