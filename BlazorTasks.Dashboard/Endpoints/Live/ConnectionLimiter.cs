namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>Limits the number of open streams and WebSockets per person and in total.</summary>
internal sealed class ConnectionLimiter(IOptions<DashboardOptions> options)
{
    /// <summary>The number of seconds after which to retry.</summary>
    private const int RetryAfter = 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _taken = [];
    private int _all;

    /// <summary>Acquires a lease, which is released when the result is disposed.</summary>
    /// <exception cref="ProblemException">A limit has been reached.</exception>
    public IDisposable Take(TaskAccess access)
    {
        access.Count(RateLimitedAction.Stream);
        var person = access.Person.Id;
        lock (_gate)
        {
            var mine = _taken.GetValueOrDefault(person);
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

            _taken[person] = mine + 1;
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
