namespace BlazorTasks.Forms;

/// <summary>
/// The type of a form field. Each has its own control in the dashboard and its own JSON representation in the API.
/// </summary>
public enum FieldType
{
    /// <summary>A single line of text. JSON: a string.</summary>
    Text,

    /// <summary>Multiline text. JSON: a string.</summary>
    Multiline,

    /// <summary>A decimal number. JSON: a number.</summary>
    Number,

    /// <summary>An integer. JSON: a number.</summary>
    Integer,

    /// <summary>Yes or no. JSON: true or false.</summary>
    Boolean,

    /// <summary>One of several options. JSON: its value, a string.</summary>
    Choice,

    /// <summary>Any number of options. JSON: an array of their values.</summary>
    MultiChoice,

    /// <summary>A date. JSON: "2026-11-21".</summary>
    Date,

    /// <summary>A date and time. JSON: ISO 8601 with an offset, "2026-11-21T14:00:00Z".</summary>
    DateTime,

    /// <summary>A time of day. JSON: "14:00:00".</summary>
    Time,

    /// <summary>A duration. JSON: "00:30:00", or with days "1.00:00:00".</summary>
    Duration,

    /// <summary>A GUID. JSON: "019aa6f5-7a00-7c7e-9d3a-5a4d3f0c2b11".</summary>
    Guid,

    /// <summary>Text that is never displayed again. JSON: a string.</summary>
    Secret,

    /// <summary>An uploaded file. JSON: the token returned by the upload, "id/name".</summary>
    File,

    /// <summary>Several uploaded files. JSON: an array of their tokens.</summary>
    Files,

    /// <summary>An email address. JSON: a string.</summary>
    Email,

    /// <summary>An absolute http or https URL. JSON: a string.</summary>
    Url,

    /// <summary>Any JSON value.</summary>
    Json,

    /// <summary>A list of simple values described by <see cref="FormField.Item"/>. JSON: an array.</summary>
    List,

    /// <summary>Named values described by <see cref="FormField.Item"/>, with names chosen by the user. JSON: an object.</summary>
    KeyValuePairs,

    /// <summary>A group of fields: <see cref="FormField.Fields"/>. JSON: an object.</summary>
    Group,

    /// <summary>
    /// A variable number of rows, each with the fields of <see cref="FormField.Fields"/>. JSON: an array of objects.
    /// </summary>
    Rows,
}
