namespace BlazorTasks.Storage;

/// <summary>The nodes in the memory of this process: those of its own past and present.</summary>
internal sealed class InMemoryNodes : ITaskNodes
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, TaskNode> _nodes = [];

    public Task PutAsync(TaskNode node, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _nodes[node.Id] = node;
            if (_nodes.Count > ITaskNodes.Remembered)
            {
                _nodes.Remove(_nodes.Values.MinBy(one => one.StartedAt)!.Id);
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<TaskNode>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult((IReadOnlyList<TaskNode>)[.. _nodes.Values.OrderByDescending(node => node.StartedAt)]);
        }
    }
}
