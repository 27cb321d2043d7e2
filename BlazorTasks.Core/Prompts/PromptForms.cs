using BlazorTasks.Forms;

namespace BlazorTasks.Prompts;

/// <summary>Forms with the single field <see cref="Prompt.Value"/>, for prompts with a single answer.</summary>
internal static class PromptForms
{
    private static readonly FieldOption[] YesOrNo = OptionsOf(PromptOptions.None.Yes, PromptOptions.None.No);

    public static FormSchema Pause { get; } = Choice("What next?", [new(Prompt.Resume, "Resume")]);

    public static FormSchema Confirm(string title, string yes, string no) => new(
    [
        new FormField(Prompt.Value, FieldType.Boolean)
        {
            Label = title,
            Required = true,
            Options = (yes, no) == (PromptOptions.None.Yes, PromptOptions.None.No) ? YesOrNo : OptionsOf(yes, no),
            ClrType = typeof(bool)
        },
    ]);

    private static FieldOption[] OptionsOf(string yes, string no) => [new("true", yes), new("false", no)];

    public static FormSchema Choice(string title, IReadOnlyList<FieldOption> options) => new(
        [new FormField(Prompt.Value, FieldType.Choice) { Label = title, Required = true, Options = options }]);

    public static FormSchema Retry { get; } = Choice("Try again?", [new(Prompt.Retry, "Retry"), new(Prompt.GiveUp, "Give up")]);

    /// <summary>Creates an answer with a single value.</summary>
    public static JsonElement Answer(object value) =>
        JsonSerializer.SerializeToElement(new Dictionary<string, object> { [Prompt.Value] = value }, TaskJson.Options);

    /// <summary>Returns the value of an answer with a single value.</summary>
    public static JsonElement ValueOf(JsonElement answer) => answer.GetProperty(Prompt.Value);
}
