using System.Globalization;
using Microsoft.AspNetCore.Components.Rendering;
using Radzen.Documents.Markdown;

namespace BlazorTasks.Dashboard.Components.Results;

/// <summary>Turns parsed Markdown into elements. What is not listed here does not reach the page.</summary>
internal sealed class MarkdownBuilder(RenderTreeBuilder builder) : NodeVisitorBase
{
    /// <summary>Deeper nesting is left out: it says nothing, and it would fill the stack.</summary>
    private const int MostDepth = 30;

    private const int PageHeadings = 2;
    private int _depth;

    public override void VisitHeading(Heading heading) =>
        Element($"h{Math.Min(6, heading.Level + PageHeadings).ToString(CultureInfo.InvariantCulture)}", () => base.VisitHeading(heading));

    public override void VisitParagraph(Paragraph paragraph) => Element("p", () => base.VisitParagraph(paragraph));

    public override void VisitBlockQuote(BlockQuote blockQuote) => Element("blockquote", () => base.VisitBlockQuote(blockQuote));

    public override void VisitUnorderedList(UnorderedList unorderedList) => Element("ul", () => base.VisitUnorderedList(unorderedList));

    public override void VisitOrderedList(OrderedList orderedList) =>
        Element("ol", () => base.VisitOrderedList(orderedList), ("start", orderedList.Start.ToString(CultureInfo.InvariantCulture)));

    public override void VisitListItem(ListItem listItem) => Element("li", () => base.VisitListItem(listItem));

    public override void VisitEmphasis(Emphasis emphasis) => Element("em", () => base.VisitEmphasis(emphasis));

    public override void VisitStrong(Strong strong) => Element("strong", () => base.VisitStrong(strong));

    public override void VisitStrikethrough(Strikethrough strikethrough) => Element("s", () => base.VisitStrikethrough(strikethrough));

    public override void VisitTable(Table table) =>
        Element("div", () => Element("table", () => base.VisitTable(table), ("class", "table")), ("class", "table-wrap"), ("tabindex", "0"), ("role", "group"), ("aria-label", "Table"));

    public override void VisitTableHeaderRow(TableHeaderRow header) => Element("tr", () => Cells(header, "th"));

    public override void VisitTableRow(TableRow row) => Element("tr", () => Cells(row, "td"));

    public override void VisitThematicBreak(ThematicBreak thematicBreak) => Element("hr", () => { });

    public override void VisitLineBreak(LineBreak lineBreak) => Element("br", () => { });

    public override void VisitSoftLineBreak(SoftLineBreak softLineBreak) => Write("\n");

    public override void VisitText(Text text) => Write(text.Value);

    public override void VisitCode(Code code) => Element("code", () => Write(code.Value));

    public override void VisitFencedCodeBlock(FencedCodeBlock fencedCodeBlock) => CodeBlock(fencedCodeBlock.Value);

    public override void VisitIndentedCodeBlock(IndentedCodeBlock indentedCodeBlock) => CodeBlock(indentedCodeBlock.Value);

    /// <summary>Markup is text here.</summary>
    public override void VisitHtmlBlock(HtmlBlock htmlBlock) => Element("p", () => Write(htmlBlock.Value));

    /// <inheritdoc cref="VisitHtmlBlock" />
    public override void VisitHtmlInline(HtmlInline html) => Write(html.Value);

    /// <summary>A link to where one may press; the words alone otherwise.</summary>
    public override void VisitLink(Link link)
    {
        if (TaskResult.IsSafeLink(link.Destination))
        {
            Element("a", () => base.VisitLink(link), ("href", link.Destination), ("target", "_blank"), ("rel", "noopener noreferrer"));
        }
        else
        {
            Element("span", () => base.VisitLink(link));
        }
    }

    /// <summary>Loading a picture would tell its server who looks, so it is a link.</summary>
    public override void VisitImage(Image image)
    {
        if (TaskResult.IsSafeLink(image.Destination))
        {
            Element("a", () => Picture(image), ("href", image.Destination), ("target", "_blank"), ("rel", "noopener noreferrer"));
        }
        else
        {
            Picture(image);
        }
    }

    private void Picture(Image image)
    {
        Write("Picture: ");
        base.VisitImage(image);
    }

    private void Cells(TableRow row, string name)
    {
        foreach (var cell in row.Cells)
        {
            Element(name, () => VisitChildren(cell.Children));
        }
    }

    private void CodeBlock(string? code) => Element("pre", () => Element("code", () => Write(code)), ("tabindex", "0"), ("dir", "ltr"));

    private void Element(string name, Action content, params (string Name, string? Value)[] attributes)
    {
        if (_depth >= MostDepth)
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
