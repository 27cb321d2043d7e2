using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BlazorTasks.Forms;

/// <summary>Makes .NET values of an input that has been checked against its form, and inputs of .NET values, by the serialiser's own contract.</summary>
internal static class FormBinder
{
    private static readonly ConditionalWeakTable<UploadStore, JsonSerializerOptions> WithUploads = [];

    /// <summary>A value of an input in its .NET type.</summary>
    public static object? Bind(Type type, JsonElement value, UploadStore? uploads) => value.Deserialize(type, OptionsFor(uploads));

    /// <summary>A record of an answer.</summary>
    public static T Bind<T>(JsonElement values, UploadStore? uploads) =>
        (T?)Bind(typeof(T), values, uploads) ?? throw new InvalidOperationException($"The answer holds no {typeof(T).Name}.");

    /// <summary>Whether only the serialiser knows if a value fits.</summary>
    public static bool NeedsBinding(FormField field) =>
        field is { Type: FieldType.Json } && field.ClrType != typeof(JsonElement) && field.ClrType != typeof(string);

    /// <summary>The value of a field in its .NET type.</summary>
    /// <returns>Why it cannot be made, or null.</returns>
    public static string? TryBind(FormField field, JsonNode value, UploadStore? uploads, out object? typed) =>
        TryBind(field.ClrType, value, field.Json ?? OptionsFor(uploads), out typed)?.Message;

    /// <summary>A .NET value of a checked JSON one.</summary>
    /// <returns>Where and why it cannot be made, or null.</returns>
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
            return (error.Path is ['$', '.', .. var path] ? path : "", $"This cannot be read as {FormTypes.Name(type)}");
        }
#pragma warning disable CA1031 // the constructor of a record is code of the task's author
        catch (Exception error)
#pragma warning restore CA1031
        {
            typed = null;
            return ("", error.Message);
        }
    }

    /// <summary>How inputs are read, with the files that were uploaded for them.</summary>
    public static JsonSerializerOptions OptionsFor(UploadStore? uploads) => uploads is null
        ? TaskJson.Options
        : WithUploads.GetValue(uploads, store => new JsonSerializerOptions(TaskJson.Options) { Converters = { new Uploaded(store) } });

    /// <summary>How values in code become inputs: without what is computed, with a token for each file.</summary>
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

    /// <summary>A file field holds the token of what was uploaded.</summary>
    private sealed class Uploaded(UploadStore uploads) : JsonConverter<TaskFile>
    {
        public override TaskFile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            uploads.Find(reader.GetString()) ?? throw new FileNotFoundException($"The uploaded file '{reader.GetString()}' no longer exists. Upload it again.");

        public override void Write(Utf8JsonWriter writer, TaskFile value, JsonSerializerOptions options) => throw new NotSupportedException();
    }

    /// <summary>A file of this machine is uploaded like any other.</summary>
    private sealed class Passed(Func<TaskFile, string> tokenOf) : JsonConverter<TaskFile>
    {
        public override TaskFile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, TaskFile value, JsonSerializerOptions options) => writer.WriteStringValue(tokenOf(value));
    }
}
