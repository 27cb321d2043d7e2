namespace BlazorTasks.Dashboard.Components.Active;

/// <summary>Which of the active tasks a person wants to see. Nothing set means all of them.</summary>
/// <param name="Owner">Only this owner's; null for everyone's.</param>
/// <param name="Text">Only those with this in name, label, status, tag or id.</param>
/// <param name="States">Only these states; empty means any.</param>
/// <param name="Definition">Only this definition.</param>
/// <param name="Node">Only those on this node.</param>
public sealed record ActiveFilter(string? Owner, string? Text, IReadOnlyList<TaskState> States, string? Definition, string? Node)
{
    /// <summary>Fewer characters would match half of all ids.</summary>
    private const int ShortestId = 6;

    /// <summary>All of them.</summary>
    public static ActiveFilter None { get; } = new(null, null, [], null, null);

    /// <summary>Whether nothing is set.</summary>
    public bool IsOff => Owner is null && string.IsNullOrWhiteSpace(Text) && States.Count == 0 && Definition is null && Node is null;

    /// <summary>Whether a task is among those that are wanted.</summary>
    public bool Matches(TaskSnapshot task) =>
        (Owner is null || task.Owner == Owner)
        && (States.Count == 0 || States.Contains(task.State))
        && (Definition is null || task.Definition == Definition)
        && (Node is null || task.Node == Node)
        && (string.IsNullOrWhiteSpace(Text) || Has(task.Name) || Has(task.Label) || Has(task.Status) || task.Tags.Any(Has) || (Text.Trim().Length >= ShortestId && Has(task.Id.ToString())));

    private bool Has(string? text) => text?.Contains(Text!.Trim(), StringComparison.OrdinalIgnoreCase) == true;
}
