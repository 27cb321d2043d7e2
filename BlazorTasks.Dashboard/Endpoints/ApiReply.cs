using BlazorTasks.Client;
using Microsoft.AspNetCore.Http;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>A JSON answer, written the API's way whatever the host's own JSON looks like. It can be sent again, for an idempotency key.</summary>
internal class ApiReply<T>(int status, T value) : IResult, IStatusCodeHttpResult, IValueHttpResult<T>
{
    public int? StatusCode => status;

    public T Value => value;

    /// <summary>Where what was made can be found.</summary>
    public string? Location { get; init; }

    /// <summary>When it is worth trying again, in seconds.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>What tells this state of it from others.</summary>
    public string? ETag { get; init; }

    protected virtual string ContentType => "application/json; charset=utf-8";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = ETag is null ? "no-store" : "private, no-cache";
        response.Headers.Location = Location;
        response.Headers.ETag = ETag;
        response.Headers.RetryAfter = RetryAfter?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return response.WriteAsJsonAsync(value, ApiJson.Options, ContentType, httpContext.RequestAborted);
    }
}

/// <summary>A refusal in words (RFC 9457).</summary>
internal sealed class Problem(ApiProblem problem) : ApiReply<ApiProblem>(problem.Status, problem)
{
    /// <summary>The same for a task that nobody knows and one that this caller may not see.</summary>
    public static Problem NoTask { get; } = Of(StatusCodes.Status404NotFound, "There is no such task, or it was removed when its time in the history was over.", "not_found");

    protected override string ContentType => "application/problem+json; charset=utf-8";

    /// <summary>A refusal of one's own.</summary>
    /// <param name="status">The status.</param>
    /// <param name="detail">What is wrong and what to do.</param>
    /// <param name="reason">The same in a word, for programs.</param>
    /// <param name="retryAfter">When it is worth trying again, in seconds.</param>
    public static Problem Of(int status, string detail, string? reason = null, int? retryAfter = null) =>
        new(new ApiProblem(TitleOf(status), status, detail) { Reason = reason }) { RetryAfter = retryAfter };

    public static Problem Invalid(IReadOnlyDictionary<string, string> errors) => new(
        new ApiProblem(TitleOf(StatusCodes.Status422UnprocessableEntity), StatusCodes.Status422UnprocessableEntity, string.Join(' ', errors.Select(Sentence)))
        {
            Reason = "invalid",
            Errors = errors.ToDictionary(error => error.Key, IReadOnlyList<string> (error) => [error.Value]),
        });

    /// <summary>What became of a command, or null if it was accepted.</summary>
    /// <param name="result">What became of it.</param>
    /// <param name="prefix">What stands before the names of wrong fields.</param>
    public static Problem? Of(CommandResult result, string prefix = "") => result.Outcome switch
    {
        CommandOutcome.Accepted => null,
        CommandOutcome.NotFound => NoTask,
        CommandOutcome.Invalid => Invalid(result.Errors.ToDictionary(error => prefix + error.Key, error => error.Value)),
        CommandOutcome.StorageFull => StorageFull(result.Message),
        CommandOutcome.StorageUnavailable or CommandOutcome.NotKnownYet => NotAvailable(result.Message, ReasonOf(result.Outcome)),
        CommandOutcome.NotAllowed => Of(StatusCodes.Status403Forbidden, result.Message, ReasonOf(result.Outcome)),
        _ => Of(StatusCodes.Status409Conflict, result.Message, ReasonOf(result.Outcome)),
    };

    /// <summary>The store or the queue takes nothing now; a later try may succeed.</summary>
    public static Problem NotAvailable(string detail, string reason = "storage_unavailable") =>
        Of(StatusCodes.Status503ServiceUnavailable, detail, reason, retryAfter: 5);

    /// <summary>The disk is full; a later try may succeed, once somebody has freed space.</summary>
    public static Problem StorageFull(string detail) => Of(StatusCodes.Status507InsufficientStorage, detail, ReasonOf(CommandOutcome.StorageFull), retryAfter: 30);

    /// <summary>The word for programs: "already_answered".</summary>
    public static string ReasonOf(CommandOutcome outcome) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString());

    private static string Sentence(KeyValuePair<string, string> error)
    {
        var text = error.Key.Length == 0 ? error.Value : $"{error.Key}: {error.Value}";
        return text.EndsWith('.') ? text : text + ".";
    }

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request is not understood",
        StatusCodes.Status401Unauthorized => "Who are you?",
        StatusCodes.Status403Forbidden => "Not allowed",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status405MethodNotAllowed => "Wrong method",
        StatusCodes.Status409Conflict => "Not now",
        StatusCodes.Status413PayloadTooLarge => "Too large",
        StatusCodes.Status415UnsupportedMediaType => "Wrong content type",
        StatusCodes.Status422UnprocessableEntity => "Something does not fit",
        StatusCodes.Status429TooManyRequests => "Too many",
        StatusCodes.Status503ServiceUnavailable => "Not available",
        StatusCodes.Status504GatewayTimeout => "Took too long",
        StatusCodes.Status507InsufficientStorage => "The disk is full",
        >= 500 => "Our mistake",
        _ => "Refused",
    };
}

/// <summary>Ends a request with a refusal, from wherever it is noticed.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Value.Detail)
{
    public ProblemException(int status, string detail, string? reason = null, int? retryAfter = null)
        : this(Problem.Of(status, detail, reason, retryAfter))
    {
    }

    public Problem Problem { get; } = problem;
}
