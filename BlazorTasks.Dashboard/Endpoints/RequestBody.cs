using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;
using BlazorTasks.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>Reads what a request brings, as much as is allowed, and says in words what is wrong with it (RELIABILITY §3.6).</summary>
internal static class RequestBody
{
    /// <summary>The longest string in a body, in characters: a part of the API, whatever the largest body is.</summary>
    public const int MaxString = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = ApiJson.MaxDepth, AllowDuplicateProperties = false };

    /// <summary>The body as it came. Read once; asked again it gives the same.</summary>
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

    /// <summary>The refusal of a body that is larger than allowed.</summary>
    public static string TooLarge(HttpContext context) => TooLarge(MaxBytes(context));

    private static string TooLarge(int most) => $"The body is larger than {(most % 1024 == 0 ? $"{most / 1024:N0} KB" : $"{most:N0} bytes")}, the most that is accepted.";

    private static int MaxBytes(HttpContext context) => context.RequestServices.GetRequiredService<IOptions<DashboardOptions>>().Value.MaxRequestBytes;

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

    /// <summary>The members of a JSON object in the body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="optional">Whether nothing at all is the same as an object without members.</param>
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
                $"The body should be JSON, sent as Content-Type: application/json{(context.Request.ContentType is { Length: > 0 } given ? $", not {Cut(given)}" : "")}.");
        }

        return Parse(bytes);
    }

    /// <summary>The members of a JSON object.</summary>
    /// <exception cref="ProblemException">It is none, or something in it cannot be read.</exception>
    public static JsonMembers Parse(ReadOnlyMemory<byte> json)
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
                throw new ProblemException(StatusCodes.Status400BadRequest, "The body should be a JSON object.", "malformed");
            }

            CheckText(document.RootElement, "");
            return new JsonMembers(document.RootElement.Clone());
        }
        catch (JsonException error)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, $"The body is not understood as JSON{PositionOf(error)}: {Text(error)}.", "malformed");
        }
        catch (InvalidOperationException)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "The body is not understood as JSON: a name holds half of a character.", "malformed");
        }
    }

    /// <summary>Half characters and the like are only noticed when a string is read, so all are read here, once.</summary>
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
            throw new ProblemException(StatusCodes.Status400BadRequest, $"“{path}” holds half of a character (a lone surrogate).", "malformed");
        }

        if (text.Length > MaxString)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, $"“{path}” is longer than 64 KB, the most that is accepted.", "too_long");
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, $"“{path}” holds the character U+0000, which no text can.", "malformed");
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
