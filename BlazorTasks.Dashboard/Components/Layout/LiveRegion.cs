namespace BlazorTasks.Dashboard.Components.Layout;

/// <summary>Screen reader announcements: one polite live region, at most one sentence in five seconds.</summary>
internal sealed class LiveRegion(IJSRuntime js)
{
    /// <summary>Queues a sentence.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="about">Its subject: a newer sentence about the same subject replaces it.</param>
    public async Task SayAsync(string text, string about)
    {
        try
        {
            await js.InvokeVoidAsync("blazorTasks.say", text, about);
        }
        catch (JSDisconnectedException)
        {
            // the page was closed
        }
    }
}
