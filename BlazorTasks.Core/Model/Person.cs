using BlazorTasks.Definitions;

namespace BlazorTasks;

/// <summary>What a person may do. Each role includes those before it.</summary>
public enum TaskRole
{
    /// <summary>Views their own tasks.</summary>
    Viewer,

    /// <summary>Also starts tasks, and cancels, answers and retries their own.</summary>
    Operator,

    /// <summary>Views and changes the tasks of everyone, deletes tasks, and manages schedules.</summary>
    Admin,
}

/// <summary>A person who views tasks or gives commands. The rules of who may do what are here, and nowhere else.</summary>
public sealed record Person
{
    /// <summary>The name that is displayed for actions of the application itself.</summary>
    internal const string System = "the application";

    /// <summary>Creates a person.</summary>
    /// <param name="id">The stable id, which is also the name unless <see cref="Name"/> is set.</param>
    /// <param name="roles">The roles of the application, for prompts and definitions that require one.</param>
    public Person(string id, IEnumerable<string>? roles = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        (Id, Name, Roles) = (id, id, roles?.ToHashSet() ?? []);
    }

    /// <summary>The person of a computer without sign-in, who may do everything.</summary>
    public static Person Local { get; } = new("local") { Role = TaskRole.Admin, SignedInWith = "this computer" };

    /// <summary>The id under which they own tasks. It never changes, and nobody else has it.</summary>
    public string Id { get; }

    /// <summary>The display name.</summary>
    public string Name { get; init; }

    /// <summary>What they may do.</summary>
    public TaskRole Role { get; init; } = TaskRole.Operator;

    /// <summary>Their roles in the application, for prompts and definitions that require one.</summary>
    public IReadOnlySet<string> Roles { get; }

    /// <summary>How they signed in, such as the name of an authentication scheme.</summary>
    public string? SignedInWith { get; init; }

    /// <summary>The IP address from which they act, or null if that is unknown.</summary>
    public string? Address { get; init; }

    /// <summary>The API key with which a program acts for them, which limits what they may do, or null.</summary>
    public ApiKey? Key { get; init; }

    /// <summary>Whether they may do what only administrators may.</summary>
    public bool IsAdmin => Role == TaskRole.Admin && Allows(KeyScopes.Admin);

    /// <summary>Whether they see every task, not only those of some definitions.</summary>
    internal bool SeesEverything => SeesAllTasks && Key is not { Definitions.Count: > 0 };

    /// <summary>Whether they see the tasks of everyone. Administrators always do.</summary>
    public bool SeesAllTasks
    {
        get => field || Role == TaskRole.Admin;
        init;
    }

    /// <summary>Whether they may see a task: it is theirs, they see all tasks, or it asks for a role that they have.</summary>
    public bool CanSee(TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Covers(task.Definition) && (SeesAllTasks || Owns(task) || IsAsked(task));
    }

    /// <summary>Whether they may cancel, retry, pause and dismiss a task.</summary>
    public bool CanManage(TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Covers(task.Definition) && Allows(KeyScopes.Act) && Manages(task);
    }

    /// <summary>
    /// Whether they may answer the open prompt of a task: as the owner, as an administrator, or because it asks for a role
    /// that they have or for someone other than the owner; and the prompt does not exclude them.
    /// </summary>
    public bool CanAnswer(TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.Prompt is { } prompt
            && Covers(task.Definition)
            && Allows(KeyScopes.Answer)
            && prompt.For.Allow(this, task.Owner)
            && (Manages(task) || IsAsked(task) || (Role == TaskRole.Operator && SeesAllTasks && prompt.For.NotOwner));
    }

    /// <summary>Whether they may start a definition and see it in the catalog.</summary>
    public bool CanStart(TaskDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Covers(definition.Name) && Allows(KeyScopes.Start) && IsFor(definition);
    }

    /// <summary>Whether a definition exists for them.</summary>
    public bool CanSee(TaskDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Covers(definition.Name) && (definition.Roles.Count == 0 || IsFor(definition));
    }

    /// <summary>Whether someone has the same rights, and is the same person.</summary>
    public bool IsSame(Person other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Id, Role, SeesAllTasks, Key?.Id) == (other.Id, other.Role, other.SeesAllTasks, other.Key?.Id)
            && Roles.SetEquals(other.Roles);
    }

    /// <summary>Whether the API key, if there is one, may be used for something.</summary>
    public bool Allows(KeyScopes scope) => Key?.Allows(scope) != false;

    /// <summary>Whether the API key, if there is one, may be used for tasks of a definition.</summary>
    internal bool Covers(string? definition) => Key?.Covers(definition) != false;

    /// <summary>Returns why the API key may not be used for something, as a sentence, or null.</summary>
    internal string? WhyNot(KeyScopes scope) => Allows(scope)
        ? null
        : $"The API key \"{Key!.Name}\" does not have the scope " +
            $"\"{scope.ToString().ToLowerInvariant().Replace(", ", "\" or \"", StringComparison.Ordinal)}\".";

    private bool IsFor(TaskDefinition definition) =>
        Role == TaskRole.Admin
        || (Role == TaskRole.Operator && (definition.Roles.Count == 0 || definition.Roles.Any(Roles.Contains)));

    /// <summary>Whether a task is theirs to manage, whatever their API key may be used for.</summary>
    internal bool Manages(TaskSnapshot task) => Role == TaskRole.Admin || (Role == TaskRole.Operator && Owns(task));

    private bool Owns(TaskSnapshot task) => task.Owner == Id;

    /// <summary>Whether a task has an open prompt for a role that they have.</summary>
    private bool IsAsked(TaskSnapshot task) =>
        Role != TaskRole.Viewer
        && task.Prompt is { For: { Role: { } role } answerers }
        && Roles.Contains(role)
        && answerers.Allow(this, task.Owner);
}
