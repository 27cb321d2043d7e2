using BlazorTasks.Dashboard.Components.Live;

namespace BlazorTasks.Dashboard.Components.Commands;

/// <summary>The command palette.</summary>
public sealed partial class CommandPalette
{
    private const int MaxLength = 200;

    private static readonly char[] NarrowedBy = ['>', '@', '#', ' '];

    private readonly PageModule _script = new("Components/Commands/CommandPalette.razor.js");
    private ElementReference _box;
    private IReadOnlyList<PaletteItem> _items = [];
    private string _text = "";
    private int _search;

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => SearchAsync("");

    /// <inheritdoc />
    protected override Task OnAfterRenderAsync(bool firstRender) =>
        firstRender ? _script.InvokeAsync(JS, "open", _box) : Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _script.DisposeAsync();

    private async Task SearchAsync(string text)
    {
        _text = text;
        var search = ++_search;
        text = text.Length > MaxLength ? text[..MaxLength] : text;
        var found = await new PaletteSearch(Access, Time).FindAsync(text, await OnScreenAsync());
        if (search == _search) // an older answer must not replace a newer one
        {
            _items = found;
        }
    }

    private async Task<TaskSnapshot?> OnScreenAsync() =>
        Navigation.ToBaseRelativePath(Navigation.Uri).Split('/', '?') is ["task", var id, ..] && TaskId.TryParse(id, null, out var known)
            ? await Access.GetAsync(known)
            : null;

    private async Task ChooseAsync(PaletteItem item)
    {
        Dialog.Close();
        if (item.Run is { } run)
        {
            await run();
        }
        else if (item.Href is { } href)
        {
            Navigation.NavigateTo(href);
        }
    }
}
