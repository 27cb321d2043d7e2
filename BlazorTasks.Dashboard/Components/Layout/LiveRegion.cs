using BlazorTasks.Dashboard.Components.Live;

namespace BlazorTasks.Dashboard.Components.Layout;

/// <summary>Screen reader announcements: one polite live region, at most one sentence in five seconds.</summary>
internal sealed class LiveRegion(IJSRuntime js)
{
    /// <summary>Queues a sentence.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="about">Its subject: a newer sentence about the same subject replaces it.</param>
    public Task SayAsync(string text, string about) => js.TryInvokeAsync("blazorTasks.say", text, about);
}
