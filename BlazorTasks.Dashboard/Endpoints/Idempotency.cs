using System.Security.Cryptography;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// A POST with an Idempotency-Key that was already processed gets the same response and has no further effect
/// (draft-ietf-httpapi-idempotency-key-header). Responses are cached in this process for a day. The key of a start is stored
/// with its task and survives a restart.
/// </summary>
internal sealed class Idempotency(TimeProvider time) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";
    private const string Replayed = "Idempotency-Replayed";
    private const int Most = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<(string Person, string Path, string Key), StoredReply> _known = new();
    private readonly ConcurrentQueue<(string, string, string)> _order = new();

    /// <summary>Returns the key of a request, or null.</summary>
    /// <exception cref="ProblemException">The key is too long, or specified more than once.</exception>
    public static string? KeyOf(HttpContext context) => context.Request.Headers[Header] switch
    {
        [] => null,
        [{ Length: > 0 and <= StartOptions.MaxKeyLength } key] when key.All(c => c is >= ' ' and <= '~') => key,
        _ => throw new ProblemException(
            StatusCodes.Status400BadRequest,
            $"{Header} must be a single key of 1 to {StartOptions.MaxKeyLength} printable characters.",
            "invalid_key"),
    };

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method)
            || http.GetEndpoint()?.Metadata.GetMetadata<UploadsApi.Streamed>() is not null
            || MultipartFiles.AreIn(http) // the key of a start with files is compared with its input
            || KeyOf(http) is not { } key)
        {
            return await next(context);
        }

        var scope = (CallerOf(http), http.Request.PathBase + http.Request.Path.Value, key);
        var asked = new StoredReply(Convert.ToHexString(SHA256.HashData((await RequestBody.BytesAsync(http)).Span)), time.GetUtcNow());
        var known = _known.GetOrAdd(scope, asked);
        if (known.At < time.GetUtcNow() - Remembered && _known.TryUpdate(scope, asked, known))
        {
            known = asked;
        }

        return ReferenceEquals(known, asked) ? await AnswerAsync(scope, asked, () => next(context)) : Again(http, known, asked);
    }

    /// <summary>
    /// Returns the scope of a key: the caller, including its token, so that nobody gets a response meant for the holder of
    /// another token.
    /// </summary>
    private static string CallerOf(HttpContext http) => http.Request.Headers.Authorization.ToString() is { Length: > 0 } shown
        ? $"{PersonOf(http)} {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(shown)))}"
        : PersonOf(http);

    /// <summary>A person with other rights may get another response.</summary>
    private static string PersonOf(HttpContext http)
    {
        var person = http.RequestServices.GetRequiredService<TaskAccess>().Person;
        return $"{person.Role} {person.Id}";
    }

    private static IResult Again(HttpContext http, StoredReply known, StoredReply asked)
    {
        if (known.Body != asked.Body)
        {
            return Problem.Of(
                StatusCodes.Status422UnprocessableEntity,
                $"This {Header} was already used with a different request body.",
                "key_reused");
        }

        if (known.Reply is not { } reply)
        {
            return Problem.Of(
                StatusCodes.Status409Conflict,
                $"The first request with this {Header} is still being processed.",
                "in_flight");
        }

        http.Response.Headers[Replayed] = "true";
        return reply;
    }

    private async ValueTask<object?> AnswerAsync((string, string, string) scope, StoredReply asked, Func<ValueTask<object?>> next)
    {
        try
        {
            var result = await next();
            asked.Reply = result is INestedHttpResult nested ? nested.Result : result as IResult;
            return result;
        }
        finally
        {
            if (asked.Reply is null or IStatusCodeHttpResult { StatusCode: >= 500 }) // server errors are not cached
            {
                _known.TryRemove(scope, out _);
            }
            else
            {
                Keep(scope);
            }
        }
    }

    private void Keep((string, string, string) scope)
    {
        _order.Enqueue(scope);
        while (_order.Count > Most && _order.TryDequeue(out var oldest))
        {
            _known.TryRemove(oldest, out _);
        }
    }

    private sealed class StoredReply(string body, DateTimeOffset at)
    {
        public string Body => body;

        public DateTimeOffset At => at;

        public IResult? Reply { get; set; }
    }
}
