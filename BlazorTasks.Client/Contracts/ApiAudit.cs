namespace BlazorTasks.Client;

/// <summary>A part of the audit, the newest first.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">What to give as "before" for the part after this one; null when there is nothing more.</param>
public sealed record ApiAuditPage(IReadOnlyList<ApiAuditEntry> Items, long? Next);

/// <summary>What a person did to a task, or was not allowed to do.</summary>
/// <param name="Number">Its number; later ones have larger numbers.</param>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Action">What.</param>
/// <param name="TaskId">To which task; it may have been removed since.</param>
/// <param name="TaskName">What people saw as its name.</param>
/// <param name="Refusal">Why it was refused; null if it was done.</param>
public sealed record ApiAuditEntry(long Number, DateTimeOffset At, string By, ApiAuditAction Action, Guid TaskId, string TaskName, string? Refusal);
