using BlazorTasks.Forms;
using Microsoft.AspNetCore.Components;

namespace BlazorTasks.Dashboard.Components.Forms;

/// <summary>One control, chosen by the kind of its field.</summary>
public sealed partial class FieldInput
{
    private const int MaxRadios = 3;

    /// <summary>The field.</summary>
    [Parameter, EditorRequired]
    public FormField Field { get; set; } = default!;

    /// <summary>The values of the whole form.</summary>
    [Parameter, EditorRequired]
    public FormModel Model { get; set; } = default!;

    /// <summary>The id of the control, for its label.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = default!;

    /// <summary>Whether its value is wrong.</summary>
    [Parameter]
    public bool Invalid { get; set; }

    /// <summary>The ids of its hint and message.</summary>
    [Parameter]
    public string? DescribedBy { get; set; }

    private string? Text => Model.Get<string>(Field);

    private List<string> Chosen => Model.Get<List<string>>(Field) ?? [];

    private string? InvalidClass => Invalid ? "is-invalid" : null;

    /// <summary>A word: as a bool it would be an attribute without value, which says that nothing is wrong.</summary>
    private string InvalidWord => Invalid ? "true" : "false";

    private string TextType => Field.Type switch { FieldType.Email => "email", FieldType.Url => "url", _ => "text" };

    private Dictionary<string, object> Attributes
    {
        get
        {
            var attributes = new Dictionary<string, object> { ["id"] = Id, ["aria-labelledby"] = LabelOf(Id), ["aria-invalid"] = InvalidWord };
            if (DescribedBy is not null)
            {
                attributes["aria-describedby"] = DescribedBy;
            }

            return attributes;
        }
    }

    /// <summary>A required choice between few things is shown at once; everything else is a list to open.</summary>
    internal static bool IsRadio(FormField field) => field is { Type: FieldType.Choice, Required: true, Options.Count: <= MaxRadios };

    /// <summary>The id of the label of a control.</summary>
    internal static string LabelOf(string id) => $"{id}-label";

    private void Choose(string value, bool chosen)
    {
        var all = Chosen;
        all.Remove(value);
        if (chosen)
        {
            all.Add(value);
        }

        Model.Set(Field, all);
    }
}
