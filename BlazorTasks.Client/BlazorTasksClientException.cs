using System.Net;
using System.Text.Json;

namespace BlazorTasks.Client;

/// <summary>The server refused a request. The message is the server's own sentence.</summary>
public sealed class BlazorTasksClientException : Exception
{
    private BlazorTasksClientException(ApiProblem problem)
        : base(problem.Detail) => Problem = problem;

    /// <summary>The refusal as it came.</summary>
    public ApiProblem Problem { get; }

    /// <summary>Its HTTP status.</summary>
    public HttpStatusCode Status => (HttpStatusCode)Problem.Status;

    /// <summary>Why, in a word, such as "already_answered"; null when there is none.</summary>
    public string? Reason => Problem.Reason;

    /// <summary>What is wrong with each field, by name, such as "input.batch_size".</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors => Problem.Errors ?? new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Whether the same may be accepted a moment later.</summary>
    internal bool IsTransient => Status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout || Reason == "in_flight";

    /// <summary>Reads a refusal, whoever sent it: a proxy in between knows no problem+json.</summary>
    internal static async Task<BlazorTasksClientException> ReadAsync(HttpResponseMessage response, CancellationToken stop)
    {
        var status = (int)response.StatusCode;
        var text = await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        try
        {
            if (JsonSerializer.Deserialize<ApiProblem>(text, ApiJson.Options) is { Detail.Length: > 0 } problem)
            {
                return new BlazorTasksClientException(problem with { Status = status });
            }
        }
        catch (JsonException)
        {
            // not one of ours
        }

        return new BlazorTasksClientException(new ApiProblem("Refused", status, $"{response.RequestMessage?.RequestUri?.GetLeftPart(UriPartial.Path)} answered {status} {response.ReasonPhrase}. Is it the address of a BlazorTasks dashboard?"));
    }
}
