namespace BlazorTasks.Client;

/// <summary>The tasks of one client in the compact format.</summary>
/// <param name="ActiveTasks">The unfinished tasks, oldest first.</param>
/// <param name="AllTasks">The unfinished and the most recently finished tasks, by id.</param>
public sealed record ApiClientTasks(IReadOnlyList<ApiClientTask> ActiveTasks, IReadOnlyDictionary<string, ApiClientTask> AllTasks)
{
    /// <summary>The type of a message in the compact format.</summary>
    public const string StateUpdate = "state_update";

    /// <summary>"state_update" in WebSocket messages. Omitted in HTTP responses.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonPropertyOrder(-1)]
    public string? Type { get; init; }
}

/// <summary>A task in the compact format.</summary>
/// <param name="Status">The status text while the task is running, otherwise its state in uppercase.</param>
/// <param name="Progress">0 to 100, or 0 if it is unknown.</param>
/// <param name="CreatedAt">Seconds since 1970, with fractions.</param>
public sealed record ApiClientTask(string Status, double Progress, double CreatedAt)
{
    /// <summary>"state_update" in WebSocket messages. Omitted elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonPropertyOrder(-1)]
    public string? Type { get; init; }
}
