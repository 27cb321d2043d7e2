using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BlazorTasks.Client;

/// <summary>How the API writes and reads JSON: snake_case names, words for enums, ISO 8601 times in UTC, every member there.</summary>
public static class ApiJson
{
    /// <summary>The deepest nesting of what is taken: of a body, an input, a result.</summary>
    public const int MaxDepth = 32;

    /// <summary>The options, with generated code for everything that the API sends.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The options for inputs and answers, whose types the caller chose: snake_case names, nothing for null.</summary>
    public static JsonSerializerOptions Inputs { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = 2 * MaxDepth, // inputs and results may be as deep as a body, and lie deeper in what is sent
            TypeInfoResolver = ApiJsonContext.Default,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false), new UtcTime() },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>A time in UTC with its "Z".</summary>
    private sealed class UtcTime : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));
    }
}

[JsonSerializable(typeof(ApiTask))]
[JsonSerializable(typeof(ApiTaskPage))]
[JsonSerializable(typeof(ApiDefinition))]
[JsonSerializable(typeof(ApiDefinitions))]
[JsonSerializable(typeof(ApiUploads))]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(ApiMessage))]
[JsonSerializable(typeof(ApiLogPage))]
[JsonSerializable(typeof(ApiAuditPage))]
[JsonSerializable(typeof(ApiNodes))]
[JsonSerializable(typeof(ApiSession))]
[JsonSerializable(typeof(ApiClientTasks))]
[JsonSerializable(typeof(ApiIndex))]
[JsonSerializable(typeof(ApiCall))]
[JsonSerializable(typeof(ApiPromptAnswer))]
[JsonSerializable(typeof(ApiField))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
