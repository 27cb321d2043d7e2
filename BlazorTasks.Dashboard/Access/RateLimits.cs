using System.Threading.RateLimiting;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Limits what each person and each API key does per minute, on all nodes together as soon as they have told each other. A third of
/// it may come at once. Whoever works on this computer without a sign-in is not limited.
/// </summary>
internal sealed class RateLimits(IOptions<DashboardOptions> options) : IDisposable
{
    private const int BurstShare = 3;

    /// <summary>How long what somebody has done is told to other nodes after they have last done it.</summary>
    private static readonly TimeSpan Told = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Request, (long Count, long At)> _counted = new();

    private readonly PartitionedRateLimiter<Request> _limiter = PartitionedRateLimiter.Create<Request, Request>(request =>
    {
        var perMinute = PerMinute(options.Value, request.Action);
        return RateLimitPartition.GetTokenBucketLimiter(request, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(1, perMinute / BurstShare),
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
        });
    });

    /// <summary>Gets or sets whether other nodes want to know what is counted here.</summary>
    public bool IsShared { get; set; }

    /// <summary>Counts an action, and returns what to throw if there were too many, or null.</summary>
    public TooManyRequestsException? Count(Person person, RateLimitedAction action)
    {
        if (person.Key is null && person.Id == Person.Local.Id)
        {
            return null;
        }

        var request = new Request(person.Key?.Id, person.Id, action);
        using var lease = _limiter.AttemptAcquire(request);
        if (IsShared && lease.IsAcquired)
        {
            var now = TimeProvider.System.GetTimestamp();
            _counted.AddOrUpdate(request, (1, now), (_, before) => (before.Count + 1, now));
        }

        return lease.IsAcquired ? null : TooMany(
            person,
            action,
            lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1));
    }

    /// <summary>Returns how much everybody has done here since they have become active.</summary>
    public Dictionary<string, long> Counted()
    {
        foreach (var idle in _counted.Where(one => TimeProvider.System.GetElapsedTime(one.Value.At) > Told))
        {
            _counted.TryRemove(idle);
        }

        return _counted.ToDictionary(one => JsonSerializer.Serialize(one.Key), one => one.Value.Count);
    }

    /// <summary>Counts what somebody has done on another node.</summary>
    public void CountElsewhere(string what, long count)
    {
        if (count > 0 && JsonSerializer.Deserialize<Request>(what) is var request && Enum.IsDefined(request.Action))
        {
            var left = _limiter.GetStatistics(request)?.CurrentAvailablePermits ?? 0;
            _limiter.AttemptAcquire(request, (int)Math.Min(count, left)).Dispose();
        }
    }

    public void Dispose() => _limiter.Dispose();

    private TooManyRequestsException TooMany(Person person, RateLimitedAction action, TimeSpan wait)
    {
        var who = person.Key is { } key ? $"The API key \"{key.Name}\" has" : "You have";
        var most = PerMinute(options.Value, action).ToString("N0", CultureInfo.InvariantCulture);
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        return new(
            $"{who} reached the limit of {most} {WordOf(action)} per minute. "
            + $"Try again in {seconds} {(seconds == 1 ? "second" : "seconds")}.",
            TimeSpan.FromSeconds(seconds));
    }

    private static int PerMinute(DashboardOptions options, RateLimitedAction action) => action switch
    {
        RateLimitedAction.Start => options.MaxStartsPerMinute,
        RateLimitedAction.Upload => options.MaxUploadsPerMinute,
        RateLimitedAction.Stream => options.MaxStreamsPerMinute,
        RateLimitedAction.Read => options.MaxReadsPerMinute,
        _ => options.MaxCommandsPerMinute,
    };

    private static string WordOf(RateLimitedAction action) => action switch
    {
        RateLimitedAction.Start => "starts",
        RateLimitedAction.Upload => "uploaded files",
        RateLimitedAction.Stream => "opened event streams and WebSockets",
        RateLimitedAction.Read => "reading requests",
        _ => "commands",
    };

    private readonly record struct Request(string? Key, string Person, RateLimitedAction Action);
}
