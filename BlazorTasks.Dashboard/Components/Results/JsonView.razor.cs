using Microsoft.AspNetCore.Components.Rendering;

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

    private string? More => Size > MaxItems
        ? $"Showing the first {MaxItems} of {Formats.Number(Size)}. Download the result to see all."
        : null;

    private RenderFragment Parts => Value.ValueKind == JsonValueKind.Object ? Fields : Items;

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

    private void Fields(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "dl");
        builder.AddAttribute(1, "class", "kv");
        foreach (var field in Value.EnumerateObject().Take(MaxItems))
        {
            builder.OpenElement(2, "dt");
            builder.AddContent(3, Name(field.Name));
            builder.CloseElement();
            builder.OpenElement(4, "dd");
            AddValue(builder, field.Value);
            builder.CloseElement();
        }

        builder.CloseElement();
        AddMore(builder);
    }

    private void Items(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "ol");
        builder.AddAttribute(1, "class", "json-items");
        foreach (var item in Value.EnumerateArray().Take(MaxItems))
        {
            builder.OpenElement(2, "li");
            AddValue(builder, item);
            builder.CloseElement();
        }

        builder.CloseElement();
        AddMore(builder);
    }

    private void AddValue(RenderTreeBuilder builder, JsonElement value)
    {
        builder.OpenComponent<JsonView>(10);
        builder.AddComponentParameter(11, nameof(Value), value);
        builder.AddComponentParameter(12, nameof(Depth), Depth + 1);
        builder.CloseComponent();
    }

    private void AddMore(RenderTreeBuilder builder)
    {
        if (More is { } more)
        {
            builder.OpenElement(20, "p");
            builder.AddAttribute(21, "class", "faint");
            builder.AddContent(22, more);
            builder.CloseElement();
        }
    }
}
