namespace BlazorTasks.Dashboard.Components.Live;

/// <summary>The script of a component, imported with its first call. The page may be closed at any time.</summary>
/// <param name="path">The path of the script in the assets of the dashboard.</param>
internal sealed class PageModule(string path) : IAsyncDisposable
{
    private readonly List<IDisposable> _references = [];
    private IJSObjectReference? _module;
    private bool _isDisposed;

    /// <summary>Calls a function of the script. References to components among its arguments go with the script.</summary>
    public async Task InvokeAsync(IJSRuntime js, string function, params object?[] arguments)
    {
        _references.AddRange(arguments.OfType<IDisposable>());
        var module = await ImportAsync(js);
        if (!_isDisposed)
        {
            await module.InvokeVoidAsync(function, arguments);
        }
    }

    /// <summary>Imports the script.</summary>
    public async Task<IJSObjectReference> ImportAsync(IJSRuntime js)
    {
        _module ??= await js.InvokeAsync<IJSObjectReference>("import", $"./_content/BlazorTasks.Dashboard/{path}");
        if (_isDisposed)
        {
            await DisposeAsync();
        }

        return _module;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        _references.ForEach(reference => reference.Dispose());
        try
        {
            await (_module?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (JSDisconnectedException)
        {
            // the page was closed; the module is gone with it
        }
    }
}
