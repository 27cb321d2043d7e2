namespace BlazorTasks;

/// <summary>Which entries of the audit to read. Nothing set means the newest.</summary>
public sealed record AuditQuery
{
    /// <summary>The largest part there is.</summary>
    public const int MaxLimit = 200;

    /// <summary>Only what this person did.</summary>
    public string? By { get; init; }

    /// <summary>Only what is of this kind.</summary>
    public AuditAction? Action { get; init; }

    /// <summary>Only what was done to this task.</summary>
    public TaskId? TaskId { get; init; }

    /// <summary>Only what was refused, or only what was done.</summary>
    public bool? Refused { get; init; }

    /// <summary>Only entries with a smaller number: <see cref="AuditEntryPage.Next"/> of the part before.</summary>
    public long? Before { get; init; }

    /// <summary>How many entries at the most, 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 50;

    internal int SafeLimit => Math.Clamp(Limit, 1, MaxLimit);

    internal bool Matches(AuditEntry entry) =>
        (By is null || entry.By == By)
        && (Action is null || entry.Action == Action)
        && (TaskId is null || entry.TaskId == TaskId)
        && (Refused is null || entry.Refusal is not null == Refused)
        && (Before is null || entry.Number < Before);
}

/// <summary>A part of the audit, the newest first.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">What <see cref="AuditQuery.Before"/> has to be for the part after this one, or null if this is the last.</param>
public sealed record AuditEntryPage(IReadOnlyList<AuditEntry> Items, long? Next)
{
    /// <summary>A part of what was read for it, which is one entry more than it holds if there are more.</summary>
    internal static AuditEntryPage Of(AuditQuery query, IReadOnlyList<AuditEntry> read) =>
        read.Count > query.SafeLimit ? new AuditEntryPage([.. read.Take(query.SafeLimit)], read[query.SafeLimit - 1].Number) : new AuditEntryPage(read, null);
}
