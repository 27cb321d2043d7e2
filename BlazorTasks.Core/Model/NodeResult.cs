namespace BlazorTasks;

/// <summary>The outcome of a command for a node.</summary>
public enum NodeOutcome
{
    /// <summary>The command takes effect.</summary>
    Accepted,

    /// <summary>The node does not exist.</summary>
    NotFound,

    /// <summary>The node has ended, or there can be no other node.</summary>
    NotNow,
}

/// <summary>The result of a command for a node.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Message">The outcome as a sentence.</param>
/// <param name="Node">The node after the command, if it exists.</param>
public sealed record NodeResult(NodeOutcome Outcome, string Message, TaskNode? Node)
{
    /// <summary>Gets whether the command takes effect.</summary>
    public bool IsAccepted => Outcome == NodeOutcome.Accepted;

    internal static NodeResult Accepted(TaskNode node) => new(NodeOutcome.Accepted, $"Accepted for {node.Name}.", node);

    internal static NodeResult NotFound(Guid id) => new(NodeOutcome.NotFound, $"Node {id} does not exist.", null);

    internal static NodeResult Ended(TaskNode node) => new(NodeOutcome.NotNow, $"{node.Name} is no longer running.", node);

    internal static NodeResult OnlyNode(TaskNode node) =>
        new(NodeOutcome.NotNow, $"{node.Name} is the only process that can use this history. Draining requires PostgreSQL.", node);
}

/// <summary>A definition of waiting tasks that no running node knows.</summary>
/// <param name="Definition">The name of the definition.</param>
/// <param name="Waiting">The number of its tasks that wait.</param>
public sealed record UnknownDefinition(string Definition, int Waiting);
