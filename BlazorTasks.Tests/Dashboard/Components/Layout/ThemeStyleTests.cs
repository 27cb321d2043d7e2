using MudBlazor;

namespace BlazorTasks.Tests.Dashboard.Components.Layout;

public class ThemeStyleTests
{
    [Fact]
    public async Task Page_OfAHostWithItsOwnTheme_WearsItInBothPalettesWithItsTitle()
    {
        var garish = new MudTheme
        {
            PaletteLight = new PaletteLight { Primary = "#ff00aa" },
            PaletteDark = new PaletteDark { Primary = "#00ffcc" },
            LayoutProperties = new() { DefaultBorderRadius = "17px" }
        };
        await using var host = await EmbeddingHost.StartAsync(
            app => app.MapBlazorTasks("/ops"),
            builder => builder.Services.Configure<DashboardOptions>(options => (options.Theme, options.Title) = (garish, "Fjord Shop")));

        var page = await host.Client().GetStringAsync("/ops");

        page.Should().Contain("--mud-palette-primary:light-dark(rgba(255,0,170,1),rgba(0,255,204,1))")
            .And.Contain("--mud-default-borderradius:17px").And.Contain("Fjord Shop");
    }

    [Fact]
    public async Task Page_WithoutOne_WearsTheProductsOwnWithoutAScript()
    {
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops"));

        var page = await host.Client().GetStringAsync("/ops");

        page.Should().Contain("--mud-palette-background:light-dark(rgba(246,247,249,1),rgba(12,14,18,1))");
        page.Should().NotContain("--mud-native-html-color-scheme").And.NotContain("<script>");
    }
}
