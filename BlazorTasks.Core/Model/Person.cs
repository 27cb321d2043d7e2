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
        return SeesAllTasks || Owns(task) || IsAsked(task);
    }

    /// <summary>Whether they may cancel, retry, pause and dismiss a task.</summary>
    public bool CanManage(TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return Role == TaskRole.Admin || (Role == TaskRole.Operator && Owns(task));
    }

    /// <summary>
    /// Whether they may answer the open prompt of a task: as the owner, as an administrator, or because it asks for a role
    /// that they have or for someone other than the owner; and the prompt does not exclude them.
    /// </summary>
    public bool CanAnswer(TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.Prompt is { } prompt
            && prompt.For.Allow(this, task.Owner)
            && (CanManage(task) || IsAsked(task) || (Role == TaskRole.Operator && SeesAllTasks && prompt.For.NotOwner));
    }

    /// <summary>Whether they may start a definition and see it in the catalog.</summary>
    public bool CanStart(TaskDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Role == TaskRole.Admin
            || (Role == TaskRole.Operator && (definition.Roles.Count == 0 || definition.Roles.Any(Roles.Contains)));
    }

    /// <summary>Whether someone has the same rights, and is the same person.</summary>
    public bool IsSame(Person other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Id, Role, SeesAllTasks) == (other.Id, other.Role, other.SeesAllTasks) && Roles.SetEquals(other.Roles);
    }

    private bool Owns(TaskSnapshot task) => task.Owner == Id;

    /// <summary>Whether a task has an open prompt for a role that they have.</summary>
    private bool IsAsked(TaskSnapshot task) =>
        Role != TaskRole.Viewer
        && task.Prompt is { For: { Role: { } role } answerers }
        && Roles.Contains(role)
        && answerers.Allow(this, task.Owner);
}
