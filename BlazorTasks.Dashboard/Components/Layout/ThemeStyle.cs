namespace BlazorTasks.Dashboard.Components.Layout;

/// <summary>
/// MudBlazor's theme as a style element in the document head, rendered once on the server with both palettes as
/// light-dark(). Changing the theme sets an attribute on the root element, without a flash or a server call; an interactive
/// theme provider costs each circuit 49 KB and three browser calls.
/// </summary>
public sealed class ThemeStyle : MudThemeProvider
{
    /// <summary>Omitted, so that controls follow the page's color-scheme.</summary>
    private const string ColorScheme = "--mud-native-html-color-scheme";

    /// <inheritdoc />
    protected override void GenerateTheme(StringBuilder themeStringBuilder)
    {
        ArgumentNullException.ThrowIfNull(themeStringBuilder);
        var theme = Theme!;
        var (light, dark) = (Read(theme), Read(Dark(theme)));
        Theme = theme;
        var (both, numbers) = (new StringBuilder(), new StringBuilder());
        foreach (var (name, value) in light.Where(line => line.Key != ColorScheme))
        {
            var differs = value != dark[name];
            var isNumbers = name.EndsWith("-rgb", StringComparison.Ordinal); // "34,87,217" is not a colour for light-dark()
            both.Append(name).Append(differs && !isNumbers ? $":light-dark({value},{dark[name]});\n" : $":{value};\n");
            numbers.Append(differs && isNumbers ? $"{name}:{dark[name]};\n" : null);
        }

        themeStringBuilder.Append(both)
            .Append("}\n@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) {\n").Append(numbers)
            .Append("} }\n:root[data-theme=dark] {\n").Append(numbers); // the base class closes the last one
    }

    private static MudTheme Dark(MudTheme theme) => new()
    {
        PaletteLight = theme.PaletteDark,
        Typography = theme.Typography,
        Shadows = theme.Shadows,
        LayoutProperties = theme.LayoutProperties,
        ZIndex = theme.ZIndex,
        PseudoCss = theme.PseudoCss,
    };

    private Dictionary<string, string> Read(MudTheme theme)
    {
        Theme = theme;
        var text = new StringBuilder();
        base.GenerateTheme(text);
        return text.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.TrimEnd(';').Split(':', 2)).ToDictionary(parts => parts[0], parts => parts[1].Trim());
    }
}
