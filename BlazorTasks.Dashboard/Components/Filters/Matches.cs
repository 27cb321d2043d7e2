namespace BlazorTasks.Dashboard.Components.Filters;

/// <summary>Splits text at search matches, so that they can be highlighted without building markup from text.</summary>
internal static class Matches
{
    /// <summary>The parts of the text, each with whether it is a match. An empty term matches nothing.</summary>
    public static IEnumerable<(string Part, bool IsMatch)> In(string text, string? term)
    {
        var (from, wanted) = (0, term?.Trim() ?? "");
        while (wanted.Length > 0 && text.IndexOf(wanted, from, StringComparison.OrdinalIgnoreCase) is var at and >= 0)
        {
            if (at > from)
            {
                yield return (text[from..at], false);
            }

            yield return (text.Substring(at, wanted.Length), true);
            from = at + wanted.Length;
        }

        if (from < text.Length)
        {
            yield return (text[from..], false);
        }
    }
}
