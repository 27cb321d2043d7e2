using System.Diagnostics.CodeAnalysis;

namespace BlazorTasks;

/// <summary>
/// The id of a task: a version 7 UUID, so ids sort by creation time and carry 74 random bits.
/// An id is hard to guess, but it is not a secret.
/// </summary>
[JsonConverter(typeof(JsonForm))]
public readonly record struct TaskId(Guid Value) : IComparable<TaskId>, IParsable<TaskId>
{
    /// <summary>Creates an id that sorts after those created at least one millisecond earlier.</summary>
    public static TaskId New(DateTimeOffset at) => new(Guid.CreateVersion7(at));

    /// <summary>Gets the last eight characters, which distinguish tasks on screen. The first ones only encode the time.</summary>
    public string Short => ToString()[^8..];

    /// <inheritdoc />
    public int CompareTo(TaskId other) => Value.CompareTo(other.Value);

    /// <summary>Returns the id as 36 lowercase characters.</summary>
    public override string ToString() => Value.ToString("D");

    /// <summary>Parses an id.</summary>
    /// <exception cref="FormatException">The text is not a UUID.</exception>
    public static TaskId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is not a valid task id. It must be a UUID.");

    /// <summary>Tries to parse an id.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TaskId result)
    {
        var read = Guid.TryParse(s, out var value);
        result = new TaskId(value);
        return read;
    }

    /// <summary>Returns whether the first id is older.</summary>
    public static bool operator <(TaskId left, TaskId right) => left.CompareTo(right) < 0;

    /// <summary>Returns whether the first id is newer.</summary>
    public static bool operator >(TaskId left, TaskId right) => left.CompareTo(right) > 0;

    /// <summary>Returns whether the first id is older than or equal to the second.</summary>
    public static bool operator <=(TaskId left, TaskId right) => left.CompareTo(right) <= 0;

    /// <summary>Returns whether the first id is newer than or equal to the second.</summary>
    public static bool operator >=(TaskId left, TaskId right) => left.CompareTo(right) >= 0;

    /// <summary>Serializes an id as a JSON string.</summary>
    internal sealed class JsonForm : JsonConverter<TaskId>
    {
        public override TaskId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, TaskId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
