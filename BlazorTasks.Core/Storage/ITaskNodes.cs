namespace BlazorTasks.Storage;

/// <summary>The node registry of a store.</summary>
public interface ITaskNodes
{
    /// <summary>The maximum number of nodes that are remembered.</summary>
    const int Remembered = 100;

    /// <summary>Stores the current state of a node, and deletes the oldest nodes beyond <see cref="Remembered"/>.</summary>
    Task PutAsync(TaskNode node, CancellationToken cancellationToken);

    /// <summary>Returns all remembered nodes, most recently started first.</summary>
    Task<IReadOnlyList<TaskNode>> ListAsync(CancellationToken cancellationToken);
}
