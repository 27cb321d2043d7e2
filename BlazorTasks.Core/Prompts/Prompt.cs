using System.Text.Json;
using System.Text.Json.Serialization;
using BlazorTasks.Forms;

namespace BlazorTasks;

/// <summary>What kind of answer a question wants, and so how it is shown.</summary>
public enum PromptKind
{
    /// <summary>Yes or no.</summary>
    Confirm,

    /// <summary>The fields of a form.</summary>
    Input,

    /// <summary>One of several things.</summary>
    Choice,

    /// <summary>Whether to try again after a failure. The attempt has ended; nothing waits in memory.</summary>
    Retry,

    /// <summary>Nothing: the task was paused, and goes on when someone says so.</summary>
    Pause,
}

/// <summary>
/// A question to a person, as it is stored and shown. Every answer is an object that fits <see cref="Form"/>; questions
/// with one answer have the single field <see cref="Value"/>.
/// </summary>
/// <param name="Id">Its number in the task, from "1".</param>
/// <param name="Kind">What kind of answer it wants.</param>
/// <param name="Title">The question.</param>
public sealed record Prompt(string Id, PromptKind Kind, string Title)
{
    /// <summary>The name of the only field of a question with one answer.</summary>
    public const string Value = "value";

    /// <summary>The answers to <see cref="PromptKind.Retry"/>: try again.</summary>
    public const string Retry = "retry";

    /// <summary>The answers to <see cref="PromptKind.Retry"/>: leave it failed.</summary>
    public const string GiveUp = "give_up";

    /// <summary>The answer to <see cref="PromptKind.Pause"/>.</summary>
    public const string Resume = "resume";

    /// <summary>More about it, in Markdown.</summary>
    public string? Body { get; init; }

    /// <summary>What the answer must fit.</summary>
    public required FormSchema Form { get; init; }

    /// <summary>What is taken when nobody answers in time; null if that fails.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>When it was asked.</summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>Until when it can be answered; null for as long as the task lives.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Who may answer.</summary>
    public Answerers For { get; init; } = Answerers.Anyone;

    /// <summary>What went wrong, when it asks whether to try again.</summary>
    public TaskError? Error { get; init; }

    /// <summary>Whether the code of the task waits for the answer, in memory.</summary>
    [JsonIgnore]
    public bool HoldsCode => Kind != PromptKind.Retry;

    /// <summary>An answer in words, for people: the label of what was chosen, or "the form".</summary>
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

/// <summary>Who may answer a question, beyond the right to work with tasks at all.</summary>
public sealed record Answerers
{
    /// <summary>Anyone who may work with tasks.</summary>
    public static Answerers Anyone { get; } = new();

    /// <summary>The owner of the task only.</summary>
    public static Answerers Owner { get; } = new() { OwnerOnly = true };

    /// <summary>Anyone but the owner: four eyes.</summary>
    public static Answerers SomeoneElse { get; } = new() { NotOwner = true };

    /// <summary>Only the owner.</summary>
    public bool OwnerOnly { get; init; }

    /// <summary>Anyone but the owner.</summary>
    public bool NotOwner { get; init; }

    /// <summary>Only people with this role.</summary>
    public string? Role { get; init; }

    /// <summary>People with a role.</summary>
    public static Answerers InRole(string role) => new() { Role = role };

    /// <summary>Whether a person may answer.</summary>
    /// <param name="person">Who; null for the program itself, which may always.</param>
    /// <param name="owner">The owner of the task.</param>
    public bool Allow(Person? person, string? owner) =>
        person is null
        || ((!OwnerOnly || owner is null || person.Name == owner)
            && (!NotOwner || person.Name != owner)
            && (Role is null || person.Roles.Contains(Role)));

    /// <summary>The same in words: "only the owner".</summary>
    public override string ToString() => this switch
    {
        { OwnerOnly: true } => "only the owner",
        { NotOwner: true, Role: { } role } => $"anyone with the role {role} but the owner",
        { NotOwner: true } => "anyone but the owner",
        { Role: { } role } => $"anyone with the role {role}",
        _ => "anyone who works with tasks",
    };
}

/// <summary>A person who gives a command.</summary>
/// <param name="Name">The name under which they own tasks.</param>
/// <param name="Roles">Their roles.</param>
public sealed record Person(string Name, IReadOnlyCollection<string> Roles)
{
    /// <summary>What is said where no person did it.</summary>
    internal const string System = "the program";

    /// <summary>A person without roles.</summary>
    public Person(string name)
        : this(name, [])
    {
    }
}
