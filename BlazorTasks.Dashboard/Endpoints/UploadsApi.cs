using BlazorTasks.Client;
using BlazorTasks.Dashboard.Endpoints.OpenApi;
using BlazorTasks.Forms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// Uploads files for inputs and answers. Each gets a token, which is the value of a file field. Files are streamed to disk
/// and never held in memory.
/// </summary>
internal static class UploadsApi
{
    private const int MaxFiles = 20;
    private const int Envelope = 64 * 1024;

    public static void MapUploads(this IEndpointRouteBuilder api) =>
        api.MapPost("/uploads", UploadAsync).WithTags("Uploads").WithoutRequestTimeout().WithMetadata(Streamed.Instance)
        .WithSummary("Upload files as multipart/form-data, or a single file as the request body")
        .Accepts<Stream>()
        .Produces<ApiUploads>(201)
        .ProducesProblems(400, 413, 422, 507)
        .WithQuery("name", "string", "The name of a file that is sent as the request body");

    private static async Task<Results<ApiReply<ApiUploads>, Problem>> UploadAsync(
        HttpContext context,
        TaskMonitor monitor,
        TimeProvider time,
        IOptions<BlazorTasksOptions> options)
    {
        var query = new ApiQuery(context);
        var name = query.Text("name");
        query.Check();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = monitor.Uploads.MaxBytes + Envelope;
        }

        var tokens = new List<string>();
        try
        {
            await SaveAsync(context, monitor.Uploads, name, tokens);
            var until = time.GetUtcNow() + options.Value.UploadRetention;
            return new ApiReply<ApiUploads>(
                StatusCodes.Status201Created,
                new ApiUploads([.. tokens.Select(token => Describe(monitor.Uploads, token, until))]));
        }
        catch (Exception error) when (error is IOException or ProblemException)
        {
            tokens.ForEach(monitor.Uploads.Remove); // all or nothing
            return error is ProblemException known ? known.Problem : ProblemOf((IOException)error, monitor.Uploads);
        }
    }

    private static async Task SaveAsync(HttpContext context, UploadStore uploads, string? name, List<string> tokens)
    {
        if (context.Request.GetMultipartBoundary() is not { Length: > 0 } boundary)
        {
            tokens.Add(await uploads.SaveAsync(
                name ?? NameOf(context.Request.Headers.ContentDisposition.ToString()) ?? "file",
                context.Request.Body,
                context.RequestAborted));
            return;
        }

        var reader = new MultipartReader(boundary, context.Request.Body);
        while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
        {
            if (NameOf(section.ContentDisposition) is not { } file)
            {
                throw new ProblemException(
                    Problem.Invalid(new Dictionary<string, string> { ["file"] = "Each part must be a file with a file name" }));
            }

            tokens.Add(tokens.Count < MaxFiles
                ? await uploads.SaveAsync(file, section.Body, context.RequestAborted)
                : throw new ProblemException(
                    StatusCodes.Status413PayloadTooLarge,
                    $"The request contains more than the maximum of {MaxFiles} files."));
        }

        if (tokens.Count == 0)
        {
            throw new ProblemException(Problem.Invalid(new Dictionary<string, string> { ["file"] = "The form does not contain a file" }));
        }
    }

    private static ApiUpload Describe(UploadStore uploads, string token, DateTimeOffset until)
    {
        var file = uploads.Find(token)
            ?? throw new ProblemException(
                StatusCodes.Status400BadRequest,
                "The file was deleted while it was being uploaded. Upload it again.",
                "malformed");
        return new ApiUpload(token, file.Name, file.Length, until);
    }

    private static string? NameOf(string? disposition) =>
        ContentDispositionHeaderValue.TryParse(disposition, out var header)
            && (header.FileNameStar.HasValue ? header.FileNameStar : header.FileName) is { Length: > 0 } name
            ? HeaderUtilities.RemoveQuotes(name).ToString()
            : null;

    private static Problem ProblemOf(IOException error, UploadStore uploads) => error switch
    {
        UploadTooLargeException => Problem.Of(StatusCodes.Status413PayloadTooLarge, error.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            Problem.Of(StatusCodes.Status413PayloadTooLarge, new UploadTooLargeException(uploads.MaxBytes).Message),
        { HResult: 28 or unchecked((int)0x80070070) } =>
            Problem.StorageFull("The disk is full, and nothing was stored. Free up space and try again."),
        _ => Problem.Of(StatusCodes.Status400BadRequest, "The upload was interrupted. Upload the files again.", "malformed"),
    };

    /// <summary>Marks a request body that is not buffered: it cannot be compared for an idempotency key.</summary>
    internal sealed class Streamed
    {
        public static Streamed Instance { get; } = new();
    }
}
