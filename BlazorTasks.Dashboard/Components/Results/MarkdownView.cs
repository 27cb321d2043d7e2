using BlazorTasks.Dashboard.Components.Logs;
using Markdig;
using Markdig.Syntax;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace BlazorTasks.Dashboard.Components.Results;

/// <summary>Text in Markdown, built from elements of our own choice: no markup of its author reaches the page, no picture is loaded.</summary>
public sealed class MarkdownView : ComponentBase
{
    /// <summary>Longer texts are shown as they are: reading Markdown takes time that grows faster than its length.</summary>
    private const int MostCharacters = 64 * 1024;

    /// <summary>Markup of the author is text to it.</summary>
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough).DisableHtml().Build();

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
            _document = Text.Length > MostCharacters ? null : Parse(LogText.Clean(Text));
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

    /// <summary>Text that is nested too deeply to be read is shown as it is.</summary>
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
