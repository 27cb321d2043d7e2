using BlazorTasks.Dashboard.Components.Logs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Radzen.Documents.Markdown;

namespace BlazorTasks.Dashboard.Components.Results;

/// <summary>Text in Markdown, built from elements of our own choice: no markup of its author reaches the page, no picture is loaded.</summary>
public sealed class MarkdownView : ComponentBase
{
    /// <summary>Longer texts are shown as they are: reading Markdown takes time that grows faster than its length.</summary>
    private const int MostCharacters = 64 * 1024;

    private Document? _document;
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
            _document = Text.Length > MostCharacters ? null : MarkdownParser.Parse(LogText.Clean(Text));
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
            _document.Accept(new MarkdownBuilder(builder));
        }

        builder.CloseElement();
    }
}
