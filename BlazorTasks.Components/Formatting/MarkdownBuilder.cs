using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components.Rendering;

namespace BlazorTasks.Components.Formatting;

/// <summary>Renders parsed Markdown as elements. Only the constructs listed here are rendered.</summary>
internal sealed class MarkdownBuilder(RenderTreeBuilder builder)
{
    /// <summary>Deeper nesting is omitted, to protect the stack.</summary>
    private const int MaxDepth = 30;

    private const int PageHeadings = 2;
    private int _depth;

    /// <summary>Adds blocks, in order.</summary>
    public void AddAll(IEnumerable<Block> blocks)
    {
        foreach (var block in blocks)
        {
            Add(block);
        }
    }

    private void Add(Block block)
    {
        switch (block)
        {
            case HeadingBlock heading:
                Element($"h{Math.Min(6, heading.Level + PageHeadings).ToString(CultureInfo.InvariantCulture)}", () => Add(heading.Inline));
                break;
            case ParagraphBlock { Parent: ListItemBlock { Parent: ListBlock { IsLoose: false } } } line:
                Add(line.Inline);
                break;
            case ParagraphBlock paragraph:
                Element("p", () => Add(paragraph.Inline));
                break;
            case QuoteBlock quote:
                Element("blockquote", () => AddAll(quote));
                break;
            case ListBlock list:
                AddList(list);
                break;
            case Table table:
                AddTable(table);
                break;
            case CodeBlock code:
                Element("pre", () => Element("code", () => Write(code.Lines.ToString())), ("tabindex", "0"), ("dir", "ltr"));
                break;
            case ThematicBreakBlock:
                Element("hr", () => { });
                break;
        }
    }

    private void AddList(ListBlock list) => Element(
        list.IsOrdered ? "ol" : "ul",
        () =>
        {
            foreach (var item in list.OfType<ListItemBlock>())
            {
                Element("li", () => AddAll(item));
            }
        },
        ("start", list.IsOrdered ? list.OrderedStart : null));

    private void AddTable(Table table) => Element(
        "div",
        () => Element("table", () =>
        {
            foreach (var row in table.OfType<TableRow>())
            {
                Element("tr", () =>
                {
                    foreach (var cell in row.OfType<TableCell>())
                    {
                        Element(row.IsHeader ? "th" : "td", () => Add(cell.OfType<ParagraphBlock>().FirstOrDefault()?.Inline));
                    }
                });
            }
        }, ("class", "table")),
        ("class", "table-wrap"),
        ("tabindex", "0"),
        ("role", "group"),
        ("aria-label", "Table"));

    private void Add(ContainerInline? line)
    {
        foreach (var part in line ?? Enumerable.Empty<Inline>())
        {
            Add(part);
        }
    }

    private void Add(Inline part)
    {
        switch (part)
        {
            case LiteralInline text:
                Write(text.Content.ToString());
                break;
            case CodeInline code:
                Element("code", () => Write(code.Content));
                break;
            case HtmlEntityInline entity:
                Write(entity.Transcoded.ToString());
                break;
            case LineBreakInline { IsHard: true }:
                Element("br", () => { });
                break;
            case LineBreakInline:
                Write("\n");
                break;
            case EmphasisInline emphasis:
                Element(emphasis.DelimiterChar == '~' ? "s" : emphasis.DelimiterCount == 2 ? "strong" : "em", () => Add(emphasis));
                break;
            case AutolinkInline link:
                AddLink(link.IsEmail ? $"mailto:{link.Url}" : link.Url, () => Write(link.Url));
                break;
            case LinkInline { IsImage: true } picture: // loading it would reveal the viewer to its server, so it is a link
                AddLink(picture.Url, () =>
                {
                    Write("Image: ");
                    Add(picture);
                });
                break;
            case LinkInline link:
                AddLink(link.Url, () => Add(link));
                break;
            case ContainerInline rest:
                Add(rest);
                break;
        }
    }

    /// <summary>A link if the URL is safe; otherwise only its text.</summary>
    private void AddLink(string? url, Action content)
    {
        if (TaskResult.IsSafeLink(url))
        {
            Element("a", content, ("href", url), ("target", "_blank"), ("rel", "noopener noreferrer"));
        }
        else
        {
            Element("span", content);
        }
    }

    private void Element(string name, Action content, params (string Name, string? Value)[] attributes)
    {
        if (_depth >= MaxDepth)
        {
            return;
        }

        _depth++;
        builder.OpenElement(0, name);
        foreach (var (attribute, value) in attributes)
        {
            builder.AddAttribute(1, attribute, value);
        }

        content();
        builder.CloseElement();
        _depth--;
    }

    private void Write(string? text) => builder.AddContent(2, text);
}
