namespace BlazorTasks.Dashboard.Components.History;

/// <summary>Several tasks of the history that failed with the same error.</summary>
/// <param name="Count">The number of them that match the filter.</param>
/// <param name="Href">The URL that lists them.</param>
public sealed record SimilarErrors(int Count, string Href)
{
    /// <summary>The limit of counting.</summary>
    private const int MaxCount = 1_000;

    /// <summary>No shared errors.</summary>
    internal static IReadOnlyDictionary<string, SimilarErrors> None { get; } = new Dictionary<string, SimilarErrors>();

    /// <summary>The text in the row.</summary>
    public string Text => $"same × {Number}";

    /// <summary>The tooltip.</summary>
    public string Title => $"Show {Number} tasks with this error";

    private string Number => $"{Formats.Number(Count)}{(Count == MaxCount ? "+" : "")}";

    /// <summary>Counts the errors of a page. A filter by error makes counting unnecessary.</summary>
    internal static async Task<IReadOnlyDictionary<string, SimilarErrors>> ReadAsync(
        TaskAccess access, HistoryFilter filter, TaskQuery query, IReadOnlyList<TaskSnapshot> page, CancellationToken cancellationToken)
    {
        if (filter.Error is not null)
        {
            return None;
        }

        var same = new Dictionary<string, SimilarErrors>();
        foreach (var error in page.Select(TaskQuery.ErrorOf).OfType<string>().Distinct())
        {
            var count = await access.CountAsync(query with { Error = error, Cursor = null }, MaxCount, cancellationToken);
            if (count > 1)
            {
                same[error] = new SimilarErrors(count, $"history{HistoryAddress.Write(filter with { Error = error })}");
            }
        }

        return same;
    }
}
