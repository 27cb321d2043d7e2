namespace BlazorTasks.Tests.Support;

/// <summary>A tab that is hidden until its circuit is paused, and looked at again.</summary>
public static class SleepingTab
{
    private const string Hide = """
        hidden => {
          Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
          blazorTasks.sleepAfter = 1;
          document.dispatchEvent(new Event("visibilitychange"));
        }
        """;

    /// <summary>Hides the tab, and waits until its circuit is paused.</summary>
    public static async Task SleepAsync(this IPage page)
    {
        await page.EvaluateAsync(
            "() => document.addEventListener('components-reconnect-state-changed', e => window.lastState = e.detail.state, true)");
        await page.EvaluateAsync(Hide, true);
        await page.WaitForFunctionAsync("() => window.lastState === 'paused'");
    }

    /// <summary>Shows the tab again.</summary>
    public static Task WakeAsync(this IPage page) => page.EvaluateAsync(Hide, false);
}
