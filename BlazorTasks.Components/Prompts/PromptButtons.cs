using BlazorTasks.Forms;

namespace BlazorTasks.Components.Prompts;

/// <summary>Questions that are answered by pressing a button instead of filling in a form.</summary>
internal static class PromptButtons
{
    private const int Most = 4;

    /// <summary>The answers to choose from, or none.</summary>
    public static IReadOnlyList<FieldOption> OptionsOf(Prompt? prompt) => prompt?.Form[Prompt.Value]?.Options ?? [];

    /// <summary>Whether a question needs a form: it has fields, or more answers than there is space for buttons.</summary>
    public static bool NeedsForm(Prompt prompt) => prompt.Kind == PromptKind.Input || OptionsOf(prompt).Count > Most;
}
