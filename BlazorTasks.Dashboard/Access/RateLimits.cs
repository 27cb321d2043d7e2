using System.Threading.RateLimiting;

namespace BlazorTasks.Dashboard.Access;

/// <summary>
/// Limits what each person and each API key does per minute, in this process. A third of it may come at once. Whoever works on
/// this computer without a sign-in is not limited.
/// </summary>
internal sealed class RateLimits(IOptions<DashboardOptions> options) : IDisposable
{
    private const int BurstShare = 3;

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

    /// <summary>Counts an action, and returns what to throw if there were too many, or null.</summary>
    public TooManyRequestsException? Count(Person person, RateLimitedAction action)
    {
        if (person.Key is null && person.Id == Person.Local.Id)
        {
            return null;
        }

        using var lease = _limiter.AttemptAcquire(new(person.Key?.Id, person.Id, action));
        return lease.IsAcquired ? null : TooMany(
            person,
            action,
            lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1));
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
