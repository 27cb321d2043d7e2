namespace BlazorTasks;

/// <summary>The table of states and the moves between them (docs/task-lifecycle.md). There is no other place that decides this.</summary>
public static class Lifecycle
{
    private static readonly TaskState[][] Moves = BuildMoves();

    /// <summary>Whether a task in this state has ended. A final state is left only by a retry.</summary>
    public static bool IsFinal(this TaskState state) => state >= TaskState.Succeeded;

    /// <summary>Whether the code of a task in this state has begun and has not ended.</summary>
    public static bool IsUnderWay(this TaskState state) =>
        state is TaskState.Starting or TaskState.Running or TaskState.Waiting or TaskState.Cancelling;

    /// <summary>The states that can follow this one.</summary>
    public static IReadOnlyList<TaskState> Next(TaskState from) => Moves[(int)from];

    /// <summary>Whether a task may go from one state to the other.</summary>
    public static bool Allows(TaskState from, TaskState to) => Moves[(int)from].AsSpan().Contains(to);

    /// <summary>Whether an event may happen to a task in this state. A final state is left by <see cref="TaskRetried"/> alone, and by that nothing else.</summary>
    internal static bool Allows(TaskState from, TaskEvent happened) =>
        happened.NextState is not { } to || (Allows(from, to) && from.IsFinal() == happened is TaskRetried);

    private static TaskState[][] BuildMoves()
    {
        var moves = new TaskState[Enum.GetValues<TaskState>().Length][];
        moves[(int)TaskState.Scheduled] = [TaskState.Queued, TaskState.Cancelled, TaskState.Failed];
        moves[(int)TaskState.Queued] = [TaskState.Starting, TaskState.Cancelled, TaskState.Failed];
        moves[(int)TaskState.Starting] =
            [TaskState.Running, TaskState.Waiting, TaskState.Failed, TaskState.Cancelling, TaskState.Queued, TaskState.Backoff, TaskState.Interrupted];
        moves[(int)TaskState.Running] =
        [
            TaskState.Waiting, TaskState.Succeeded, TaskState.Failed, TaskState.Backoff, TaskState.Declined,
            TaskState.Cancelling, TaskState.Queued, TaskState.Interrupted,
        ];
        moves[(int)TaskState.Waiting] =
        [
            TaskState.Running, TaskState.Queued, TaskState.Succeeded, TaskState.Failed, TaskState.Backoff, TaskState.Declined,
            TaskState.Waiting, TaskState.Cancelling, TaskState.Cancelled, TaskState.Interrupted,
        ];
        moves[(int)TaskState.Backoff] = [TaskState.Queued, TaskState.Cancelled, TaskState.Failed];
        moves[(int)TaskState.Cancelling] = [TaskState.Cancelled, TaskState.Succeeded, TaskState.Failed, TaskState.Declined];
        moves[(int)TaskState.Succeeded] = [];
        TaskState[] retry = [TaskState.Queued];
        moves[(int)TaskState.Failed] = retry;
        moves[(int)TaskState.Cancelled] = retry;
        moves[(int)TaskState.Declined] = retry;
        moves[(int)TaskState.Interrupted] = retry;
        return moves;
    }
}
