using BlazorTasks.Dashboard.Components.Layout;
using MudBlazor;
using MudBlazor.Utilities;

namespace BlazorTasks.Tests.Dashboard;

/// <summary>Measures the contrast of each pair of colours of the theme and of tokens.css, in both themes.</summary>
public partial class ContrastTests
{
    private static readonly string[] Surfaces = ["canvas", "surface", "raised", "inset", "hover", "selected"];
    private static readonly string[] States =
    [
        "scheduled", "queued", "starting", "running", "waiting", "backoff", "cancelling",
        "succeeded", "warned", "failed", "cancelled", "declined", "interrupted",
    ];

    private static readonly Dictionary<string, string[]> Tokens = Read();

    [Theory]
    [InlineData("text", 13)]
    [InlineData("text-2", 7)]
    [InlineData("text-3", 4.5)]
    [InlineData("accent", 4.5)]
    public void Text_OnEverySurface_CanBeRead(string text, double least) =>
        Pairs(Surfaces.Select(surface => (text, surface))).Where(pair => pair.Ratio < least).Should().BeEmpty();

    [Fact]
    public void States_InkOnSurfaceAndTint_CanBeRead() =>
        Pairs(States.SelectMany(state => new[] { ($"{state}-ink", "surface"), ($"{state}-ink", $"{state}-tint") }))
            .Where(pair => pair.Ratio < 4.5).Should().BeEmpty();

    [Fact]
    public void ColoursOfALog_OnItsGround_CanBeRead() =>
        Pairs(new[] { "failed", "succeeded", "backoff", "running", "waiting", "scheduled" }.SelectMany(state =>
            new[] { ($"{state}-ink", "inset"), ($"{state}-ink", "hover") }))
            .Where(pair => pair.Ratio < 4.5).Should().BeEmpty();

    [Fact]
    public void Marks_OnSurface_CanBeDistinguished() =>
        Pairs(States.Select(state => ($"{state}-mark", "surface"))).Where(pair => pair.Ratio < 3).Should().BeEmpty();

    [Fact]
    public void Fills_BehindWhite_CanBeRead() =>
        Pairs(new[] { "accent-fill", "accent-fill-2", "people-fill", "people-fill-2", "danger-fill", "danger-fill-2" }.Select(fill =>
            ("on-fill", fill)))
            .Where(pair => pair.Ratio < 4.5).Should().BeEmpty();

    [Fact]
    public void EdgesAndFocus_OnSurface_CanBeSeen() =>
        Pairs([("line-strong", "surface"), ("focus", "surface"), ("focus", "canvas")]).Where(pair => pair.Ratio < 3).Should().BeEmpty();

    private static IEnumerable<(string Pair, double Ratio)> Pairs(IEnumerable<(string Front, string Back)> pairs) =>
        from pair in pairs
        from theme in new[] { 0, 1 }
        select ($"{pair.Front} on {pair.Back}, {(theme == 0 ? "light" : "dark")}",
            Ratio(Tokens[pair.Front][theme], Tokens[pair.Back][theme]));

    /// <summary>The contrast ratio of WCAG 2.2.</summary>
    private static double Ratio(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        var parts = Enumerable.Range(0, 3)
            .Select(i => int.Parse(colour.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    private static Dictionary<string, string[]> Read([CallerFilePath] string here = "")
    {
        var css = File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../BlazorTasks.Dashboard/wwwroot/tokens.css"));
        var (light, dark) = (Palette(DashboardTheme.Default.PaletteLight), Palette(DashboardTheme.Default.PaletteDark));
        return Token().Matches(css).GroupBy(match => match.Groups["name"].Value).ToDictionary(
            group => group.Key,
            group => group.First().Groups is var token && token["theme"] is { Success: true, Value: var name } ? [light[name], dark[name]]
                : new[] { token["light"].Value, token["dark"].Value });
    }

    /// <summary>The colours of a palette under the names that MudBlazor gives them in CSS.</summary>
    private static Dictionary<string, string> Palette(Palette palette) => typeof(Palette).GetProperties().ToDictionary(
        property => CssName(property.Name),
        property => property.GetValue(palette) is double ? "" : new MudColor($"{property.GetValue(palette)}")
            .ToString(MudColorOutputFormats.Hex));

    private static string CssName(string property) => property.EndsWith("ContrastText", StringComparison.Ordinal)
        ? $"{CssName(property[..^"ContrastText".Length])}-text"
        : string.Concat(property.Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}"
            : $"{char.ToLowerInvariant(c)}"));

    [GeneratedRegex(@"--bt-(?<name>[a-z0-9-]+):\s*"
        + @"(light-dark\((?<light>#[0-9a-f]{6}),\s*(?<dark>#[0-9a-f]{6})\)|var\(--mud-palette-(?<theme>[a-z-]+)\));")]
    private static partial Regex Token();
}
