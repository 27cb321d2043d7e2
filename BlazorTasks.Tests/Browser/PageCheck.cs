using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace BlazorTasks.Tests.Browser;

/// <summary>Whether a page is accessible and fits: axe, sizes of targets, cells that cover others, and no scrolling sideways.</summary>
internal static class PageCheck
{
    public static readonly (int Width, int Height) Desktop = (1440, 900);
    public static readonly (int Width, int Height) Tablet = (1024, 768);
    public static readonly (int Width, int Height) Phone = (390, 844);

    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    /// <summary>
    /// What is open covers a part of what is below it, which axe takes for its size. <see cref="TooSmall"/> measures all of it.
    /// </summary>
    public static readonly AxeRunOptions RulesUnderAnOpenPart = new()
    {
        RunOnly = Rules.RunOnly,
        Rules = new Dictionary<string, RuleOptions> { ["target-size"] = new() { Enabled = false } },
    };

    /// <summary>What a theme can break. Structure and sizes are the same in both.</summary>
    private static readonly AxeRunOptions Contrast = new()
    {
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] },
    };

    /// <summary>What a width can break: names, roles and colours are the same at each.</summary>
    private static readonly AxeRunOptions Layout = new()
    {
        RunOnly = new RunOnlyOptions
        {
            Type = "rule",
            Values = ["target-size", "scrollable-region-focusable", "region", "aria-hidden-focus", "landmark-unique", "heading-order"],
        },
    };

    /// <summary>What opens has come to rest: popovers, dialogs and fades are where they will stay.</summary>
    public static async Task SettleAsync(IPage page) => await page.WaitForFunctionAsync("""
        () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>
          done(document.getAnimations().every(a => a.playState !== "running" || a.effect.getComputedTiming().iterations === Infinity)))))
        """);

    /// <summary>Checks a page at each width.</summary>
    public static async Task<List<string>> CheckWidthsAsync(IPage page, string what)
    {
        var problems = new List<string>();
        foreach (var (width, height) in FaultRun.IsFull ? [Desktop, Tablet, Phone] : new[] { Desktop, Phone })
        {
            await page.SetViewportSizeAsync(width, height);
            var isWhole = FaultRun.IsFull || width == Desktop.Width;
            problems.AddRange(await CheckAsync(page, $"{what} {width}", isWhole ? Rules : Layout, inDark: isWhole));
        }

        return problems;
    }

    /// <summary>Checks a page in light, then in dark, and leaves it in light. Colours change at once, without a transition.</summary>
    public static async Task<List<string>> CheckAsync(IPage page, string what, AxeRunOptions rules, bool inDark = true)
    {
        var problems = new List<string>();
        foreach (var scheme in inDark ? [ColorScheme.Light, ColorScheme.Dark] : new[] { ColorScheme.Light })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await SettleAsync(page);
            await ShootAsync(page, $"{what} {scheme}");
            var result = await page.RunAxe(FaultRun.IsFull || scheme == ColorScheme.Light ? rules : Contrast);
            problems.AddRange(result.Violations.Select(violation => $"{scheme}: {violation.Id}: {violation.Nodes[0].Html}"));
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        problems.AddRange((await page.EvaluateAsync<string[]>(TooSmall)).Select(target => $"too small to hit: {target}"));
        problems.AddRange((await page.EvaluateAsync<string[]>(Overlapping)).Select(cell => $"runs into the next cell: {cell}"));
        var sideways = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        problems.AddRange(sideways > 0 ? [$"{sideways} px to scroll sideways"] : []);
        return [.. problems.Select(problem => $"{what}: {problem}")];
    }

    /// <summary>Targets under 24 x 24 px (WCAG 2.5.8); links within a line of text are exempt.</summary>
    private const string TooSmall = """
        () => [...document.querySelectorAll("button, a[href], input, select, textarea, summary, [role=button]")]
          .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".vh, .skip, p, dd, .log"))
          .map(e => [e, (e.closest("label") ?? e).getBoundingClientRect()])
          .filter(([, box]) => box.width > 0 && (box.width < 23.5 || box.height < 23.5))
          .map(([e, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${e.outerHTML.slice(0, 160)}`)
        """;

    /// <summary>Cells of a table whose content is wider than they are, and would cover the next.</summary>
    private const string Overlapping = """
        () => [...document.querySelectorAll("td, th")]
          .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === "visible")
          .map(e => e.outerHTML.slice(0, 160))
        """;

    private static async Task ShootAsync(IPage page, string what)
    {
        if (Environment.GetEnvironmentVariable("BLAZORTASKS_SHOTS") is { Length: > 0 } folder)
        {
            var name = string.Join('-', what.Split([' ', '/', '?', '=', '+'], StringSplitOptions.RemoveEmptyEntries));
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
        }
    }
}
