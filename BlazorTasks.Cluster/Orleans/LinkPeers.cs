using System.Collections.Immutable;

namespace BlazorTasks.Cluster.Orleans;

/// <summary>The other nodes whose silos are active, by the id of the node, which is the name of its silo.</summary>
internal sealed class LinkPeers(Action<ClusterHint> onLost)
{
    private volatile ImmutableDictionary<Guid, Peer> _all = ImmutableDictionary<Guid, Peer>.Empty;

    public IEnumerable<Peer> All => _all.Values;

    public Peer? Find(Guid node) => _all.GetValueOrDefault(node);

    /// <summary>Makes the other nodes look into the store.</summary>
    /// <returns>How many of them can be reached.</returns>
    public int Hint(ClusterHint hint)
    {
        var reachable = 0;
        foreach (var (_, peer) in _all)
        {
            if (peer.IsReachable)
            {
                peer.Hint(hint);
                reachable++;
            }
        }

        return reachable;
    }

    /// <summary>A node wants to see what this one shows.</summary>
    /// <returns>Whether it is known.</returns>
    public bool OnWatched(Guid node)
    {
        Find(node)?.OnWatched();
        return Find(node) is not null;
    }

    /// <summary>The members of the cluster have changed. Called by one loop only.</summary>
    public void Update(IEnumerable<ClusterMember> members, SiloAddress here, Func<SiloAddress, INodeService> serviceOf)
    {
        var before = _all;
        var peers = ImmutableDictionary.CreateBuilder<Guid, Peer>();
        foreach (var member in members.Where(member => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(here)))
        {
            if (Guid.TryParse(member.Name, out var node))
            {
                peers[node] = before.GetValueOrDefault(node) is { } known && known.Silo.Equals(member.SiloAddress)
                    ? known
                    : new Peer(member.SiloAddress, serviceOf(member.SiloAddress), onLost);
            }
        }

        _all = peers.ToImmutable();
        foreach (var gone in before.Values.Except(peers.Values))
        {
            gone.Dispose();
        }
    }

    /// <summary>There is no silo any more.</summary>
    public void Clear()
    {
        var before = _all;
        _all = ImmutableDictionary<Guid, Peer>.Empty;
        foreach (var peer in before.Values)
        {
            peer.Dispose();
        }
    }
}
