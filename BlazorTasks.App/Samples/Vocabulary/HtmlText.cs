using System.Net;
using System.Text;

namespace BlazorTasks.App.Samples.Vocabulary;

/// <summary>What a person reads of a page: no tags, no scripts, no comments. One pass, whatever the page looks like.</summary>
internal static class HtmlText
{
    /// <summary>Elements whose content nobody reads.</summary>
    private static readonly string[] Unread = ["script", "style", "template", "noscript", "svg"];

    /// <summary>Elements in the middle of words.</summary>
    private static readonly HashSet<string> Inline = new(["a", "abbr", "b", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u", "wbr"], StringComparer.OrdinalIgnoreCase);

    public static string Strip(string html)
    {
        var text = new StringBuilder(html.Length / 2);
        var at = 0;
        while (html.IndexOf('<', at) is >= 0 and var open)
        {
            text.Append(html, at, open - at);
            at = Skip(html, open, text);
        }

        return WebUtility.HtmlDecode(text.Append(html, at, html.Length - at).ToString());
    }

    /// <summary>Goes over a tag, and over everything in an element that nobody reads.</summary>
    /// <returns>Where the text goes on.</returns>
    private static int Skip(string html, int open, StringBuilder text)
    {
        if (string.CompareOrdinal(html, open, "<!--", 0, 4) == 0)
        {
            return After(html, "-->", open + 4);
        }

        var name = NameAt(html, open + 1);
        if (name.Length == 0)
        {
            text.Append('<'); // as in "a < b"
            return open + 1;
        }

        if (!Inline.Contains(name.TrimStart('/')))
        {
            text.Append(' ');
        }

        var end = After(html, ">", open);
        return Unread.Contains(name, StringComparer.OrdinalIgnoreCase) && html[end - 2] != '/'
            ? After(html, ">", html.IndexOf($"</{name}", end, StringComparison.OrdinalIgnoreCase))
            : end;
    }

    private static string NameAt(string html, int start)
    {
        var end = start;
        while (end < html.Length && (char.IsAsciiLetterOrDigit(html[end]) || (end == start && html[end] is '/' or '!' or '?')))
        {
            end++;
        }

        return html[start..end];
    }

    private static int After(string html, string mark, int from) =>
        from >= 0 && html.IndexOf(mark, from, StringComparison.Ordinal) is >= 0 and var at ? at + mark.Length : html.Length;
}
