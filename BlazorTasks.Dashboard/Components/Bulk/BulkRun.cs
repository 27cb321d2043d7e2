namespace BlazorTasks.Dashboard.Components.Bulk;

/// <summary>A bulk action that was confirmed: it waits for a possible undo, runs, or has finished.</summary>
/// <param name="plan">The action and its tasks.</param>
/// <param name="access">What the person who confirmed it may do. Each task checks their rights again.</param>
/// <param name="startsAt">When it starts unless it is undone.</param>
internal sealed class BulkRun(BulkPlan plan, TaskAccess access, DateTimeOffset startsAt)
{
    private const int MaxProblems = 5;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(string Reason, int Count)> _skipped = [.. plan.Skipped];
    private readonly List<string> _problems = [];

    /// <summary>The action and its tasks.</summary>
    public BulkPlan Plan => plan;

    /// <summary>Who confirmed it.</summary>
    public Person By => access.Person;

    /// <summary>What they may do.</summary>
    public TaskAccess Access => access;

    /// <summary>When it starts unless it is undone.</summary>
    public DateTimeOffset StartsAt => startsAt;

    /// <summary>When it finished, or null.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Whether it has started.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Whether it was undone before it started.</summary>
    public bool IsUndone => FinishedAt is not null && !IsRunning;

    /// <summary>The number of tasks that the action was applied to.</summary>
    public int Done { get; private set; }

    /// <summary>The number of tasks for which the action failed.</summary>
    public int Failed { get; private set; }

    /// <summary>The number of tasks considered so far, of those in the plan.</summary>
    public int Processed { get; private set; }

    /// <summary>The error messages of the first failures.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_gate)
            {
                return [.. _problems];
            }
        }
    }

    /// <summary>Completes when it is undone or stopped.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Undoes it before it has started; afterwards, stops it before the next task.</summary>
    public void Stop() => _stopped.TrySetResult();

    public void OnStarted() => IsRunning = true;

    public void OnFinished(DateTimeOffset at) => FinishedAt = at;

    public void OnDone() => Count(() => Done++);

    public void OnFailed(string problem) => Count(() =>
    {
        Failed++;
        if (_problems.Count < MaxProblems)
        {
            _problems.Add(problem);
        }
    });

    public void OnSkipped(string reason) => Count(() =>
    {
        var at = _skipped.FindIndex(one => one.Reason == reason);
        if (at < 0)
        {
            _skipped.Add((reason, 1));
        }
        else
        {
            _skipped[at] = (reason, _skipped[at].Count + 1);
        }
    });

    /// <summary>Returns the outcome, such as "Dismiss 12 tasks: 10 done, 2 skipped (already dismissed: 2)".</summary>
    public string Summarize()
    {
        lock (_gate)
        {
            var parts = new List<string> { Invariant($"{Done:N0} done") };
            if (_skipped.Count > 0)
            {
                var reasons = string.Join(", ", _skipped.Select(one => Invariant($"{one.Reason}: {one.Count:N0}")));
                parts.Add(Invariant($"{_skipped.Sum(one => one.Count):N0} skipped ({reasons})"));
            }

            if (Failed > 0)
            {
                parts.Add(Invariant($"{Failed:N0} failed"));
            }

            if (Processed < plan.Included.Count)
            {
                parts.Add(Invariant($"stopped after {Processed:N0} of {plan.Included.Count:N0}"));
            }

            return $"{plan.Title.Replace('\u00A0', ' ')}: {string.Join(", ", parts)}";
        }
    }

    private void Count(Action change)
    {
        lock (_gate)
        {
            Processed++;
            change();
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
