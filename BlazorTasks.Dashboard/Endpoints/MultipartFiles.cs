using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// The files of one request. They are streamed to disk and never held in memory, and deleted again unless the request
/// succeeds.
/// </summary>
internal sealed class MultipartFiles(TaskAccess access)
{
    public const int MaxFiles = 20;
    private const int Envelope = 64 * 1024;

    private readonly List<(string Field, string Token)> _files = [];

    /// <summary>Gets the stored files: the name of their part, and their token.</summary>
    public IReadOnlyList<(string Field, string Token)> Files => _files;

    /// <summary>Returns whether the body of a request is multipart form data.</summary>
    public static bool AreIn(HttpContext context) =>
        context.Request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true
        && context.Request.GetMultipartBoundary().Length > 0;

    /// <summary>Prepares a request for a large body.</summary>
    public void Expect(HttpContext context)
    {
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = access.MaxFileBytes + Envelope;
        }
    }

    /// <summary>Stores the body of a request as one file.</summary>
    public async Task ReadBodyAsync(HttpContext context, string? name) => _files.Add(("file", await access.SaveFileAsync(
        name ?? Text(Disposition(context.Request.Headers.ContentDisposition.ToString()), header => header.FileName) ?? "file",
        context.Request.Body,
        context.RequestAborted)));

    /// <summary>Stores the files of multipart form data.</summary>
    /// <param name="context">The request.</param>
    /// <param name="json">The name of the part that contains JSON instead of a file, or null.</param>
    /// <returns>The JSON, or null if there is none.</returns>
    /// <exception cref="ProblemException">A part is invalid, or there are too many.</exception>
    public async Task<byte[]?> ReadFormAsync(HttpContext context, string? json = null)
    {
        byte[]? found = null;
        var reader = new MultipartReader(context.Request.GetMultipartBoundary(), context.Request.Body);
        while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
        {
            var disposition = Disposition(section.ContentDisposition);
            var field = Text(disposition, header => header.Name) ?? "file";
            if (field == json)
            {
                found = await RequestBody.ReadPartAsync(context, section.Body);
                continue;
            }

            if ((Text(disposition, header => header.FileNameStar) ?? Text(disposition, header => header.FileName)) is not { } name)
            {
                throw new ProblemException(
                    Problem.Invalid(new Dictionary<string, string> { [field] = "Each part must be a file with a file name" }));
            }

            _files.Add(_files.Count < MaxFiles
                ? (field, await access.SaveFileAsync(name, section.Body, context.RequestAborted))
                : throw new ProblemException(
                    StatusCodes.Status413PayloadTooLarge,
                    $"The request contains more than the maximum of {MaxFiles} files."));
        }

        return found;
    }

    /// <summary>Describes the stored files for the client.</summary>
    public ApiUploads Describe(DateTimeOffset until) => new([.. _files.Select(file => Describe(file.Token, until))]);

    /// <summary>Deletes the stored files.</summary>
    public void Discard() => _files.ForEach(file => access.RemoveFile(file.Token));

    /// <summary>Returns the problem for an error while reading.</summary>
    public Problem ProblemOf(IOException error) => error switch
    {
        UploadTooLargeException => Problem.Of(StatusCodes.Status413PayloadTooLarge, error.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            Problem.Of(StatusCodes.Status413PayloadTooLarge, new UploadTooLargeException(access.MaxFileBytes).Message),
        { HResult: 28 or unchecked((int)0x80070070) } =>
            Problem.StorageFull("The disk is full, and nothing was stored. Free up space and try again."),
        _ => Problem.Of(StatusCodes.Status400BadRequest, "The upload was interrupted. Upload the files again.", "malformed"),
    };

    private ApiUpload Describe(string token, DateTimeOffset until)
    {
        var file = access.FindFile(token)
            ?? throw new ProblemException(
                StatusCodes.Status400BadRequest,
                "The file was deleted while it was being uploaded. Upload it again.",
                "malformed");
        return new ApiUpload(token, file.Name, file.Length, until);
    }

    private static ContentDispositionHeaderValue? Disposition(string? header) =>
        ContentDispositionHeaderValue.TryParse(header, out var parsed) ? parsed : null;

    private static string? Text(
        ContentDispositionHeaderValue? header,
        Func<ContentDispositionHeaderValue, Microsoft.Extensions.Primitives.StringSegment> part) =>
        header is not null && part(header) is { Length: > 0 } text ? HeaderUtilities.RemoveQuotes(text).ToString() : null;
}
