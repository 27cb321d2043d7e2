namespace BlazorTasks;

/// <summary>How busy a node was at its last heartbeat.</summary>
/// <param name="Tasks">The number of unfinished tasks that it owns, including those that wait for a person.</param>
/// <param name="Queued">The number of these that wait for a slot.</param>
/// <param name="Slots">How many of its slots are taken, of how many.</param>
/// <param name="Cpu">The share of the machine's processors that the process has used since the heartbeat before, from 0 to
/// 1.</param>
public sealed record NodeLoad(int Tasks, int Queued, SlotUsage Slots, double Cpu);
