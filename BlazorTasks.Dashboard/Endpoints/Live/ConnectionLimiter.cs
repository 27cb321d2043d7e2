namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>
/// Limits the number of open streams and WebSockets: per person on all nodes together (<see cref="SharedLimits"/>), and in total
/// in this process.
/// </summary>
internal sealed class ConnectionLimiter(IOptions<DashboardOptions> options)
{
    /// <summary>The number of seconds after which to retry.</summary>
    private const int RetryAfter = 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _taken = [];
    private int _all;

    /// <summary>Gets or sets how many of them each person has on other nodes.</summary>
    public IReadOnlyDictionary<string, int> OpenElsewhere { get; set; } = new Dictionary<string, int>();

    /// <summary>Returns how many of them each person has here.</summary>
    public Dictionary<string, int> Open()
    {
        lock (_gate)
        {
            return new(_taken);
        }
    }

    /// <summary>Acquires a lease, which is released when the result is disposed.</summary>
    /// <exception cref="ProblemException">A limit has been reached.</exception>
    public IDisposable Take(TaskAccess access)
    {
        access.Count(RateLimitedAction.Stream);
        var person = access.Person.Id;
        lock (_gate)
        {
            var here = _taken.GetValueOrDefault(person);
            var mine = here + OpenElsewhere.GetValueOrDefault(person);
            if (mine >= options.Value.MaxStreamsPerPerson || _all >= options.Value.MaxStreams)
            {
                throw mine >= options.Value.MaxStreamsPerPerson
                    ? new ProblemException(
                        StatusCodes.Status429TooManyRequests,
                        $"You have reached the limit of {mine} open event streams and WebSockets per person. Close one first.",
                        "too_many_streams",
                        RetryAfter)
                    : new ProblemException(
                        StatusCodes.Status503ServiceUnavailable,
                        $"This server has reached its limit of {_all} open event streams and WebSockets. Try again later.",
                        "too_many_streams",
                        RetryAfter);
            }

            _taken[person] = here + 1;
            _all++;
        }

        return new Lease(() => Leave(person));
    }

    private void Leave(string person)
    {
        lock (_gate)
        {
            _all--;
            if (--_taken[person] == 0)
            {
                _taken.Remove(person);
            }
        }
    }
}
