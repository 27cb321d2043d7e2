using System.Buffers.Text;
using System.Security.Cryptography;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Tickets with which a browser on another site opens one event stream or WebSocket: it cannot send a header there, and an API
/// key must not be in a URL. They are kept by hash, in this process or where all nodes find them.
/// </summary>
internal sealed class Tickets(ITaskStore store, SharedTickets shared, TimeProvider time)
{
    /// <summary>How long a ticket can be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private const int Bytes = 32;
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, (ClaimsPrincipal User, DateTimeOffset ExpiresAt)> _open = new(StringComparer.Ordinal);

    /// <summary>Issues a ticket for a user, or returns null if too many are open.</summary>
    public async ValueTask<(string Ticket, DateTimeOffset ExpiresAt)?> IssueAsync(ClaimsPrincipal user, CancellationToken stop)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        var expiresAt = time.GetUtcNow() + Lifetime;
        if (store.Cluster is { } cluster)
        {
            await shared.PutAsync(cluster.State, Hash.Of(secret), user, Lifetime, stop);
            return (secret, expiresAt);
        }

        return TryKeep(Hash.Of(secret), user, expiresAt) ? (secret, expiresAt) : null;
    }

    /// <summary>Returns the user of a ticket, which is no longer valid afterwards, or null.</summary>
    /// <param name="secret">The ticket.</param>
    /// <param name="findKey">Finds the API key with an id, as of now.</param>
    /// <param name="stop">Cancels the operation.</param>
    public async ValueTask<ClaimsPrincipal?> RedeemAsync(string secret, Func<string, ValueTask<ApiKey?>> findKey, CancellationToken stop)
    {
        if (store.Cluster is { } cluster)
        {
            return await shared.TakeAsync(cluster.State, Hash.Of(secret), findKey, stop);
        }

        return _open.TryRemove(Hash.Of(secret), out var ticket) && ticket.ExpiresAt > time.GetUtcNow() ? ticket.User : null;
    }

    private bool TryKeep(string hash, ClaimsPrincipal user, DateTimeOffset expiresAt)
    {
        var now = time.GetUtcNow();
        foreach (var (old, ticket) in _open.Where(one => one.Value.ExpiresAt <= now))
        {
            _open.TryRemove(new(old, ticket));
        }

        if (_open.Count >= Most)
        {
            return false;
        }

        _open[hash] = (user, expiresAt);
        return true;
    }
}

/// <summary>Marks an endpoint that can be opened with a ticket.</summary>
internal sealed class AcceptsTicket
{
    public static AcceptsTicket Instance { get; } = new();
}

/// <summary>Marks an endpoint that has a client token in its path.</summary>
internal sealed class AcceptsClientToken
{
    public static AcceptsClientToken Instance { get; } = new();
}

/// <summary>Marks an endpoint that the script of an external task calls with the token of the task.</summary>
internal sealed class AcceptsTaskToken
{
    public static AcceptsTaskToken Instance { get; } = new();
}
