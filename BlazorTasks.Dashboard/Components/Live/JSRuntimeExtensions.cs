namespace BlazorTasks.Dashboard.Components.Live;

/// <summary>Calls of the browser, whose page may be closed at any time.</summary>
internal static class JSRuntimeExtensions
{
    /// <summary>Calls a function, unless the page was closed.</summary>
    public static async Task TryInvokeAsync(this IJSRuntime js, string function, params object?[] arguments)
    {
        try
        {
            await js.InvokeVoidAsync(function, arguments);
        }
        catch (JSDisconnectedException)
        {
            // the page was closed
        }
    }
}
