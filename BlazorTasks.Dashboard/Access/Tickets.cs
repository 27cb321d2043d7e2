using System.Buffers.Text;
using System.Security.Cryptography;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Tickets with which a browser on another site opens one event stream or WebSocket: it cannot send a header there, and an API
/// key must not be in a URL. They are kept in this process, by hash.
/// </summary>
internal sealed class Tickets(TimeProvider time)
{
    /// <summary>How long a ticket can be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private const int Bytes = 32;
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, (ClaimsPrincipal User, DateTimeOffset ExpiresAt)> _open = new(StringComparer.Ordinal);

    /// <summary>Issues a ticket for a user, or returns null if too many are open.</summary>
    public (string Ticket, DateTimeOffset ExpiresAt)? Issue(ClaimsPrincipal user)
    {
        var now = time.GetUtcNow();
        foreach (var (hash, ticket) in _open.Where(one => one.Value.ExpiresAt <= now))
        {
            _open.TryRemove(new(hash, ticket));
        }

        if (_open.Count >= Most)
        {
            return null;
        }

        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        _open[HashOf(secret)] = (user, now + Lifetime);
        return (secret, now + Lifetime);
    }

    /// <summary>Returns the user of a ticket, which is no longer valid afterwards, or null.</summary>
    public ClaimsPrincipal? Redeem(string secret) =>
        _open.TryRemove(HashOf(secret), out var ticket) && ticket.ExpiresAt > time.GetUtcNow() ? ticket.User : null;

    private static string HashOf(string secret) => Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)));
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
