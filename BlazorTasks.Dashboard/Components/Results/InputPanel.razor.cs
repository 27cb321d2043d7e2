using System.Text.Json;
using BlazorTasks.Forms;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Dashboard.Components.Results;

/// <summary>What a task was started with.</summary>
public sealed partial class InputPanel
{
    /// <summary>How a protected secret begins, for inputs whose definition is gone.</summary>
    private const string ProtectedSecret = "secret:";

    /// <summary>The input.</summary>
    [Parameter, EditorRequired]
    public JsonElement? Input { get; set; }

    /// <summary>The form that asked for it; empty when the definition is gone.</summary>
    [Parameter, EditorRequired]
    public FormSchema Form { get; set; } = FormSchema.Empty;

    /// <summary>Whether a script does the work.</summary>
    [Parameter]
    public bool IsExternal { get; set; }

    /// <summary>Every field that was asked for, filled or not, and whatever else was given.</summary>
    private List<string> Names(JsonElement input) =>
        [.. Form.Fields.Select(field => field.Name).Union(input.EnumerateObject().Select(property => property.Name))];

    private bool IsSecret(string name, JsonElement value) =>
        Form[name]?.Type == FieldType.Secret && value.ValueKind != JsonValueKind.Undefined
        || (value.ValueKind == JsonValueKind.String && value.GetString()!.StartsWith(ProtectedSecret, StringComparison.Ordinal));

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.String => value.GetString()!.Length == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };

    /// <summary>A choice by what people chose, not by what is stored.</summary>
    private JsonElement InWords(string name, JsonElement value) => Form[name] is not { Options.Count: > 0 } field ? value : value.ValueKind switch
    {
        JsonValueKind.Array => JsonSerializer.SerializeToElement(value.EnumerateArray().Select(item => LabelOf(field, item))),
        _ => JsonSerializer.SerializeToElement(LabelOf(field, value)),
    };

    private static string LabelOf(FormField field, JsonElement value) =>
        field.Options.FirstOrDefault(option => option.Value == value.ToString())?.Label ?? value.ToString();
}
