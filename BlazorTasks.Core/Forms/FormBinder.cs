using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BlazorTasks.Forms;

/// <summary>Makes a record of an answer that has been checked against the record's form.</summary>
internal static class FormBinder
{
    private static readonly ConditionalWeakTable<UploadStore, JsonSerializerOptions> WithUploads = [];

    public static T Bind<T>(JsonElement values, UploadStore? uploads)
    {
        var options = uploads is null ? TaskJson.Options : WithUploads.GetValue(uploads, store => new JsonSerializerOptions(TaskJson.Options) { Converters = { new Uploaded(store) } });
        return values.Deserialize<T>(options) ?? throw new InvalidOperationException($"The answer holds no {typeof(T).Name}.");
    }

    /// <summary>A file field holds the id of what was uploaded.</summary>
    private sealed class Uploaded(UploadStore uploads) : JsonConverter<TaskFile>
    {
        public override TaskFile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            uploads.Find(reader.GetString()) ?? throw new FileNotFoundException("The uploaded file is no longer there. Upload it again.");

        public override void Write(Utf8JsonWriter writer, TaskFile value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
