namespace BlazorTasks.Client;

/// <summary>The processes that work, or have worked, on the history.</summary>
/// <param name="Items">The nodes, the newest start first.</param>
public sealed record ApiNodes(IReadOnlyList<ApiNode> Items);

/// <summary>A process that works, or has worked, on the history.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">How it is.</param>
/// <param name="ProcessId">The number that its system gave it.</param>
/// <param name="Version">The version of BlazorTasks.</param>
/// <param name="StartedAt">When it opened the history.</param>
/// <param name="SeenAt">Its last sign of life; there is one every ten seconds.</param>
/// <param name="EndedAt">When it stopped, or when it was found that it is gone; null while it works.</param>
public sealed record ApiNode(string Name, ApiNodeState State, int ProcessId, string Version, DateTimeOffset StartedAt, DateTimeOffset SeenAt, DateTimeOffset? EndedAt);
