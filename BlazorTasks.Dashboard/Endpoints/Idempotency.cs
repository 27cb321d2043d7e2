namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// A POST with an Idempotency-Key that was already processed gets the same response and has no further effect
/// (draft-ietf-httpapi-idempotency-key-header). Responses are cached for a day, in this process and where other nodes find them.
/// The key of a start is stored with its task.
/// </summary>
internal sealed class Idempotency(TimeProvider time) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";
    private const string Replayed = "Idempotency-Replayed";
    private const int Most = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, CachedReply> _known = new();
    private readonly ConcurrentQueue<string> _order = new();

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

        var scope = $"{CallerOf(http)}\n{http.Request.PathBase}{http.Request.Path}\n{key}";
        var asked = new CachedReply(Hash.Of((await RequestBody.BytesAsync(http)).Span), time.GetUtcNow());
        var known = _known.GetOrAdd(scope, asked);
        if (known.At < time.GetUtcNow() - Remembered && _known.TryUpdate(scope, asked, known))
        {
            known = asked;
        }

        return ReferenceEquals(known, asked)
            ? await AnswerAsync(scope, asked, http, () => next(context))
            : Again(http, known.Body == asked.Body, known.Reply);
    }

    /// <summary>
    /// Returns the scope of a key: the caller with their rights, because others may get another response, and with their token, so
    /// that nobody gets a response meant for the holder of another one.
    /// </summary>
    private static string CallerOf(HttpContext http)
    {
        var person = http.RequestServices.GetRequiredService<TaskAccess>().Person;
        var shown = http.Request.Headers.Authorization.ToString();
        return $"{person.Role} {person.Id} {Hash.Of(shown)}";
    }

    private static IResult Again(HttpContext http, bool isSameBody, IResult? known)
    {
        if (!isSameBody)
        {
            return Problem.Of(
                StatusCodes.Status422UnprocessableEntity,
                $"This {Header} was already used with a different request body.",
                "key_reused");
        }

        if (known is not { } reply)
        {
            return Problem.Of(
                StatusCodes.Status409Conflict,
                $"The first request with this {Header} is still being processed.",
                "in_flight");
        }

        http.Response.Headers[Replayed] = "true";
        return reply;
    }

    private async ValueTask<object?> AnswerAsync(string scope, CachedReply asked, HttpContext http, Func<ValueTask<object?>> next)
    {
        try
        {
            var shared = http.RequestServices.GetRequiredService<SharedReplies>();
            return http.GetEndpoint()?.Metadata.GetMetadata<StoresKey>() is null
                ? await OnceAsync(shared, scope, asked, http, next)
                : await StartAsync(shared, scope, asked, http, next);
        }
        finally
        {
            if (IsFailure(asked.Reply)) // server errors are not cached
            {
                _known.TryRemove(scope, out _);
            }
            else
            {
                Keep(scope);
            }
        }
    }

    /// <summary>Processes a request that no other node has processed or is processing.</summary>
    private static async Task<object?> OnceAsync(
        SharedReplies shared,
        string scope,
        CachedReply asked,
        HttpContext http,
        Func<ValueTask<object?>> next)
    {
        if (await shared.BeginAsync(scope, asked.Body, http.RequestAborted) is { } other)
        {
            return Again(http, asked, other);
        }

        try
        {
            var result = await next();
            asked.Reply = ReplyOf(result);
            return result;
        }
        finally
        {
            await (!IsFailure(asked.Reply) && asked.Reply is IRecordable reply
                ? shared.EndAsync(scope, asked.Body, reply, Remembered)
                : shared.ForgetAsync(scope));
        }
    }

    /// <summary>
    /// A start knows by itself whether its key was used. What cannot be found out again is a token that was returned then.
    /// </summary>
    private static async Task<object?> StartAsync(
        SharedReplies shared,
        string scope,
        CachedReply asked,
        HttpContext http,
        Func<ValueTask<object?>> next)
    {
        try
        {
            var result = await next();
            asked.Reply = ReplyOf(result);
            if (asked.Reply is ApiReply<ApiTask> { Value.Token: not null } reply)
            {
                await shared.EndAsync(scope, asked.Body, reply, Remembered);
            }

            return result;
        }
        catch (ProblemException refused) when (refused.Problem.Value.Reason == ExternalStartRequest.TokenGone)
        {
            return await shared.FindAsync(scope, http.RequestAborted) is { } other ? Again(http, asked, other) : refused.Problem;
        }
    }

    private static IResult Again(HttpContext http, CachedReply asked, SharedRequest other)
    {
        var isSameBody = other.Body == asked.Body;
        asked.Reply = isSameBody ? other.Reply : null;
        return Again(http, isSameBody, other.Reply);
    }

    private static IResult? ReplyOf(object? result) => result is INestedHttpResult nested ? nested.Result : result as IResult;

    private static bool IsFailure(IResult? reply) => reply is null or IStatusCodeHttpResult { StatusCode: >= 500 };

    private void Keep(string scope)
    {
        _order.Enqueue(scope);
        while (_order.Count > Most && _order.TryDequeue(out var oldest))
        {
            _known.TryRemove(oldest, out _);
        }
    }

    /// <summary>Marks an endpoint that stores the keys of its requests with what they create.</summary>
    internal sealed class StoresKey
    {
        public static StoresKey Instance { get; } = new();
    }

    private sealed class CachedReply(string body, DateTimeOffset at)
    {
        public string Body => body;

        public DateTimeOffset At => at;

        public IResult? Reply { get; set; }
    }
}
