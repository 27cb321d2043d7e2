using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Dashboard.Components.Tasks;

/// <summary>A JSON value, shown by its shape.</summary>
public sealed partial class JsonView
{
    private const int Most = 100;

    /// <summary>The value.</summary>
    [Parameter, EditorRequired]
    public JsonElement Value { get; set; }

    private List<string> Columns => [.. Value.EnumerateArray().First().EnumerateObject().Select(property => property.Name)];

    private string? More => Value.GetArrayLength() > Most ? $"The first {Most} of {Value.GetArrayLength():N0}." : null;

    private static bool IsTable(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
        && value.GetArrayLength() > 0
        && value.EnumerateArray().Take(Most).All(row => row.ValueKind == JsonValueKind.Object && row.EnumerateObject().All(cell => cell.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)));

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "none",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number.ToString("#,0.############", CultureInfo.CurrentCulture),
        _ => value.ToString(),
    };
}
