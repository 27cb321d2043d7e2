namespace BlazorTasks.Dashboard.Components.Active;

/// <summary>A filter of the active tasks. An empty filter matches all of them.</summary>
/// <param name="Owner">Match only tasks of this owner; null for any.</param>
/// <param name="Text">Match only tasks with this text in name, label, status, tag or ID.</param>
/// <param name="States">Match only these states; empty for any.</param>
/// <param name="Definition">Match only this definition; null for any.</param>
/// <param name="Node">Match only tasks on this node; null for any.</param>
public sealed record ActiveFilter(string? Owner, string? Text, IReadOnlyList<TaskState> States, string? Definition, string? Node)
{
    /// <summary>Shorter text would match too many IDs.</summary>
    private const int MinIdLength = 6;

    /// <summary>Matches every task.</summary>
    public static ActiveFilter None { get; } = new(null, null, [], null, null);

    /// <summary>Whether the filter is empty.</summary>
    public bool IsOff => Owner is null && string.IsNullOrWhiteSpace(Text) && States.Count == 0 && Definition is null && Node is null;

    /// <summary>Whether a task matches.</summary>
    public bool Matches(TaskSnapshot task) =>
        (Owner is null || task.Owner == Owner)
        && (States.Count == 0 || States.Contains(task.State))
        && (Definition is null || task.Definition == Definition)
        && (Node is null || task.Node == Node)
        && (string.IsNullOrWhiteSpace(Text) || MatchesText(task));

    private bool MatchesText(TaskSnapshot task) =>
        Has(task.Name) || Has(task.Label) || Has(task.Status) || task.Tags.Any(Has)
        || (Text!.Trim().Length >= MinIdLength && Has(task.Id.ToString()));

    private bool Has(string? text) => text?.Contains(Text!.Trim(), StringComparison.OrdinalIgnoreCase) == true;
}
