namespace BlazorTasks.Dashboard.Components.Commands;

/// <summary>The command palette.</summary>
public sealed partial class CommandPalette
{
    private const string Module = "./_content/BlazorTasks.Dashboard/Components/Commands/CommandPalette.razor.js";
    private const int MaxLength = 200;

    private ElementReference _box;
    private IJSObjectReference? _module;
    private IReadOnlyList<PaletteItem> _items = [];
    private static readonly char[] NarrowedBy = ['>', '@', '#', ' '];
    private string _text = "";
    private int _search;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => SearchAsync("");

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await JS.InvokeAsync<IJSObjectReference>("import", Module);
            await _module.InvokeVoidAsync("open", _box);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_module is not null)
        {
            try
            {
                await _module.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // the page was closed; the module is gone with it
            }
        }
    }

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
