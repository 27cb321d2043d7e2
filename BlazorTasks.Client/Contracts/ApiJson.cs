using System.Globalization;
using System.Text.Encodings.Web;

namespace BlazorTasks.Client;

/// <summary>The JSON conventions of the API: snake_case names, enums as strings, ISO 8601 times in UTC, nulls included.</summary>
public static class ApiJson
{
    /// <summary>The maximum nesting depth of request bodies, inputs and results.</summary>
    public const int MaxDepth = 32;

    /// <summary>The options for everything that the API sends, with source-generated code.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The options for inputs and answers, whose types the caller chooses: snake_case names, nulls omitted.</summary>
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
            MaxDepth = 2 * MaxDepth, // inputs and results may be as deep as a body, and are nested in responses
            TypeInfoResolver = ApiJsonContext.Default,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false), new UtcTime() },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Formats times in UTC with a "Z".</summary>
    private sealed class UtcTime : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

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
[JsonSerializable(typeof(ApiKeys))]
[JsonSerializable(typeof(ApiKeyDetails))]
[JsonSerializable(typeof(ApiTicket))]
[JsonSerializable(typeof(ApiNode))]
[JsonSerializable(typeof(ApiSchedule))]
[JsonSerializable(typeof(ApiSchedules))]
[JsonSerializable(typeof(ApiOccurrences))]
[JsonSerializable(typeof(ApiCalendar))]
[JsonSerializable(typeof(ApiCalendars))]
[JsonSerializable(typeof(ApiSession))]
[JsonSerializable(typeof(ApiClientTasks))]
[JsonSerializable(typeof(ApiIndex))]
[JsonSerializable(typeof(ApiCall))]
[JsonSerializable(typeof(ApiPromptAnswer))]
[JsonSerializable(typeof(ApiField))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
