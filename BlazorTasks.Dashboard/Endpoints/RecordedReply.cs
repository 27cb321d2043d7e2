namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>A response that can be stored, so that another node can give it again.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="ContentType">The type of the body.</param>
/// <param name="Body">The body.</param>
internal sealed record RecordedReply(int Status, string ContentType, byte[] Body) : IResult, IStatusCodeHttpResult
{
    public string? Location { get; init; }

    public int? RetryAfter { get; init; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        (response.StatusCode, response.ContentType) = (Status, ContentType);
        response.Headers.CacheControl = "no-store";
        response.Headers.Location = Location;
        response.Headers.RetryAfter = RetryAfter?.ToString(CultureInfo.InvariantCulture);
        await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }
}

/// <summary>A response that can be recorded.</summary>
internal interface IRecordable
{
    RecordedReply Record();
}
