namespace BlazorTasks.Client;

/// <summary>A page of audit entries, newest first.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">The value of "before" for the next page, or null if this is the last page.</param>
public sealed record ApiAuditPage(IReadOnlyList<ApiAuditEntry> Items, long? Next);

/// <summary>What a person did to a task, or was not allowed to do.</summary>
/// <param name="Number">The number of the entry. Later entries have larger numbers.</param>
/// <param name="At">When it happened.</param>
/// <param name="By">Who did it.</param>
/// <param name="Action">The action.</param>
/// <param name="TaskId">The id of the task, which may have been deleted since, or null if the action does not concern a single
/// task.</param>
/// <param name="TaskName">The display name of the task, the outcome of a bulk action, the id of the schedule, or the name of the
/// API key.</param>
/// <param name="Refusal">Why the action was denied, or null if it was performed.</param>
/// <param name="PersonId">The stable id of the person, or null if it is unknown.</param>
/// <param name="SignedInWith">How they had signed in, such as "API key", or null if that is unknown.</param>
/// <param name="Address">The IP address from which they acted, or null if that is unknown.</param>
public sealed record ApiAuditEntry(
    long Number,
    DateTimeOffset At,
    string By,
    ApiAuditAction Action,
    Guid? TaskId,
    string TaskName,
    string? Refusal,
    string? PersonId,
    string? SignedInWith,
    string? Address);
