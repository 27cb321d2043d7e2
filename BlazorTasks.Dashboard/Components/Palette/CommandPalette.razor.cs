using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace BlazorTasks.Dashboard.Components.Palette;

/// <summary>The command palette. Closed, it is a button and nothing else.</summary>
public sealed partial class CommandPalette
{
    private ElementReference _dialog;
    private IJSObjectReference? _module;
    private IReadOnlyList<PaletteItem> _items = [];
    private static readonly char[] NarrowedBy = ['>', '@', '#', ' '];
    private string _text = "";
    private bool _open;
    private bool _show;
    private int _search;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_show)
        {
            _show = false;
            _module ??= await JS.InvokeAsync<IJSObjectReference>("import", "./_content/BlazorTasks.Dashboard/Components/Layout/CommandPalette.razor.js");
            await _module.InvokeVoidAsync("open", _dialog);
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
                // the page is gone, and the module with it
            }
        }
    }

    private async Task OpenAsync()
    {
        (_open, _show) = (true, true);
        await SearchAsync("");
    }

    private async Task SearchAsync(string text)
    {
        _text = text;
        var search = ++_search;
        var found = await new PaletteSearch(Monitor, Time).FindAsync(text.Length > 200 ? text[..200] : text, await OnScreenAsync(), await Viewer.NameAsync());
        if (search == _search) // an older answer must not replace a newer one
        {
            _items = found;
        }
    }

    private async Task<TaskSnapshot?> OnScreenAsync() =>
        Navigation.ToBaseRelativePath(Navigation.Uri).Split('/', '?') is ["task", var id, ..] && TaskId.TryParse(id, null, out var known)
            ? await Monitor.GetAsync(known)
            : null;

    private async Task ChooseAsync(PaletteItem item)
    {
        await _module!.InvokeVoidAsync("close", _dialog);
        if (item.Run is { } run)
        {
            await run();
        }
        else if (item.Href is { } href)
        {
            Navigation.NavigateTo(href);
        }
    }

    private void Closed() => (_open, _items) = (false, []);
}
