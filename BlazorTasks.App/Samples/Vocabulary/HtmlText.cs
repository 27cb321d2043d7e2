using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace BlazorTasks.App.Samples.Vocabulary;

/// <summary>Extracts the readable text of an HTML page, without tags, scripts and comments.</summary>
internal static class HtmlText
{
    /// <summary>Elements whose content is ignored.</summary>
    private static readonly HashSet<string> Hidden = new(
        ["script", "style", "template", "noscript", "svg"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Elements that do not end a word.</summary>
    private static readonly HashSet<string> Inline = new(
        ["a", "abbr", "b", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u", "wbr", "html", "head", "body"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the text of a page or fragment, with spaces at the boundaries of block elements.</summary>
    public static string Strip(string html)
    {
        var text = new StringBuilder(html.Length / 2);
        Append(text, new HtmlParser().ParseDocument(html));
        return text.ToString();
    }

    /// <summary>Iterative, because a hostile page can nest its elements arbitrarily deeply.</summary>
    private static void Append(StringBuilder text, INode root)
    {
        for (var node = root.FirstChild; node is not null;)
        {
            if (node is IText words)
            {
                text.Append(words.Data);
            }

            node = Descends(text, node) ? node.FirstChild : Next(text, node, root);
        }
    }

    private static bool Descends(StringBuilder text, INode node)
    {
        if (node is not IElement element)
        {
            return false;
        }

        SeparateWords(text, element);
        return element.HasChildNodes && !Hidden.Contains(element.LocalName);
    }

    private static INode? Next(StringBuilder text, INode node, INode root)
    {
        while (node.NextSibling is null && node.Parent is { } parent && parent != root)
        {
            node = parent;
            SeparateWords(text, (IElement)node);
        }

        return node.NextSibling;
    }

    private static void SeparateWords(StringBuilder text, IElement element)
    {
        if (!Inline.Contains(element.LocalName))
        {
            text.Append(' ');
        }
    }
}
