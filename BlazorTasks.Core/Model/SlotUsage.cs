namespace BlazorTasks;

/// <summary>
/// How many slots of a process are taken. More may be than there are: a task that has waited for a person goes on at once.
/// </summary>
/// <param name="Taken">The slots that are taken, those of <see cref="TaskPolicy.CpuBound"/> tasks aside.</param>
/// <param name="Total">How many of these there are.</param>
/// <param name="CpuBoundTaken">The slots that are taken by <see cref="TaskPolicy.CpuBound"/> tasks.</param>
/// <param name="CpuBoundTotal">How many of these there are.</param>
public sealed record SlotUsage(int Taken, int Total, int CpuBoundTaken, int CpuBoundTotal);
