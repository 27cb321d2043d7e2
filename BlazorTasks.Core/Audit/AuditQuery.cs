namespace BlazorTasks;

/// <summary>Selects audit entries. By default, the newest.</summary>
public sealed record AuditQuery
{
    /// <summary>The maximum page size.</summary>
    public const int MaxLimit = 200;

    /// <summary>Only actions of this person.</summary>
    public string? By { get; init; }

    /// <summary>Only this kind of action.</summary>
    public AuditAction? Action { get; init; }

    /// <summary>Only actions on this task.</summary>
    public TaskId? TaskId { get; init; }

    /// <summary>Only denied actions, or only performed actions.</summary>
    public bool? Refused { get; init; }

    /// <summary>
    /// Only entries that contain this text, whether in upper or lower case (A to Z): in the name of the person or the task, in the
    /// reason of a denial, or in the id, the sign-in or the address of the person.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Only entries with a smaller number: <see cref="AuditEntryPage.Next"/> of the previous page.</summary>
    public long? Before { get; init; }

    /// <summary>The page size, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 50;

    internal int SafeLimit => Math.Clamp(Limit, 1, MaxLimit);

    internal bool Matches(AuditEntry entry) =>
        (By is null || entry.By == By)
        && (Action is null || entry.Action == Action)
        && (TaskId is null || entry.TaskId == TaskId)
        && (Refused is null || entry.Refusal is not null == Refused)
        && (Text is null || Contains(entry, Text))
        && (Before is null || entry.Number < Before);

    private static bool Contains(AuditEntry entry, string text) =>
        new[] { entry.By, entry.TaskName, entry.Refusal, entry.Origin?.PersonId, entry.Origin?.SignedInWith, entry.Origin?.Address }
            .Any(part => part?.Contains(text, StringComparison.OrdinalIgnoreCase) == true);
}

/// <summary>A page of audit entries, newest first.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">The value of <see cref="AuditQuery.Before"/> for the next page, or null if this is the last page.</param>
public sealed record AuditEntryPage(IReadOnlyList<AuditEntry> Items, long? Next)
{
    /// <summary>Creates a page from the entries read for it, which include one more than fits if there are more.</summary>
    internal static AuditEntryPage Of(AuditQuery query, IReadOnlyList<AuditEntry> read) =>
        read.Count > query.SafeLimit
            ? new AuditEntryPage([.. read.Take(query.SafeLimit)], read[query.SafeLimit - 1].Number)
            : new AuditEntryPage(read, null);
}
