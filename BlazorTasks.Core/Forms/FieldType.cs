namespace BlazorTasks.Forms;

/// <summary>What a field of a form holds; each has one control in the dashboard and one JSON shape in the API.</summary>
public enum FieldType
{
    /// <summary>One line of text. JSON: a string.</summary>
    Text,

    /// <summary>Text of many lines. JSON: a string.</summary>
    Multiline,

    /// <summary>A number with fraction. JSON: a number.</summary>
    Number,

    /// <summary>A whole number. JSON: a number.</summary>
    Integer,

    /// <summary>Yes or no. JSON: true or false.</summary>
    Boolean,

    /// <summary>One of the options. JSON: its value, a string.</summary>
    Choice,

    /// <summary>Some of the options. JSON: an array of their values.</summary>
    MultiChoice,

    /// <summary>A day. JSON: "2026-11-21".</summary>
    Date,

    /// <summary>A moment. JSON: ISO 8601 with offset, "2026-11-21T14:00:00Z".</summary>
    DateTime,

    /// <summary>A time of day. JSON: "14:00:00".</summary>
    Time,

    /// <summary>A duration. JSON: "00:30:00", or with days "1.00:00:00".</summary>
    Duration,

    /// <summary>A GUID. JSON: "019aa6f5-7a00-7c7e-9d3a-5a4d3f0c2b11".</summary>
    Guid,

    /// <summary>Text that nobody may see again. JSON: a string.</summary>
    Secret,

    /// <summary>An uploaded file. JSON: the token that the upload gave, "id/name".</summary>
    File,

    /// <summary>Several uploaded files. JSON: an array of their tokens.</summary>
    Files,

    /// <summary>An e-mail address. JSON: a string.</summary>
    Email,

    /// <summary>An absolute http or https address. JSON: a string.</summary>
    Url,

    /// <summary>Any JSON.</summary>
    Json,

    /// <summary>Values of one simple type, which <see cref="FormField.Item"/> describes. JSON: an array.</summary>
    List,

    /// <summary>Values under names of one's own; <see cref="FormField.Item"/> describes the values. JSON: an object.</summary>
    KeyValuePairs,

    /// <summary>Fields that belong together: <see cref="FormField.Fields"/>. JSON: an object.</summary>
    Group,

    /// <summary>Rows that can be added, each with the fields of <see cref="FormField.Fields"/>. JSON: an array of objects.</summary>
    Rows,
}
