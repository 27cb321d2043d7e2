using Microsoft.JSInterop;

namespace BlazorTasks.Dashboard.Components.Layout;

/// <summary>The voice of the page for screen readers: one polite region, at most one sentence in five seconds (UI.md §7).</summary>
internal sealed class LiveRegion(IJSRuntime js)
{
    /// <summary>Says a sentence when there is time for it.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="about">What it is about: a newer sentence about the same takes its place.</param>
    public async Task SayAsync(string text, string about)
    {
        try
        {
            await js.InvokeVoidAsync("blazorTasks.say", text, about);
        }
        catch (JSDisconnectedException)
        {
            // nobody is there to hear it
        }
    }
}
