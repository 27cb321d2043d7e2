using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace BlazorTasks.App.Accounts;

/// <summary>Limits sign-ins per address: one that guesses many names does not get far.</summary>
internal sealed class SignInLimit : IDisposable
{
    public const int PerMinute = 20;

    /// <summary>The answer when the limit is reached.</summary>
    public const string Reached = "There were too many sign-ins from your address. Try again in a minute.";

    /// <summary>What a provider assigns to one customer, who can choose any address in it.</summary>
    private const int NetworkBytes = 8;

    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetTokenBucketLimiter(NetworkOf(address), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = PerMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / PerMinute,
        }));

    /// <summary>Counts a sign-in, and returns whether it may go on.</summary>
    public bool TryAcquire(IPAddress? from)
    {
        using var lease = _limiter.AttemptAcquire(from ?? IPAddress.None);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    private static IPAddress NetworkOf(IPAddress address) => address switch
    {
        { AddressFamily: AddressFamily.InterNetworkV6 } =>
            new IPAddress([.. address.GetAddressBytes()[..NetworkBytes], .. new byte[NetworkBytes]]),
        _ => address,
    };
}
