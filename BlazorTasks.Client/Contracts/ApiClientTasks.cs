using System.Text.Json.Serialization;

namespace BlazorTasks.Client;

/// <summary>The tasks of one client, in the compact form.</summary>
/// <param name="ActiveTasks">Those that have not ended, oldest first.</param>
/// <param name="AllTasks">Those and the newest that have ended, by id.</param>
public sealed record ApiClientTasks(IReadOnlyList<ApiClientTask> ActiveTasks, IReadOnlyDictionary<string, ApiClientTask> AllTasks)
{
    /// <summary>The type of a message in the compact form.</summary>
    public const string StateUpdate = "state_update";

    /// <summary>"state_update" in a message of a socket; left out in an answer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonPropertyOrder(-1)]
    public string? Type { get; init; }
}

/// <summary>A task in the compact form.</summary>
/// <param name="Status">What it says itself while it runs; otherwise its state, in capitals.</param>
/// <param name="Progress">0 to 100; 0 while nothing is known.</param>
/// <param name="CreatedAt">Seconds since 1970, with fractions.</param>
public sealed record ApiClientTask(string Status, double Progress, double CreatedAt)
{
    /// <summary>"state_update" in a message of a socket; left out where it goes without saying.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonPropertyOrder(-1)]
    public string? Type { get; init; }
}
