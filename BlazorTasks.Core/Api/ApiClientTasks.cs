using System.Text.Json.Serialization;

namespace BlazorTasks.Api;

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

    /// <summary>A task in the compact form.</summary>
    public static ApiClientTask From(TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return new ApiClientTask(StatusOf(task), task.Progress ?? 0, (task.CreatedAt - DateTimeOffset.UnixEpoch).TotalSeconds);
    }

    private static string StatusOf(TaskSnapshot task) => task.State switch
    {
        TaskState.Running when !string.IsNullOrWhiteSpace(task.Status) => task.Status,
        TaskState.Scheduled or TaskState.Queued => "NOT_STARTED",
        TaskState.Starting => "STARTING",
        TaskState.Running => "PROCESSING",
        TaskState.Succeeded => "FINISHED",
        TaskState.Failed => "ERROR",
        TaskState.Declined => "NOT_CONFIRMED",
        var other => other.ToString().ToUpperInvariant(),
    };
}
