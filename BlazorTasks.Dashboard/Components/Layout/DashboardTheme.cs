namespace BlazorTasks.Dashboard.Components.Layout;

/// <summary>
/// The default theme: colours, typography, shape and elevation, light and dark. Tokens that MudBlazor does not have (task
/// states, selection, focus, sizes) are in wwwroot/tokens.css.
/// </summary>
internal static class DashboardTheme
{
    private const string White = "#ffffff";

    private static readonly string[] Sans =
        ["-apple-system", "BlinkMacSystemFont", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"];

    /// <summary>The theme used when the host does not configure one.</summary>
    public static MudTheme Default { get; } = new()
    {
        PaletteLight = Light(),
        PaletteDark = Dark(),
        LayoutProperties = new()
        {
            DefaultBorderRadius = "6px",
            DrawerWidthLeft = "13.75rem",
            DrawerMiniWidthLeft = "3.5rem",
            AppbarHeight = "3.25rem",
        },
        Shadows = new() { Elevation = [.. Enumerable.Range(0, 26).Select(Shadow)] },
        Typography = Type(),

        // menus of a dialog are above the dialog
        ZIndex = new() { Drawer = 1100, AppBar = 1200, Dialog = 1300, Popover = 1400, Snackbar = 1500, Tooltip = 1600 },
    };

    private static PaletteLight Light()
    {
        var palette = new PaletteLight();
        Surfaces(palette, canvas: "#f6f7f9", surface: "#ffffff", inset: "#f3f4f7", hover: "#f0f2f5", track: "#e6e9ee");
        Lines(palette, line: "#e4e7ec", strong: "#848c9a", mask: "#171a2061");
        Texts(palette, text: "#171a20", second: "#464e5c", third: "#5f6877", off: "#9aa1ad");
        Fills(palette, accent: "#2257d9", fill: ("#2257d9", "#1b48b8"), people: ("#6a30d0", "#5826b0"), danger: ("#c4273a", "#a51c2e"));
        (palette.Success, palette.Warning, palette.Tertiary) = ("#0f6b39", "#855000", "#0b6570");
        return palette;
    }

    private static PaletteDark Dark()
    {
        var palette = new PaletteDark();
        Surfaces(palette, canvas: "#0c0e12", surface: "#14171d", inset: "#0f1216", hover: "#1c2028", track: "#272c36");
        Lines(palette, line: "#252a33", strong: "#687182", mask: "#00000099");
        Texts(palette, text: "#edeff3", second: "#b1b8c5", third: "#8f98a8", off: "#565e6c");
        Fills(palette, accent: "#84a9ff", fill: ("#3767e6", "#2c59d0"), people: ("#7547dc", "#6639c9"), danger: ("#c93a49", "#b22f3e"));
        (palette.Success, palette.Warning, palette.Tertiary) = ("#63cf92", "#f0b955", "#67c3cd");
        return palette;
    }

    private static void Surfaces(Palette palette, string canvas, string surface, string inset, string hover, string track)
    {
        (palette.Background, palette.Surface, palette.BackgroundGray) = (canvas, surface, inset);
        (palette.DrawerBackground, palette.AppbarBackground) = (canvas, surface);
        (palette.TableHover, palette.TableStriped, palette.Skeleton) = (hover, inset, track);
        (palette.TertiaryContrastText, palette.InfoContrastText) = (surface, surface);
        (palette.SuccessContrastText, palette.WarningContrastText) = (surface, surface);
        (palette.DarkContrastText, palette.ActionDisabledBackground, palette.GrayLighter) = (surface, track, track);
        (palette.HoverOpacity, palette.RippleOpacity, palette.RippleOpacitySecondary, palette.BorderOpacity) = (.08, 0, 0, 1);
    }

    private static void Lines(Palette palette, string line, string strong, string mask)
    {
        (palette.LinesDefault, palette.TableLines, palette.Divider, palette.DividerLight) = (line, line, line, line);
        (palette.LinesInputs, palette.GrayLight) = (strong, strong);
        (palette.OverlayDark, palette.OverlayLight) = (mask, mask);
    }

    private static void Texts(Palette palette, string text, string second, string third, string off)
    {
        (palette.TextPrimary, palette.AppbarText, palette.Dark, palette.GrayDarker) = (text, text, text, text);
        (palette.TextSecondary, palette.ActionDefault, palette.DrawerText, palette.GrayDark) = (second, second, second, second);
        (palette.GrayDefault, palette.DrawerIcon) = (third, third);
        (palette.TextDisabled, palette.ActionDisabled) = (off, off);
    }

    private static void Fills(
        Palette palette,
        string accent,
        (string Calm, string Hover) fill,
        (string Calm, string Hover) people,
        (string Calm, string Hover) danger)
    {
        palette.Info = accent;
        (palette.PrimaryContrastText, palette.SecondaryContrastText, palette.ErrorContrastText) = (White, White, White);
        (palette.Primary, palette.PrimaryDarken, palette.PrimaryLighten) = (fill.Calm, fill.Hover, accent);
        (palette.Secondary, palette.SecondaryDarken, palette.SecondaryLighten) = (people.Calm, people.Hover, people.Calm);
        (palette.Error, palette.ErrorDarken, palette.ErrorLighten) = (danger.Calm, danger.Hover, danger.Calm);
    }

    private static string Shadow(int elevation) => elevation switch
    {
        0 => "none",
        <= 2 => "var(--bt-shadow-1)",
        <= 12 => "var(--bt-shadow-2)",
        _ => "var(--bt-shadow-3)",
    };

    private static Typography Type() => new()
    {
        Default = Type<DefaultTypography>(".8125rem", "400", "1.25rem"),
        Body1 = Type<Body1Typography>(".875rem", "400", "1.25rem"),
        Body2 = Type<Body2Typography>(".8125rem", "400", "1.25rem"),
        Button = Type<ButtonTypography>(".8125rem", "530", "1.25rem"),
        Caption = Type<CaptionTypography>(".75rem", "400", "1rem"),
        Overline = Type<OverlineTypography>(".75rem", "530", "1rem"),
        Subtitle1 = Type<Subtitle1Typography>(".875rem", "600", "1.25rem"),
        Subtitle2 = Type<Subtitle2Typography>(".8125rem", "600", "1.25rem"),
        H6 = Type<H6Typography>("1rem", "600", "1.5rem"),
        H5 = Type<H5Typography>("1.25rem", "620", "1.75rem", "-.015em"),
        H4 = Type<H4Typography>("1.625rem", "620", "2.125rem", "-.02em"),
        H3 = Type<H3Typography>("1.625rem", "620", "2.125rem", "-.02em"),
        H2 = Type<H2Typography>("1.625rem", "620", "2.125rem", "-.02em"),
        H1 = Type<H1Typography>("1.25rem", "620", "1.75rem", "-.015em"),
    };

    private static T Type<T>(string size, string weight, string line, string spacing = "normal")
        where T : BaseTypography, new() =>
        new()
        {
            FontFamily = Sans,
            FontSize = size,
            FontWeight = weight,
            LineHeight = line,
            LetterSpacing = spacing,
            TextTransform = "none",
        };
}
