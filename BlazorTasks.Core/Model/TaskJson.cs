using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;

namespace BlazorTasks;

/// <summary>
/// The JSON conventions for everything that is stored or sent: snake_case names, enums as strings, nulls omitted.
/// </summary>
public static class TaskJson
{
    /// <summary>
    /// The maximum nesting depth of inputs, answers and results. Stored documents wrap them and may be deeper, and reading
    /// accepts even deeper ones.
    /// </summary>
    public const int MaxDepth = 32;

    private const int MaxStoredDepth = 2 * MaxDepth;
    private const int MaxReadDepth = 4 * MaxDepth;

    /// <summary>The options for inputs, results and other types chosen by the task's author.</summary>
    public static JsonSerializerOptions Options { get; } = Create(new DefaultJsonTypeInfoResolver(), MaxDepth);

    /// <summary>The options for the engine's own types, with source-generated code.</summary>
    internal static JsonSerializerOptions Generated { get; } = Create(TaskJsonContext.Default, MaxStoredDepth);

    /// <summary>
    /// The options for reading stored data. More lenient than writing, so that everything that was stored can be read.
    /// </summary>
    private static JsonSerializerOptions Reading { get; } = Create(TaskJsonContext.Default, MaxReadDepth);

    /// <summary>
    /// Serializes an event without its number, time and epoch (<see cref="TaskEvent.Seq"/>, <see cref="TaskEvent.At"/>,
    /// <see cref="TaskEvent.Epoch"/>), which stores keep in columns of their own.
    /// </summary>
    /// <exception cref="NotStorableException">The event cannot be serialized as JSON.</exception>
    public static string Write(TaskEvent taskEvent)
    {
        ArgumentNullException.ThrowIfNull(taskEvent);
        return System.Text.Encoding.UTF8.GetString((taskEvent.Json ?? ToUtf8(taskEvent)).Span);
    }

    /// <summary>Serializes a task for a store.</summary>
    /// <exception cref="NotStorableException">The task cannot be serialized as JSON.</exception>
    public static string Write(TaskSnapshot task) => Guarded(task, static task => JsonSerializer.Serialize(task, Generated));

    /// <summary>Serializes an event like <see cref="Write(TaskEvent)"/>, in UTF-8.</summary>
    internal static ReadOnlyMemory<byte> ToUtf8(TaskEvent taskEvent) =>
        Guarded(taskEvent, static taskEvent => JsonSerializer.SerializeToUtf8Bytes(taskEvent, Generated));

    /// <summary>Serializes a part of a snapshot that a store keeps as JSON.</summary>
    internal static string WritePart<T>(T part) => Guarded(part, static part => JsonSerializer.Serialize(part, Generated));

    /// <summary>Deserializes the output of <see cref="WritePart"/>.</summary>
    internal static T ReadPart<T>(string json) => JsonSerializer.Deserialize<T>(json, Reading)!;

    /// <summary>Like <see cref="ReadPart"/>, for what other versions send: returns null if this version does not know it.</summary>
    internal static T? TryReadPart<T>(string json)
        where T : class
    {
        try
        {
            return ReadPart<T>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Deserializes a stored event and restores its number, time and epoch. An event that cannot be read is returned as an
    /// <see cref="UnreadableEvent"/>, so that the rest of the task's history can be read.
    /// </summary>
    /// <param name="json">The output of <see cref="Write(TaskEvent)"/>.</param>
    /// <param name="seq">Its number within its task.</param>
    /// <param name="at">When it was appended.</param>
    /// <param name="epoch">The epoch in which it was appended.</param>
    public static TaskEvent ReadEvent(string json, long seq, DateTimeOffset at, int epoch) =>
        ReadEvent(json).Stamp(seq, at, epoch);

    /// <summary>Deserializes the output of <see cref="Write(TaskSnapshot)"/>.</summary>
    public static TaskSnapshot ReadSnapshot(string json) => JsonSerializer.Deserialize<TaskSnapshot>(json, Reading)!;

    /// <summary>
    /// Returns the input in the first event of a task, for the search index. Null if it cannot be read, which must not
    /// prevent the task from finishing.
    /// </summary>
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

    /// <summary>Serializes a result, or returns null for a task without one.</summary>
    /// <exception cref="ResultTooLargeException">The result is too large.</exception>
    /// <exception cref="ResultNotSerializableException">The result cannot be serialized as JSON, for example because one of
    /// its properties throws.</exception>
    internal static JsonElement? ToResult(object? result, int maxBytes)
    {
        if (result is null)
        {
            return null;
        }

        var json = ResultToUtf8(result);
        if (json.Length > maxBytes)
        {
            throw new ResultTooLargeException(
                $"The result is {json.Length:N0} bytes of JSON, which exceeds the maximum of {maxBytes:N0}. Write it to a " +
                "file and return that instead.");
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <summary>Returns whether a value does not exceed the maximum nesting depth.</summary>
    internal static bool IsShallow(JsonElement value, int levels = MaxDepth) => value.ValueKind switch
    {
        JsonValueKind.Object => levels > 0 && value.EnumerateObject().All(member => IsShallow(member.Value, levels - 1)),
        JsonValueKind.Array => levels > 0 && value.EnumerateArray().All(item => IsShallow(item, levels - 1)),
        _ => true,
    };

    private static TaskEvent ReadEvent(string json)
    {
        try
        {
            return ReadPart<TaskEvent>(json) ?? new UnreadableEvent("The event is empty.");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException)
        {
            return new UnreadableEvent(error.Message);
        }
    }

    private static byte[] ResultToUtf8(object result)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(result, result.GetType(), Options);
        }
#pragma warning disable CA1031 // property getters of the result may throw anything
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw new ResultNotSerializableException(
                $"The result of type {result.GetType().Name} cannot be serialized as JSON: {TaskError.MessageOf(error)}",
                error);
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
            throw new NotStorableException($"The value cannot be serialized as JSON: {error.Message}", error);
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
            IncludeFields = true, // for tuples and other types with public fields
            MaxDepth = maxDepth,
            TypeInfoResolver = resolver,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        };
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>Thrown if something about a task cannot be serialized as JSON. Nothing is stored.</summary>
/// <param name="message">The message.</param>
/// <param name="inner">The cause.</param>
public sealed class NotStorableException(string message, Exception? inner = null) : ArgumentException(message, inner);

/// <summary>Thrown if a result is too large to be stored.</summary>
internal sealed class ResultTooLargeException(string message) : Exception(message);

/// <summary>Thrown if a result cannot be serialized as JSON.</summary>
internal sealed class ResultNotSerializableException(string message, Exception inner) : Exception(message, inner);

[JsonSerializable(typeof(TaskEvent))]
[JsonSerializable(typeof(TaskSnapshot))]
[JsonSerializable(typeof(Prompt))]
[JsonSerializable(typeof(Schedule))]
[JsonSerializable(typeof(ScheduleSettings))]
[JsonSerializable(typeof(ScheduleRule))]
[JsonSerializable(typeof(HolidayCalendar))]
[JsonSerializable(typeof(ApiKey))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Storage.TaskCursor))]
[JsonSerializable(typeof(Cluster.NodeCommand))]
[JsonSerializable(typeof(Cluster.NodeReply))]
[JsonSerializable(typeof(NodeLoad))]
[JsonSerializable(typeof(ActionOrigin))]
internal sealed partial class TaskJsonContext : JsonSerializerContext;
