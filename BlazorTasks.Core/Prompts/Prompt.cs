using BlazorTasks.Forms;

namespace BlazorTasks;

/// <summary>The kind of prompt, which determines how it is displayed.</summary>
public enum PromptKind
{
    /// <summary>A yes/no question.</summary>
    Confirm,

    /// <summary>A form.</summary>
    Input,

    /// <summary>A choice of one of several options.</summary>
    Choice,

    /// <summary>Whether to retry after a failure. The attempt has ended; no code is waiting.</summary>
    Retry,

    /// <summary>The task is paused and waits to be resumed.</summary>
    Pause,
}

/// <summary>
/// A prompt as it is stored and displayed. Every answer is an object that matches <see cref="Form"/>. Prompts with a single
/// answer have one field, <see cref="Value"/>.
/// </summary>
/// <param name="Id">The number of the prompt within its task, starting at "1".</param>
/// <param name="Kind">The kind of prompt.</param>
/// <param name="Title">The question.</param>
public sealed record Prompt(string Id, PromptKind Kind, string Title)
{
    /// <summary>The name of the field of a prompt with a single answer.</summary>
    public const string Value = "value";

    /// <summary>The answer to a <see cref="PromptKind.Retry"/> prompt that retries the task.</summary>
    public const string Retry = "retry";

    /// <summary>The answer to a <see cref="PromptKind.Retry"/> prompt that fails the task.</summary>
    public const string GiveUp = "give_up";

    /// <summary>The answer to a <see cref="PromptKind.Pause"/> prompt.</summary>
    public const string Resume = "resume";

    /// <summary>Details in Markdown.</summary>
    public string? Body { get; init; }

    /// <summary>The form that the answer must match.</summary>
    public required FormSchema Form { get; init; }

    /// <summary>The answer that is used if the prompt expires. If null, expiration is an error.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>When the prompt was opened.</summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>When the prompt expires, or null if it does not.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Who may answer.</summary>
    public Answerers For { get; init; } = Answerers.Anyone;

    /// <summary>The error of a retry prompt.</summary>
    public TaskError? Error { get; init; }

    /// <summary>Whether the task's code waits for the answer in memory.</summary>
    [JsonIgnore]
    public bool HoldsCode => Kind != PromptKind.Retry;

    /// <summary>Returns an answer as text: the label of the chosen option, or "the form".</summary>
    public string Say(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty(Value, out var value) || Form[Value] is not { } field)
        {
            return "the form";
        }

        var key = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return field.Options.FirstOrDefault(option => option.Value == key)?.Label ?? key ?? "";
    }
}

/// <summary>Who may answer a prompt, in addition to being allowed to work with tasks at all.</summary>
public sealed record Answerers
{
    /// <summary>Gets the rule that allows everyone who may work with tasks.</summary>
    public static Answerers Anyone { get; } = new();

    /// <summary>Whether only the owner of the task may answer.</summary>
    public static Answerers Owner { get; } = new() { OwnerOnly = true };

    /// <summary>Whether the owner must not answer (four-eyes principle).</summary>
    public static Answerers SomeoneElse { get; } = new() { NotOwner = true };

    /// <summary>Gets the rule that allows only the owner.</summary>
    public bool OwnerOnly { get; init; }

    /// <summary>Gets the rule that allows everyone except the owner.</summary>
    public bool NotOwner { get; init; }

    /// <summary>The required role.</summary>
    public string? Role { get; init; }

    /// <summary>Creates the rule that requires a role.</summary>
    public static Answerers InRole(string role) => new() { Role = role };

    /// <summary>Returns whether a person may answer.</summary>
    /// <param name="person">The person, or null for the application itself, which may answer every prompt.</param>
    /// <param name="owner">The owner of the task.</param>
    public bool Allow(Person? person, string? owner) =>
        person is null
        || ((!OwnerOnly || owner is null || person.Id == owner)
            && (!NotOwner || person.Id != owner)
            && (Role is null || person.Roles.Contains(Role)));

    /// <summary>Returns the rule as text, such as "only the owner".</summary>
    public override string ToString() => this switch
    {
        { OwnerOnly: true } => "only the owner",
        { NotOwner: true, Role: { } role } => $"anyone with the role {role} except the owner",
        { NotOwner: true } => "anyone except the owner",
        { Role: { } role } => $"anyone with the role {role}",
        _ => "anyone who works with tasks",
    };
}
