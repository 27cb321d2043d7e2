using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BlazorTasks;

/// <summary>How everything that is stored or sent looks as JSON: snake_case names, words for enums, nothing for null.</summary>
public static class TaskJson
{
    /// <summary>The options for inputs, results and everything else whose type the task's author chose.</summary>
    public static JsonSerializerOptions Options { get; } = Create(new DefaultJsonTypeInfoResolver());

    /// <summary>The same for the engine's own records, by generated code.</summary>
    internal static JsonSerializerOptions Generated { get; } = Create(TaskJsonContext.Default);

    /// <summary>A result as it is stored; null for a task without result.</summary>
    /// <exception cref="ResultTooLargeException">It is larger than allowed, or it cannot be written as JSON.</exception>
    internal static JsonElement? ToResult(object? result, int maxBytes)
    {
        if (result is null)
        {
            return null;
        }

        byte[] json;
        try
        {
            json = JsonSerializer.SerializeToUtf8Bytes(result, result.GetType(), Options);
        }
        catch (Exception error) when (error is NotSupportedException or JsonException or InvalidOperationException)
        {
            throw new ResultTooLargeException($"The result, a {result.GetType().Name}, cannot be written as JSON: {error.Message}", error);
        }

        if (json.Length > maxBytes)
        {
            throw new ResultTooLargeException($"The result takes {json.Length:N0} bytes as JSON; at most {maxBytes:N0} are kept. Write it to a file and return its path.");
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static JsonSerializerOptions Create(IJsonTypeInfoResolver resolver)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DictionaryKeyPolicy = null,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            AllowDuplicateProperties = false,
            MaxDepth = 32,
            TypeInfoResolver = resolver,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        };
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>A result that cannot be kept.</summary>
internal sealed class ResultTooLargeException(string message, Exception? inner = null) : Exception(message, inner);

[JsonSerializable(typeof(TaskEvent))]
[JsonSerializable(typeof(Prompt))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Storage.TaskCursor))]
internal sealed partial class TaskJsonContext : JsonSerializerContext;
