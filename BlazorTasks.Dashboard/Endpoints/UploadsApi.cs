namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>Uploads files for inputs and answers. Each gets a token, which is the value of a file field.</summary>
internal static class UploadsApi
{
    public static void MapUploads(this IEndpointRouteBuilder api) =>
        api.MapPost("/uploads", UploadAsync).WithTags("Uploads").WithoutRequestTimeout().WithMetadata(Streamed.Instance)
        .WithSummary("Upload files as multipart/form-data, or a single file as the request body")
        .Accepts<Stream>()
        .Produces<ApiUploads>(201)
        .ProducesProblems(400, 403, 413, 422, 429, 507)
        .WithQuery("name", "string", "The name of a file that is sent as the request body");

    private static async Task<Results<ApiReply<ApiUploads>, Problem>> UploadAsync(
        HttpContext context,
        TaskAccess access,
        TimeProvider time,
        IOptions<BlazorTasksOptions> options)
    {
        var query = new ApiQuery(context);
        var name = query.Text("name");
        query.Check();
        var files = new MultipartFiles(access);
        files.Expect(context);
        try
        {
            await SaveAsync(context, files, name);
            return new ApiReply<ApiUploads>(
                StatusCodes.Status201Created,
                files.Describe(time.GetUtcNow() + options.Value.UploadRetention));
        }
        catch (Exception error) when (error is IOException or ProblemException or AccessDeniedException)
        {
            files.Discard(); // all or nothing
            if (error is AccessDeniedException)
            {
                throw;
            }

            return error is ProblemException known ? known.Problem : files.ProblemOf((IOException)error);
        }
    }

    private static async Task SaveAsync(HttpContext context, MultipartFiles files, string? name)
    {
        if (!MultipartFiles.AreIn(context))
        {
            await files.ReadBodyAsync(context, name);
            return;
        }

        await files.ReadFormAsync(context);
        if (files.Files.Count == 0)
        {
            throw new ProblemException(Problem.Invalid(new Dictionary<string, string> { ["file"] = "The form does not contain a file" }));
        }
    }

    /// <summary>Marks a request body that is not buffered: it cannot be compared for an idempotency key.</summary>
    internal sealed class Streamed
    {
        public static Streamed Instance { get; } = new();
    }
}
