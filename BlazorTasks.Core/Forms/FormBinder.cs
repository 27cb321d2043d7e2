using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace BlazorTasks.Forms;

/// <summary>Converts validated inputs to .NET values and .NET values to inputs, according to the serializer's contract.</summary>
internal static class FormBinder
{
    private static readonly ConditionalWeakTable<UploadStore, JsonSerializerOptions> WithUploads = [];

    /// <summary>Converts an input value to its .NET type.</summary>
    public static object? Bind(Type type, JsonElement value, UploadStore? uploads) => value.Deserialize(type, OptionsFor(uploads));

    /// <summary>Converts an answer to a record.</summary>
    public static T Bind<T>(JsonElement values, UploadStore? uploads) =>
        (T?)Bind(typeof(T), values, uploads) ?? throw new InvalidOperationException($"The answer does not contain a {typeof(T).Name}.");

    /// <summary>Returns whether only the serializer can tell if a value is valid.</summary>
    public static bool NeedsBinding(FormField field) =>
        field is { Type: FieldType.Json } && field.ClrType != typeof(JsonElement) && field.ClrType != typeof(string);

    /// <summary>Converts the value of a field to its .NET type.</summary>
    /// <returns>Why it cannot be converted, or null.</returns>
    public static string? TryBind(FormField field, JsonNode value, UploadStore? uploads, out object? typed) =>
        TryBind(field.ClrType, value, field.Json ?? OptionsFor(uploads), out typed)?.Message;

    /// <summary>Converts a validated JSON value to a .NET value.</summary>
    /// <returns>Where and why it cannot be converted, or null.</returns>
    public static (string Path, string Message)? TryBind(Type type, JsonNode? value, JsonSerializerOptions options, out object? typed)
    {
        try
        {
            typed = value.Deserialize(type, options);
            return null;
        }
        catch (JsonException error)
        {
            typed = null;
            return (error.Path is ['$', '.', .. var path] ? path : "", $"This value cannot be converted to {FormTypes.Name(type)}");
        }
#pragma warning disable CA1031 // a record's constructor may throw anything
        catch (Exception error)
#pragma warning restore CA1031
        {
            typed = null;
            return ("", error.Message);
        }
    }

    /// <summary>The options for deserializing inputs, including their uploaded files.</summary>
    public static JsonSerializerOptions OptionsFor(UploadStore? uploads) => uploads is null
        ? TaskJson.Options
        : WithUploads.GetValue(uploads, store => new JsonSerializerOptions(TaskJson.Options) { Converters = { new Uploaded(store) } });

    /// <summary>
    /// The options for serializing values of code as inputs: without computed properties, and with tokens for files.
    /// </summary>
    public static JsonSerializerOptions ForWriting(Func<TaskFile, string> tokenOf) => new(TaskJson.Options)
    {
        Converters = { new Passed(tokenOf) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutComputed } },
    };

    private static void LeaveOutComputed(JsonTypeInfo type)
    {
        foreach (var computed in type.Properties.Where(property => !FormTypes.IsSettable(property)))
        {
            computed.ShouldSerialize = static (_, _) => false;
        }
    }

    /// <summary>A file field contains the token of the uploaded file.</summary>
    private sealed class Uploaded(UploadStore uploads) : JsonConverter<TaskFile>
    {
        public override TaskFile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            uploads.Find(reader.GetString())
                ?? throw new FileNotFoundException($"The uploaded file '{reader.GetString()}' no longer exists. Upload it again.");

        public override void Write(Utf8JsonWriter writer, TaskFile value, JsonSerializerOptions options) =>
            throw new NotSupportedException();
    }

    /// <summary>A local file is uploaded like any other.</summary>
    private sealed class Passed(Func<TaskFile, string> tokenOf) : JsonConverter<TaskFile>
    {
        public override TaskFile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, TaskFile value, JsonSerializerOptions options) =>
            writer.WriteStringValue(tokenOf(value));
    }
}
