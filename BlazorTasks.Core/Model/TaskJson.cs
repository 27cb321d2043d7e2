using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BlazorTasks;

/// <summary>How everything that is stored or sent looks as JSON: snake_case names, words for enums, nothing for null.</summary>
public static class TaskJson
{
    /// <summary>The deepest nesting of a value that is accepted: an input, an answer, a result. It lies deeper in what is stored, and what is read may be deeper still.</summary>
    public const int MaxDepth = 32;

    private const int MaxStoredDepth = 2 * MaxDepth;
    private const int MaxReadDepth = 4 * MaxDepth;

    /// <summary>The options for inputs, results and everything else whose type the task's author chose.</summary>
    public static JsonSerializerOptions Options { get; } = Create(new DefaultJsonTypeInfoResolver(), MaxDepth);

    /// <summary>The same for the engine's own records, by generated code.</summary>
    internal static JsonSerializerOptions Generated { get; } = Create(TaskJsonContext.Default, MaxStoredDepth);

    /// <summary>For everything that was stored once: more lenient than what is written, so that nothing is stored that cannot be read.</summary>
    private static JsonSerializerOptions Reading { get; } = Create(TaskJsonContext.Default, MaxReadDepth);

    /// <summary>An event as a store keeps it: everything but its place (<see cref="TaskEvent.Seq"/>, <see cref="TaskEvent.At"/>, <see cref="TaskEvent.Epoch"/>), which a store keeps beside it.</summary>
    /// <exception cref="NotStorableException">It cannot be written as JSON.</exception>
    public static string Write(TaskEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return System.Text.Encoding.UTF8.GetString((happened.Json ?? ToUtf8(happened)).Span);
    }

    /// <summary>A task as a store may keep it.</summary>
    /// <exception cref="NotStorableException">It cannot be written as JSON.</exception>
    public static string Write(TaskSnapshot task) => Guarded(task, static task => JsonSerializer.Serialize(task, Generated));

    /// <summary>The same as <see cref="Write(TaskEvent)"/>, in UTF-8.</summary>
    internal static ReadOnlyMemory<byte> ToUtf8(TaskEvent happened) => Guarded(happened, static happened => JsonSerializer.SerializeToUtf8Bytes(happened, Generated));

    /// <summary>A part of a snapshot that a store keeps as JSON.</summary>
    internal static string WritePart<T>(T part) => Guarded(part, static part => JsonSerializer.Serialize(part, Generated));

    /// <summary>Reads what <see cref="WritePart"/> made.</summary>
    internal static T ReadPart<T>(string json) => JsonSerializer.Deserialize<T>(json, Reading)!;

    /// <summary>Reads an event of a store and gives it back its place.</summary>
    /// <param name="json">What <see cref="Write(TaskEvent)"/> made.</param>
    /// <param name="seq">Its number in its task.</param>
    /// <param name="at">When it was appended.</param>
    /// <param name="epoch">The epoch in which it was appended.</param>
    public static TaskEvent ReadEvent(string json, long seq, DateTimeOffset at, int epoch) =>
        JsonSerializer.Deserialize<TaskEvent>(json, Reading)!.Stamp(seq, at, epoch);

    /// <summary>Reads what <see cref="Write(TaskSnapshot)"/> made.</summary>
    public static TaskSnapshot ReadSnapshot(string json) => JsonSerializer.Deserialize<TaskSnapshot>(json, Reading)!;

    /// <summary>The input in the first event of a task, to find the task by; null where it cannot be read, which must not keep the task from ending.</summary>
    internal static JsonElement? ReadInput(string created)
    {
        try
        {
            return (ReadPart<TaskEvent>(created) as TaskCreated)?.Input;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A result as it is stored; null for a task without result.</summary>
    /// <exception cref="ResultTooLargeException">It is larger than allowed.</exception>
    /// <exception cref="ResultNotSerializableException">It cannot be written as JSON, whatever its author's code throws meanwhile.</exception>
    internal static JsonElement? ToResult(object? result, int maxBytes)
    {
        if (result is null)
        {
            return null;
        }

        var json = ResultToUtf8(result);
        if (json.Length > maxBytes)
        {
            throw new ResultTooLargeException($"The result takes {json.Length:N0} bytes as JSON; at most {maxBytes:N0} are kept. Write it to a file and return its path.");
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <summary>Whether a value is nested no deeper than is accepted.</summary>
    internal static bool IsShallow(JsonElement value, int levels = MaxDepth) => value.ValueKind switch
    {
        JsonValueKind.Object => levels > 0 && value.EnumerateObject().All(member => IsShallow(member.Value, levels - 1)),
        JsonValueKind.Array => levels > 0 && value.EnumerateArray().All(item => IsShallow(item, levels - 1)),
        _ => true,
    };

    private static byte[] ResultToUtf8(object result)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(result, result.GetType(), Options);
        }
#pragma warning disable CA1031 // properties of the result are its author's code
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw new ResultNotSerializableException($"The result, a {result.GetType().Name}, cannot be written as JSON: {TaskError.MessageOf(error)}", error);
        }
    }

    private static TJson Guarded<TValue, TJson>(TValue value, Func<TValue, TJson> write)
    {
        try
        {
            return write(value);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw new NotStorableException($"This cannot be stored as JSON: {error.Message}", error);
        }
    }

    private static JsonSerializerOptions Create(IJsonTypeInfoResolver resolver, int maxDepth)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DictionaryKeyPolicy = null,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            IncludeFields = true, // those of tuples, and of whatever else has public fields
            MaxDepth = maxDepth,
            TypeInfoResolver = resolver,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        };
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>Something about a task cannot be written as JSON, now or later. Nothing of it is stored.</summary>
/// <param name="message">What, for people.</param>
/// <param name="inner">The cause.</param>
public sealed class NotStorableException(string message, Exception? inner = null) : ArgumentException(message, inner);

/// <summary>A result that is too large to be kept.</summary>
internal sealed class ResultTooLargeException(string message) : Exception(message);

/// <summary>A result that cannot be written as JSON.</summary>
internal sealed class ResultNotSerializableException(string message, Exception inner) : Exception(message, inner);

[JsonSerializable(typeof(TaskEvent))]
[JsonSerializable(typeof(TaskSnapshot))]
[JsonSerializable(typeof(Prompt))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Storage.TaskCursor))]
internal sealed partial class TaskJsonContext : JsonSerializerContext;
