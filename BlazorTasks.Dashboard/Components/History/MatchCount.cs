namespace BlazorTasks.Dashboard.Components.History;

/// <summary>A number of finished tasks, counted up to a limit.</summary>
/// <param name="Value">The number.</param>
public readonly record struct MatchCount(int Value)
{
    /// <summary>The limit of counting.</summary>
    public const int Limit = 10_000;

    /// <summary>Whether there may be more.</summary>
    public bool IsLimited => Value >= Limit;

    /// <summary>Counts the tasks of a query.</summary>
    internal static async Task<MatchCount> ReadAsync(TaskAccess access, TaskQuery query, CancellationToken cancellationToken) =>
        new(await access.CountAsync(query with { Cursor = null }, Limit, cancellationToken));

    /// <summary>The number as text: "12", or "more than 10,000".</summary>
    public override string ToString() => IsLimited ? $"more than {Formats.Number(Limit)}" : Formats.Number(Value);

    /// <summary>The number with what is counted: "1 task", "12 tasks", "more than 10,000 tasks".</summary>
    public string Of(string one, string many) => IsLimited ? $"{this} {many}" : Formats.Count(Value, one, many);
}
