using BlazorTasks.External;

namespace BlazorTasks.Cluster;

/// <summary>The commands that only the node that owns a task can carry out. Other versions send them as well: names stay.</summary>
internal enum NodeCommandKind
{
    Cancel,
    Answer,
    RetryWithInput,
    Pause,
    Resume,
    Report,
    SetPriority,
}

/// <summary>
/// A command for a task, as it is sent to the node that owns the task. Other versions send and read it as well: members are only
/// added, and those that are not known are skipped.
/// </summary>
internal sealed record NodeCommand(NodeCommandKind Kind)
{
    /// <summary>Who gives it, for commands that need no permission.</summary>
    public string? By { get; init; }

    /// <summary>Who gives it, for commands that depend on who it is. Null for the application itself.</summary>
    public NodePerson? Person { get; init; }

    /// <summary>Who gives it, as it is recorded in the audit log.</summary>
    public ActionOrigin? Origin { get; init; } = ActionOrigin.Current;

    public string? PromptId { get; init; }

    /// <summary>The answer or the input.</summary>
    public JsonElement? Values { get; init; }

    public int Priority { get; init; }

    /// <summary>What the script of an external task reports.</summary>
    public ScriptReport? Report { get; init; }

    /// <summary>Whether the secrets among the values are encrypted.</summary>
    public bool IsSealed { get; init; }
}

/// <summary>A person as they are sent to another node, with the rights that they had when they gave the command.</summary>
internal sealed record NodePerson(string Id, string Name, TaskRole Role, bool SeesAllTasks, IReadOnlyList<string> Roles)
{
    public string? SignedInWith { get; init; }

    public static NodePerson? Of(Person? person) => person is null
        ? null
        : new(person.Id, person.Name, person.Role, person.SeesAllTasks, [.. person.Roles]) { SignedInWith = person.SignedInWith };

    public Person ToPerson() =>
        new(Id, Roles) { Name = Name, Role = Role, SeesAllTasks = SeesAllTasks, SignedInWith = SignedInWith };
}

/// <summary>The result of a command as it is sent back. Without an outcome, the node no longer owned the task.</summary>
internal sealed record NodeReply(CommandOutcome? Outcome, string? Message)
{
    public Dictionary<string, string>? Errors { get; init; }

    public string? PromptId { get; init; }

    /// <summary>The task after the command.</summary>
    public TaskSnapshot? Task { get; init; }

    public static NodeReply Moved { get; } = new(null, null);

    /// <summary>The reply to a command that this version does not know.</summary>
    public static NodeReply OfEarlierVersion { get; } = new(
        CommandOutcome.NotNow,
        "The node that runs this task has an earlier version of BlazorTasks, which cannot do this yet. Try again after its upgrade.");

    public static NodeReply Of(CommandResult result) =>
        new(result.Outcome, result.Message)
        {
            Errors = result.Errors.Count > 0 ? new(result.Errors) : null,
            PromptId = result.PromptId,
            Task = result.Task,
        };

    /// <summary>Returns the result with the task as it is now.</summary>
    public CommandResult ToResult(CommandOutcome outcome, TaskSnapshot? task) =>
        new(outcome, Message ?? "", task) { Errors = Errors ?? [], PromptId = PromptId };
}
