using BlazorTasks.Dashboard.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Dashboard.Endpoints.Live;

/// <summary>Counts the open streams and sockets: so many for each person, so many in all (RELIABILITY §3.6).</summary>
internal sealed class ConnectionLimiter(IOptions<DashboardOptions> options)
{
    /// <summary>Seconds after which a seat may be free.</summary>
    private const int RetryAfter = 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _taken = [];
    private int _all;

    /// <summary>Takes a seat, until the result is disposed.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public IDisposable Take(HttpContext context)
    {
        var person = ApiCaller.Of(context).Name;
        lock (_gate)
        {
            var mine = _taken.GetValueOrDefault(person);
            if (mine >= options.Value.MaxStreamsPerPerson || _all >= options.Value.MaxStreams)
            {
                throw mine >= options.Value.MaxStreamsPerPerson
                    ? new ProblemException(StatusCodes.Status429TooManyRequests, $"You have {mine} event streams and sockets open, the most for one person. Close one first.", "too_many_streams", RetryAfter)
                    : new ProblemException(StatusCodes.Status503ServiceUnavailable, $"This server has {_all} event streams and sockets open, the most it serves. Try again in a moment.", "too_many_streams", RetryAfter);
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
