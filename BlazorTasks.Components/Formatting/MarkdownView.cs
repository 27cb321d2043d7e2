using Markdig;
using Markdig.Syntax;
using Microsoft.AspNetCore.Components.Rendering;

namespace BlazorTasks.Components.Formatting;

/// <summary>Renders Markdown with an allow-list of elements: no HTML of the author reaches the page, and no image is loaded.</summary>
public sealed class MarkdownView : ComponentBase
{
    /// <summary>Longer text is shown as plain text, because parsing time grows faster than linearly.</summary>
    private const int MaxCharacters = 64 * 1024;

    /// <summary>HTML is treated as text.</summary>
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .DisableHtml()
        .Build();

    private MarkdownDocument? _document;
    private string? _read;

    /// <summary>The Markdown.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (_read != Text)
        {
            _read = Text;
            _document = Text.Length > MaxCharacters ? null : Parse(LogText.Clean(Text));
        }
    }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", _document is null ? "prose prose-raw" : "prose");
        builder.AddAttribute(2, "dir", "auto");
        if (_document is null)
        {
            builder.AddContent(3, LogText.Clean(Text));
        }
        else
        {
            new MarkdownBuilder(builder).AddAll(_document);
        }

        builder.CloseElement();
    }

    /// <summary>Parses text; null if it is nested too deeply, and is shown as plain text.</summary>
    private static MarkdownDocument? Parse(string text)
    {
        try
        {
            return Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
