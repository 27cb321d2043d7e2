using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BlazorTasks;

/// <summary>
/// The id of a task: a version 7 UUID, so ids sort by the time they were made and carry 74 random bits.
/// An id is hard to guess, but it is not a secret.
/// </summary>
[JsonConverter(typeof(JsonForm))]
public readonly record struct TaskId(Guid Value) : IComparable<TaskId>, IParsable<TaskId>
{
    /// <summary>Makes a new id that sorts after those made at least a millisecond earlier.</summary>
    public static TaskId New(DateTimeOffset at) => new(Guid.CreateVersion7(at));

    /// <summary>The last eight characters: enough to tell tasks apart on screen, where the first ones are only the time.</summary>
    public string Short => ToString()[^8..];

    /// <inheritdoc />
    public int CompareTo(TaskId other) => Value.CompareTo(other.Value);

    /// <summary>The id as 36 lower-case characters.</summary>
    public override string ToString() => Value.ToString("D");

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">The text is not a UUID.</exception>
    public static TaskId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is not a task id: it should be a UUID.");

    /// <summary>Reads an id and says whether the text was one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TaskId result)
    {
        var read = Guid.TryParse(s, out var value);
        result = new TaskId(value);
        return read;
    }

    /// <summary>Whether the first id is the older one.</summary>
    public static bool operator <(TaskId left, TaskId right) => left.CompareTo(right) < 0;

    /// <summary>Whether the first id is the newer one.</summary>
    public static bool operator >(TaskId left, TaskId right) => left.CompareTo(right) > 0;

    /// <summary>Whether the first id is the older one, or the same.</summary>
    public static bool operator <=(TaskId left, TaskId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the first id is the newer one, or the same.</summary>
    public static bool operator >=(TaskId left, TaskId right) => left.CompareTo(right) >= 0;

    /// <summary>As JSON an id is a string.</summary>
    internal sealed class JsonForm : JsonConverter<TaskId>
    {
        public override TaskId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, TaskId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
