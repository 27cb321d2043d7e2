namespace BlazorTasks.Dashboard.Components.Results;

/// <summary>A JSON value, rendered by its shape.</summary>
public sealed partial class JsonView
{
    private const int MaxItems = 200;
    private const int Open = 2;

    private ResultShape? _shape;
    private bool _isTable;
    private bool _isOpen;

    /// <summary>The value.</summary>
    [Parameter, EditorRequired]
    public JsonElement Value { get; set; }

    /// <summary>The nesting depth.</summary>
    [Parameter]
    public int Depth { get; set; }

    private int Size => Value.ValueKind == JsonValueKind.Array ? Value.GetArrayLength() : Value.GetPropertyCount();

    private bool IsObject => Value.ValueKind == JsonValueKind.Object;

    /// <summary>The display text of a simple value.</summary>
    internal static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "none",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number.ToString("#,0.############", CultureInfo.CurrentCulture),
        _ => LogText.Clean(value.ToString()),
    };

    /// <summary>The display text of a name.</summary>
    internal static string Name(string name) => LogText.CleanLine(name).Replace('_', ' ');

    /// <inheritdoc />
    protected override void OnParametersSet() => (_shape, _isTable) = (ResultShape.Of(Value), ResultShape.IsTable(Value));
}
