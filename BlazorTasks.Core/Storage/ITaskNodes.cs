namespace BlazorTasks.Storage;

/// <summary>Where a store keeps which processes have worked on it.</summary>
public interface ITaskNodes
{
    /// <summary>How many are remembered: the newest.</summary>
    const int Remembered = 100;

    /// <summary>Stores a node as it is now, and forgets the oldest beyond <see cref="Remembered"/>.</summary>
    Task PutAsync(TaskNode node, CancellationToken cancellationToken);

    /// <summary>All that are remembered, the newest start first.</summary>
    Task<IReadOnlyList<TaskNode>> ListAsync(CancellationToken cancellationToken);
}
