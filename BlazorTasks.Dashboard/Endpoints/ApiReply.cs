namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// A JSON response, serialized with the API's options regardless of the host's. It can be sent repeatedly, for idempotency
/// keys.
/// </summary>
internal class ApiReply<T>(int status, T value) : IResult, IStatusCodeHttpResult, IValueHttpResult<T>, IRecordable
{
    public int? StatusCode => status;

    public T Value => value;

    /// <summary>The Location header: the URL of a created resource.</summary>
    public string? Location { get; init; }

    /// <summary>The Retry-After header, in seconds.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The ETag header.</summary>
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

    public RecordedReply Record() => new(status, ContentType, JsonSerializer.SerializeToUtf8Bytes<object?>(value, ApiJson.Options))
    {
        Location = Location,
        RetryAfter = RetryAfter,
    };
}

/// <summary>A problem details response (RFC 9457).</summary>
internal sealed class Problem(ApiProblem problem) : ApiReply<ApiProblem>(problem.Status, problem)
{
    /// <summary>The response both for a task that does not exist and for one that the caller may not see.</summary>
    public static Problem NoTask { get; } = Of(
        StatusCodes.Status404NotFound,
        "The task does not exist, or it has been deleted from the history.",
        "not_found");

    protected override string ContentType => "application/problem+json; charset=utf-8";

    /// <summary>Creates a problem.</summary>
    /// <param name="status">The HTTP status code.</param>
    /// <param name="detail">What is wrong and what to do about it.</param>
    /// <param name="reason">The machine-readable reason.</param>
    /// <param name="retryAfter">When to retry, in seconds.</param>
    public static Problem Of(int status, string detail, string? reason = null, int? retryAfter = null) =>
        new(new ApiProblem(TitleOf(status), status, detail) { Reason = reason }) { RetryAfter = retryAfter };

    public static Problem Invalid(IReadOnlyDictionary<string, string> errors) => new(
        new ApiProblem(
            TitleOf(StatusCodes.Status422UnprocessableEntity),
            StatusCodes.Status422UnprocessableEntity,
            string.Join(' ', errors.Select(Sentence)))
        {
            Reason = "invalid",
            Errors = errors.ToDictionary(error => error.Key, IReadOnlyList<string> (error) => [error.Value]),
        });

    /// <summary>Converts the result of a command to a problem, or null if it was accepted.</summary>
    /// <param name="result">The result.</param>
    /// <param name="prefix">The prefix of invalid field names.</param>
    public static Problem? Of(CommandResult result, string prefix = "") => result.Outcome switch
    {
        CommandOutcome.Accepted => null,
        CommandOutcome.NotFound => NoTask,
        CommandOutcome.Invalid => Invalid(result.Errors.ToDictionary(error => prefix + error.Key, error => error.Value)),
        CommandOutcome.StorageFull => StorageFull(result.Message),
        CommandOutcome.StorageUnavailable or CommandOutcome.NotKnownYet => NotAvailable(result.Message, ReasonOf(result.Outcome)),
        CommandOutcome.TooManyRequests => TooMany(result.Message, result.RetryAfter ?? TimeSpan.FromSeconds(1)),
        CommandOutcome.NotAllowed => Of(StatusCodes.Status403Forbidden, result.Message, ReasonOf(result.Outcome)),
        _ => Of(StatusCodes.Status409Conflict, result.Message, ReasonOf(result.Outcome)),
    };

    /// <summary>Creates a problem for a temporarily unavailable store or queue.</summary>
    public static Problem NotAvailable(string detail, string reason = "storage_unavailable") =>
        Of(StatusCodes.Status503ServiceUnavailable, detail, reason, retryAfter: 5);

    /// <summary>Creates a problem for someone who has reached a limit per minute.</summary>
    public static Problem TooMany(string detail, TimeSpan retryAfter) => Of(
        StatusCodes.Status429TooManyRequests,
        detail,
        ReasonOf(CommandOutcome.TooManyRequests),
        (int)Math.Ceiling(retryAfter.TotalSeconds));

    /// <summary>Creates a problem for a full disk. A retry may succeed once space has been freed.</summary>
    public static Problem StorageFull(string detail) =>
        Of(StatusCodes.Status507InsufficientStorage, detail, ReasonOf(CommandOutcome.StorageFull), retryAfter: 30);

    /// <summary>Returns the machine-readable reason, such as "already_answered".</summary>
    public static string ReasonOf(CommandOutcome outcome) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString());

    private static string Sentence(KeyValuePair<string, string> error)
    {
        var text = error.Key.Length == 0 ? error.Value : $"{error.Key}: {error.Value}";
        return text.EndsWith('.') ? text : text + ".";
    }

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "Bad request",
        StatusCodes.Status401Unauthorized => "Unauthorized",
        StatusCodes.Status403Forbidden => "Forbidden",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status405MethodNotAllowed => "Method not allowed",
        StatusCodes.Status409Conflict => "Conflict",
        StatusCodes.Status412PreconditionFailed => "Precondition failed",
        StatusCodes.Status413PayloadTooLarge => "Payload too large",
        StatusCodes.Status415UnsupportedMediaType => "Unsupported media type",
        StatusCodes.Status422UnprocessableEntity => "Validation failed",
        StatusCodes.Status429TooManyRequests => "Too many requests",
        StatusCodes.Status503ServiceUnavailable => "Service unavailable",
        StatusCodes.Status504GatewayTimeout => "Timed out",
        StatusCodes.Status507InsufficientStorage => "Insufficient storage",
        >= 500 => "Internal server error",
        _ => "Refused",
    };
}

/// <summary>Ends a request with a problem response, from wherever the problem is detected.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Value.Detail)
{
    public ProblemException(int status, string detail, string? reason = null, int? retryAfter = null)
        : this(Problem.Of(status, detail, reason, retryAfter))
    {
    }

    public Problem Problem { get; } = problem;
}
