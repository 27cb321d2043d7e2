using System.Buffers;
using System.IO.Pipelines;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>Reads request bodies with size limits, and reports errors as problem details.</summary>
internal static class RequestBody
{
    /// <summary>The maximum length of a string in a body, in characters. Independent of the configured body size.</summary>
    public const int MaxString = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = ApiJson.MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Returns the raw body. It is read once and cached.</summary>
    public static async Task<ReadOnlyMemory<byte>> BytesAsync(HttpContext context)
    {
        if (context.Items.TryGetValue(typeof(RequestBody), out var known))
        {
            return (byte[])known!;
        }

        var most = MaxBytes(context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = most;
        }

        var bytes = await ReadAsync(context.Request.BodyReader, most, context.RequestAborted);
        context.Items[typeof(RequestBody)] = bytes;
        return bytes;
    }

    /// <summary>Reads a part of a multipart body, as large as a body of its own may be.</summary>
    public static Task<byte[]> ReadPartAsync(HttpContext context, Stream part) =>
        ReadAsync(PipeReader.Create(part), MaxBytes(context), context.RequestAborted);

    /// <summary>Creates the problem for a body that is too large.</summary>
    public static string TooLarge(HttpContext context) => TooLarge(MaxBytes(context));

    private static string TooLarge(int most) =>
        $"The body exceeds the maximum size of {(most % 1024 == 0 ? $"{most / 1024:N0} KB" : $"{most:N0} bytes")}.";

    private static int MaxBytes(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<DashboardOptions>>().Value.MaxRequestBytes;

    private static async Task<byte[]> ReadAsync(PipeReader body, int most, CancellationToken stop)
    {
        while (true)
        {
            var read = await body.ReadAsync(stop);
            if (read.Buffer.Length > most)
            {
                body.AdvanceTo(read.Buffer.End);
                throw new ProblemException(StatusCodes.Status413PayloadTooLarge, TooLarge(most));
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                body.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Reads the members of a JSON object.</summary>
    /// <param name="context">The request.</param>
    /// <param name="optional">Whether an empty body is treated as an empty object.</param>
    public static async Task<JsonMembers> JsonAsync(HttpContext context, bool optional = false)
    {
        var bytes = await BytesAsync(context);
        if (bytes.IsEmpty && optional)
        {
            return new JsonMembers(JsonElement.Parse("{}"));
        }

        if (!context.Request.HasJsonContentType())
        {
            throw new ProblemException(
                StatusCodes.Status415UnsupportedMediaType,
                "The body must be JSON, sent as Content-Type: " +
                $"application/json{(context.Request.ContentType is { Length: > 0 } given ? $", not {Cut(given)}" : "")}.");
        }

        return Parse(bytes);
    }

    /// <summary>Parses the members of a JSON object.</summary>
    /// <inheritdoc cref="ParseObject" path="/exception" />
    public static JsonMembers Parse(ReadOnlyMemory<byte> json) => new(ParseObject(json));

    /// <summary>Parses a JSON object.</summary>
    /// <exception cref="ProblemException">The body is not a JSON object, or parts of it cannot be read.</exception>
    public static JsonElement ParseObject(ReadOnlyMemory<byte> json)
    {
        try
        {
            if (!Utf8.IsValid(json.Span))
            {
                throw new ProblemException(StatusCodes.Status400BadRequest, "The body is not valid UTF-8.", "malformed");
            }

            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new ProblemException(StatusCodes.Status400BadRequest, "The body must be a JSON object.", "malformed");
            }

            CheckText(document.RootElement, "");
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new ProblemException(
                StatusCodes.Status400BadRequest,
                $"The body is not valid JSON{PositionOf(error)}: {Text(error)}.",
                "malformed");
        }
        catch (InvalidOperationException)
        {
            throw new ProblemException(
                StatusCodes.Status400BadRequest,
                "The body is not valid JSON: a member name contains a lone surrogate.",
                "malformed");
        }
    }

    /// <summary>
    /// Invalid surrogates and the like are only detected when a string is read, so all strings are read here once.
    /// </summary>
    private static void CheckText(JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    CheckText(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}");
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    CheckText(item, path);
                }

                break;
            case JsonValueKind.String:
                CheckString(value, Cut(path));
                break;
        }
    }

    private static void CheckString(JsonElement value, string path)
    {
        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, $"“{path}” contains a lone surrogate.", "malformed");
        }

        if (text.Length > MaxString)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, $"“{path}” exceeds the maximum length of 64 KB.", "too_long");
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ProblemException(
                StatusCodes.Status400BadRequest,
                $"“{path}” contains the character U+0000, which is not supported.",
                "malformed");
        }
    }

    private static string PositionOf(JsonException error) =>
        error is { LineNumber: { } line, BytePositionInLine: { } column } ? $" (line {line + 1}, byte {column + 1})" : "";

    private static string Text(JsonException error)
    {
        var at = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return Cut(at < 0 ? error.Message : error.Message[..at]).TrimEnd('.');
    }

    private static string Cut(string text) => text.Length <= 200 ? text : $"{text[..200]}…";
}
