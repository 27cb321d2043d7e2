namespace BlazorTasks.Cluster;

/// <summary>A direct connection between the nodes of a database.</summary>
internal interface IClusterLink : INodeLink, IAsyncDisposable
{
    /// <summary>
    /// Connects to the other nodes, in the background. Called again whenever a node has come or gone, and when this node has
    /// got another id.
    /// </summary>
    /// <param name="here">This node. Its lease is held.</param>
    /// <param name="observer">Notified of what the others send.</param>
    void Connect(Guid here, IClusterObserver observer);

    /// <summary>Makes the other nodes look into the store. Returns immediately.</summary>
    /// <param name="hint">What to look at.</param>
    /// <param name="others">How many other nodes are alive.</param>
    /// <returns>Whether all of them can be reached. A hint that turns out to be lost is notified otherwise.</returns>
    bool Hint(ClusterHint hint, int others);
}

/// <summary>What a link needs to know.</summary>
/// <param name="ConnectionString">How the database is reached.</param>
/// <param name="Schema">The schema, which the nodes have in common.</param>
/// <param name="Options">The settings.</param>
internal sealed record LinkSettings(string ConnectionString, string Schema, PostgresClusterOptions Options);
