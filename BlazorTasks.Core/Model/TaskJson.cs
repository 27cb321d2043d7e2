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

    /// <summary>An event as a store keeps it: everything but its place (<see cref="TaskEvent.Seq"/>, <see cref="TaskEvent.At"/>, <see cref="TaskEvent.Epoch"/>), which a store keeps beside it.</summary>
    public static string Write(TaskEvent happened) => JsonSerializer.Serialize(happened, Generated);

    /// <summary>A task as a store may keep it.</summary>
    public static string Write(TaskSnapshot task) => JsonSerializer.Serialize(task, Generated);

    /// <summary>Reads an event of a store and gives it back its place.</summary>
    /// <param name="json">What <see cref="Write(TaskEvent)"/> made.</param>
    /// <param name="seq">Its number in its task.</param>
    /// <param name="at">When it was appended.</param>
    /// <param name="epoch">The epoch in which it was appended.</param>
    public static TaskEvent ReadEvent(string json, long seq, DateTimeOffset at, int epoch) =>
        JsonSerializer.Deserialize<TaskEvent>(json, Generated)!.Stamp(seq, at, epoch);

    /// <summary>Reads what <see cref="Write(TaskSnapshot)"/> made.</summary>
    public static TaskSnapshot ReadSnapshot(string json) => JsonSerializer.Deserialize<TaskSnapshot>(json, Generated)!;

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
[JsonSerializable(typeof(TaskSnapshot))]
[JsonSerializable(typeof(Prompt))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Storage.TaskCursor))]
internal sealed partial class TaskJsonContext : JsonSerializerContext;
