namespace BlazorTasks.Client;

/// <summary>A task definition that can be started by name, with the fields of its input.</summary>
/// <param name="Name">The name in the API.</param>
/// <param name="Title">The display name.</param>
/// <param name="Description">The description.</param>
/// <param name="Group">The group in which it is listed.</param>
/// <param name="Fields">The fields of the input.</param>
/// <param name="MaxAttempts">The maximum number of attempts.</param>
/// <param name="OnError">What happens when an attempt fails and others remain.</param>
/// <param name="Timeout">The maximum duration of one attempt, such as "00:30:00".</param>
/// <param name="Restartable">Whether a task is restarted automatically after its process was lost.</param>
public sealed record ApiDefinition(
    string Name,
    string Title,
    string? Description,
    string? Group,
    IReadOnlyList<ApiField> Fields,
    int MaxAttempts,
    ApiOnError OnError,
    TimeSpan? Timeout,
    bool Restartable)
{
    /// <summary>The JSON schema (2020-12) of the input. Null in the list of definitions.</summary>
    public JsonElement? InputSchema { get; init; }
}

/// <summary>All definitions.</summary>
/// <param name="Items">The definitions, ordered by group and title.</param>
public sealed record ApiDefinitions(IReadOnlyList<ApiDefinition> Items)
{
    /// <summary>The definitions that cannot be started, with the reasons.</summary>
    public IReadOnlyList<ApiUnavailableDefinition> Unavailable { get; init; } = [];
}

/// <summary>A definition that cannot be started.</summary>
/// <param name="Name">The name that it would have, or an empty string if its title yields none.</param>
/// <param name="Title">The display name.</param>
/// <param name="Reason">What is wrong with it and what to do about it.</param>
public sealed record ApiUnavailableDefinition(string Name, string Title, string Reason);
