using BlazorTasks.Components.Access;
using BlazorTasks.Components.Forms;
using BlazorTasks.Forms;
using Microsoft.AspNetCore.Components.Forms;

namespace BlazorTasks.Components.Prompts;

/// <summary>A field of a form, with the browser's own control for its type.</summary>
public sealed partial class PromptField
{
    private const int MaxRadios = 3;
    private const int MaxFiles = 100;

    private bool _isUploading;
    private string? _uploadProblem;

    /// <summary>The field.</summary>
    [Parameter, EditorRequired]
    public FormField Field { get; set; } = default!;

    /// <summary>The values of the form.</summary>
    [Parameter, EditorRequired]
    public FormModel Model { get; set; } = default!;

    /// <summary>The id of the control.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = default!;

    /// <summary>What is wrong with its value.</summary>
    [Parameter]
    public string? Error { get; set; }

    /// <summary>One more character than can be accepted: what is too long is rejected with a message, not cut off unseen.</summary>
    [Parameter]
    public int MaxLength { get; set; }

    /// <summary>Called when the value has changed: messages may be different now.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private MyTasks Mine { get; set; } = default!;

    private bool IsRadio => Field is { Type: FieldType.Choice, Required: true, Options.Count: <= MaxRadios };

    private bool IsGroup => IsRadio || Field.Type is FieldType.MultiChoice or FieldType.Group or FieldType.Rows;

    private string? Invalid => Error is null ? null : "true";

    private List<string> Chosen => Model.Get<List<string>>(Field) ?? [];

    private string? Hint => Field.Description ?? Field.Type switch
    {
        FieldType.List => "One value a line.",
        FieldType.KeyValuePairs => "One name=value a line.",
        _ => null,
    };

    private string? DescribedBy => (Hint, Error ?? _uploadProblem) switch
    {
        (null, null) => null,
        (null, _) => $"{Id}-error",
        (_, null) => $"{Id}-hint",
        _ => $"{Id}-error {Id}-hint",
    };

    private string InputType => Field.Type switch
    {
        FieldType.Date => "date",
        FieldType.DateTime => "datetime-local",
        FieldType.Time => "time",
        FieldType.Secret => "password",
        FieldType.Email => "email",
        FieldType.Url => "url",
        _ => "text",
    };

    private string? InputMode => Field.Type switch
    {
        FieldType.Integer => "numeric",
        FieldType.Number => "decimal",
        _ => null,
    };

    private List<string> Toggled(string value, bool isChosen) =>
        [.. Chosen.Where(other => other != value), .. isChosen ? [value] : Array.Empty<string>()];

    private Task TypeAsync(ChangeEventArgs change) => ChangeAsync(() => Model.SetText(Field, change.Value?.ToString()));

    private Task SetAsync(object? value) => ChangeAsync(() => Model.Set(Field, value));

    private Task ChangeAsync(Action change)
    {
        change();
        return OnChanged.InvokeAsync();
    }

    private async Task UploadAsync(InputFileChangeEventArgs chosen)
    {
        if (await Mine.AccessAsync() is not { } access)
        {
            _uploadProblem = "Sign in to upload files.";
            return;
        }

        (_isUploading, _uploadProblem) = (true, null);
        try
        {
            var tokens = new List<string>();
            _uploadProblem = await FileUpload.SaveAsync(access, chosen.GetMultipleFiles(MaxFiles), token =>
            {
                tokens.Add(token);
                return Task.CompletedTask;
            });
            await SetAsync(Field.Type == FieldType.Files ? tokens : tokens.FirstOrDefault());
        }
        finally
        {
            _isUploading = false;
        }
    }
}
