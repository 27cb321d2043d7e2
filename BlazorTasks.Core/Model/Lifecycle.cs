namespace BlazorTasks;

/// <summary>
/// The states and the allowed transitions between them (docs/task-lifecycle.md). This is the only place where they are
/// defined.
/// </summary>
public static class Lifecycle
{
    private static readonly TaskState[][] Moves = BuildMoves();

    /// <summary>Returns whether this is a final state. A final state is only left by a retry.</summary>
    public static bool IsFinal(this TaskState state) => state >= TaskState.Succeeded;

    /// <summary>Returns whether the code of a task in this state has started and not yet returned.</summary>
    public static bool IsUnderWay(this TaskState state) =>
        state is TaskState.Starting or TaskState.Running or TaskState.Waiting or TaskState.Cancelling;

    /// <summary>Returns the states that can follow this one.</summary>
    public static IReadOnlyList<TaskState> Next(TaskState from) => Moves[(int)from];

    /// <summary>Returns whether the transition is allowed.</summary>
    public static bool Allows(TaskState from, TaskState to) => Moves[(int)from].AsSpan().Contains(to);

    /// <summary>
    /// Returns whether an event is allowed in this state. A final state is only left by <see cref="TaskRetried"/>.
    /// </summary>
    internal static bool Allows(TaskState from, TaskEvent taskEvent) =>
        taskEvent.NextState is not { } to || (Allows(from, to) && from.IsFinal() == taskEvent is TaskRetried);

    private static TaskState[][] BuildMoves()
    {
        var moves = new TaskState[Enum.GetValues<TaskState>().Length][];
        moves[(int)TaskState.Scheduled] = [TaskState.Queued, TaskState.Cancelled, TaskState.Failed];
        moves[(int)TaskState.Queued] = [TaskState.Starting, TaskState.Cancelled, TaskState.Failed];
        moves[(int)TaskState.Starting] =
            [
                TaskState.Running,
                TaskState.Waiting,
                TaskState.Failed,
                TaskState.Cancelling,
                TaskState.Queued,
                TaskState.Backoff,
                TaskState.Interrupted];
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
