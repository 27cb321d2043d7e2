namespace BlazorTasks.Client;

/// <summary>Something that can be started by name, with the fields of its input.</summary>
/// <param name="Name">Its name in the API.</param>
/// <param name="Title">What people see.</param>
/// <param name="Description">What it does.</param>
/// <param name="Group">Under which heading it is listed.</param>
/// <param name="Fields">The members of its input.</param>
/// <param name="MaxAttempts">How many attempts a task of this kind has.</param>
/// <param name="OnError">What happens when an attempt fails and others are left.</param>
/// <param name="Timeout">How long one attempt may take, such as "00:30:00".</param>
/// <param name="Restartable">Whether it runs again by itself after its process was lost.</param>
public sealed record ApiDefinition(
    string Name,
    string Title,
    string? Description,
    string? Group,
    IReadOnlyList<ApiField> Fields,
    int MaxAttempts,
    ApiOnError OnError,
    TimeSpan? Timeout,
    bool Restartable);

/// <summary>All definitions.</summary>
/// <param name="Items">The definitions, by group and title.</param>
public sealed record ApiDefinitions(IReadOnlyList<ApiDefinition> Items)
{
    /// <summary>What cannot be started, and why.</summary>
    public IReadOnlyList<ApiUnavailableDefinition> Unavailable { get; init; } = [];
}

/// <summary>A definition that cannot be started.</summary>
/// <param name="Name">The name that it would have; empty if its title makes none.</param>
/// <param name="Title">What people see.</param>
/// <param name="Reason">What is wrong with it, and what to do.</param>
public sealed record ApiUnavailableDefinition(string Name, string Title, string Reason);
