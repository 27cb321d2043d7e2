using System.Net;

namespace BlazorTasks.Client;

/// <summary>Thrown if the server rejected a request. The message is the server's own.</summary>
public sealed class BlazorTasksClientException : Exception
{
    private BlazorTasksClientException(ApiProblem problem)
        : base(problem.Detail) => Problem = problem;

    /// <summary>Gets the problem details of the response.</summary>
    public ApiProblem Problem { get; }

    /// <summary>Gets the HTTP status code.</summary>
    public HttpStatusCode Status => (HttpStatusCode)Problem.Status;

    /// <summary>Gets the machine-readable reason, such as "already_answered", or null.</summary>
    public string? Reason => Problem.Reason;

    /// <summary>Gets the validation errors by field, such as "input.batch_size".</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors => Problem.Errors ?? new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Gets when to try again, if the server says so.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Gets whether the same request may succeed later.</summary>
    internal bool IsTransient =>
        Status is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout || Reason == "in_flight";

    /// <summary>Reads an error response of any origin: a proxy does not send problem+json.</summary>
    internal static async Task<BlazorTasksClientException> ReadAsync(HttpResponseMessage response, CancellationToken stop)
    {
        var status = (int)response.StatusCode;
        var text = await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        try
        {
            if (JsonSerializer.Deserialize<ApiProblem>(text, ApiJson.Options) is { Detail.Length: > 0 } problem)
            {
                return new BlazorTasksClientException(problem with { Status = status }) { RetryAfter = response.Headers.RetryAfter?.Delta };
            }
        }
        catch (JsonException)
        {
            // not a problem details response
        }

        return new BlazorTasksClientException(new ApiProblem(
            "Rejected",
            status,
            $"{response.RequestMessage?.RequestUri?.GetLeftPart(UriPartial.Path)} returned {status} {response.ReasonPhrase}. " +
            "Check that this is the URL of a BlazorTasks dashboard."));
    }
}
