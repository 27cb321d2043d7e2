using System.Globalization;
using BlazorTasks.Storage;

namespace BlazorTasks.Dashboard.Components.History;

/// <summary>That several tasks of the history ended with the same error.</summary>
/// <param name="Count">How many of those that match the filter.</param>
/// <param name="Href">Where they are listed.</param>
public sealed record SimilarErrors(int Count, string Href)
{
    /// <summary>Counting further would take longer than anybody wants to know it.</summary>
    private const int Most = 1_000;

    /// <summary>Nothing to tell.</summary>
    internal static IReadOnlyDictionary<string, SimilarErrors> None { get; } = new Dictionary<string, SimilarErrors>();

    /// <summary>As the row says it.</summary>
    public string Text => $"same × {Number}";

    /// <summary>What the number counts.</summary>
    public string Title => $"{Number} of these tasks ended with this error: show them";

    private string Number => $"{Count.ToString("N0", CultureInfo.CurrentCulture)}{(Count == Most ? "+" : "")}";

    /// <summary>Counts those of a page, by error. With a filter for one error there is nothing to count.</summary>
    internal static async Task<IReadOnlyDictionary<string, SimilarErrors>> ReadAsync(
        TaskMonitor monitor, HistoryFilter filter, TaskQuery query, IReadOnlyList<TaskSnapshot> page, CancellationToken cancellationToken)
    {
        if (filter.Error is not null)
        {
            return None;
        }

        var same = new Dictionary<string, SimilarErrors>();
        foreach (var error in page.Select(TaskQuery.ErrorOf).OfType<string>().Distinct())
        {
            var count = await monitor.CountAsync(query with { Error = error, Cursor = null }, Most, cancellationToken);
            if (count > 1)
            {
                same[error] = new SimilarErrors(count, $"history{HistoryAddress.Write(filter with { Error = error })}");
            }
        }

        return same;
    }
}
