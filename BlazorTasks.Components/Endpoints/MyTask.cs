using BlazorTasks.Components.Access;
using BlazorTasks.Components.Prompts;
using BlazorTasks.Forms;

namespace BlazorTasks.Components.Endpoints;

/// <summary>A task as the custom elements show it (wwwroot/blazortasks.js): texts are ready to be displayed.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
/// <param name="Label">The label, or null.</param>
/// <param name="State">The key of the state, for its color and icon.</param>
/// <param name="StateText">The name of the state.</param>
/// <param name="Status">The status or the outcome.</param>
/// <param name="Progress">0 to 100, or null.</param>
/// <param name="Time">The time left or taken, or null.</param>
/// <param name="IsFinal">Whether it has finished.</param>
/// <param name="CanCancel">Whether it can be cancelled.</param>
/// <param name="CanRetry">Whether it can be retried.</param>
/// <param name="Href">The page of the app that shows it, or null.</param>
/// <param name="FinishedAt">When it finished.</param>
/// <param name="Prompt">The open question, if the person may answer it.</param>
internal sealed record MyTask(
    TaskId Id,
    string Name,
    string? Label,
    string State,
    string StateText,
    string? Status,
    double? Progress,
    string? Time,
    bool IsFinal,
    bool CanCancel,
    bool CanRetry,
    string? Href,
    DateTimeOffset? FinishedAt,
    MyPrompt? Prompt)
{
    /// <summary>Describes a task to the person it belongs to.</summary>
    public static MyTask From(TaskSnapshot task, MyTasks mine, TaskComponentsOptions options, DateTimeOffset now)
    {
        var isFinal = task.State.IsFinal();
        return new MyTask(
            task.Id,
            LogText.CleanLine(task.Name),
            task.Label is null ? null : LogText.CleanLine(task.Label),
            TaskText.Key(task),
            PromptText.Word(task, mine.Me),
            LogText.CleanLine(TaskText.Outcome(task, mine.Me?.Name)),
            TaskText.Percent(task),
            task.Duration is { } took ? $"took {Formats.Duration(took)}" : TimeLeftOf(task, mine, now),
            isFinal,
            mine.CanCancel(task),
            mine.CanRetry(task),
            options.Href?.Invoke(task),
            task.FinishedAt,
            task.Prompt is { } prompt && mine.CanAnswer(task) ? MyPrompt.From(prompt) : null);
    }

    private static string? TimeLeftOf(TaskSnapshot task, MyTasks mine, DateTimeOffset now) =>
        task is { State: TaskState.Running, Definition: { } definition } && mine.StatisticsOf(definition) is { } statistics
            ? TimeLeft.Next(null, task, statistics, now)?.Text
            : null;
}

/// <summary>A question as the custom elements show it.</summary>
/// <param name="Id">The number of the prompt within its task.</param>
/// <param name="Title">The question.</param>
/// <param name="Options">The answers, if they are buttons.</param>
/// <param name="Fields">The fields, if it is a form.</param>
/// <param name="IsSimple">Whether every field has a control in the custom elements; other forms are answered on the task's page.</param>
internal sealed record MyPrompt(
    string Id,
    string Title,
    IReadOnlyList<FieldOption> Options,
    IReadOnlyList<MyField> Fields,
    bool IsSimple)
{
    /// <summary>Describes a question.</summary>
    public static MyPrompt From(Prompt prompt)
    {
        var isForm = PromptButtons.NeedsForm(prompt);
        return new MyPrompt(
            prompt.Id,
            LogText.CleanLine(prompt.Title),
            isForm ? [] : [.. PromptButtons.OptionsOf(prompt).Select(option => option with { Label = LogText.CleanLine(option.Label) })],
            isForm ? [.. prompt.Form.Fields.Select(MyField.From)] : [],
            !isForm || prompt.Form.Fields.All(MyField.IsSimple));
    }
}

/// <summary>A field as the custom elements show it.</summary>
/// <param name="Name">The JSON name.</param>
/// <param name="Type">The type of the field.</param>
/// <param name="Label">The label.</param>
/// <param name="Description">The help text.</param>
/// <param name="Required">Whether a value is required.</param>
/// <param name="Default">The initial value.</param>
/// <param name="Options">The options to choose from.</param>
internal sealed record MyField(
    string Name,
    FieldType Type,
    string Label,
    string? Description,
    bool Required,
    JsonElement? Default,
    IReadOnlyList<FieldOption> Options)
{
    public static MyField From(FormField field) =>
        new(field.Name, field.Type, field.Label, field.Description, field.Required, field.Default, field.Options);

    public static bool IsSimple(FormField field) => field.Type is FieldType.Text or FieldType.Multiline or FieldType.Number
        or FieldType.Integer or FieldType.Boolean or FieldType.Choice or FieldType.Date or FieldType.Time or FieldType.Duration
        or FieldType.Secret or FieldType.Email or FieldType.Url or FieldType.Guid;
}
