namespace BlazorTasks;

/// <summary>
/// How many slots of a process are taken. More may be than there are: a task that has waited for a person goes on at once.
/// </summary>
/// <param name="InUse">The slots in use, except for those of <see cref="TaskPolicy.CpuBound"/> tasks.</param>
/// <param name="Total">How many of these there are.</param>
/// <param name="CpuBoundInUse">The slots in use by <see cref="TaskPolicy.CpuBound"/> tasks.</param>
/// <param name="CpuBoundTotal">How many of these there are.</param>
public sealed record SlotUsage(int InUse, int Total, int CpuBoundInUse, int CpuBoundTotal);
