namespace BlazorTasks.Client;

/// <summary>Lists and drains nodes. See <see cref="BlazorTasksClient.Nodes"/>.</summary>
public sealed class NodeClient
{
    private readonly BlazorTasksClient _client;

    internal NodeClient(BlazorTasksClient client) => _client = client;

    /// <summary>Returns the nodes that work or have worked on the history, most recently started first.</summary>
    /// <inheritdoc cref="BlazorTasksClient.StartAsync" path="/exception" />
    public Task<ApiNodes> ListAsync(CancellationToken cancellationToken = default) =>
        _client.SendAsync<ApiNodes>(HttpMethod.Get, "/nodes", null, null, cancellationToken);

    /// <summary>Drains a node: it starts no more tasks that another node can run, and finishes those that it runs.</summary>
    /// <inheritdoc cref="BlazorTasksClient.StartAsync" path="/exception" />
    public Task<ApiNode> DrainAsync(Guid id, CancellationToken cancellationToken = default) =>
        _client.SendAsync<ApiNode>(HttpMethod.Post, $"/nodes/{id}/drain", new { }, null, cancellationToken);

    /// <summary>Makes a drained node start tasks again.</summary>
    /// <inheritdoc cref="BlazorTasksClient.StartAsync" path="/exception" />
    public Task<ApiNode> UndrainAsync(Guid id, CancellationToken cancellationToken = default) =>
        _client.SendAsync<ApiNode>(HttpMethod.Post, $"/nodes/{id}/undrain", new { }, null, cancellationToken);
}
