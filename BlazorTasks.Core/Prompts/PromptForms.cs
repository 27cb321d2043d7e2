using System.Text.Json;
using BlazorTasks.Forms;

namespace BlazorTasks.Prompts;

/// <summary>Questions with one answer, as forms with the single field <see cref="Prompt.Value"/>.</summary>
internal static class PromptForms
{
    public static FormSchema Pause { get; } = Choice("What next?", [new(Prompt.Resume, "Resume")]);

    public static FormSchema Confirm(string title, string yes, string no) => new(
    [
        new FormField(Prompt.Value, FieldType.Boolean) { Label = title, Required = true, Options = [new("true", yes), new("false", no)], ClrType = typeof(bool) },
    ]);

    public static FormSchema Choice(string title, IReadOnlyList<FieldOption> options) => new(
        [new FormField(Prompt.Value, FieldType.Choice) { Label = title, Required = true, Options = options }]);

    public static FormSchema Retry { get; } = Choice("Try again?", [new(Prompt.Retry, "Retry"), new(Prompt.GiveUp, "Give up")]);

    /// <summary>One value as an answer.</summary>
    public static JsonElement Answer(object value) =>
        JsonSerializer.SerializeToElement(new Dictionary<string, object> { [Prompt.Value] = value }, TaskJson.Options);

    /// <summary>The value of an answer with one.</summary>
    public static JsonElement ValueOf(JsonElement answer) => answer.GetProperty(Prompt.Value);
}
