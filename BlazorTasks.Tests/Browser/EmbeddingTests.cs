using Microsoft.AspNetCore.Components;
using MudBlazor.Services;

namespace BlazorTasks.Tests.Browser;

/// <summary>The dashboard inside apps of other people, in a browser.</summary>
[Collection(nameof(Browsers))]
public class EmbeddingTests(Browsers browsers)
{
    [Theory]
    [InlineData("/tasks")]
    [InlineData("/ops/my-tasks")]
    [InlineData("/")]
    public async Task PlainApiHost_AnyPrefix_RunsTheWholeDashboard(string prefix)
    {
        await using var host = await EmbeddingHost.StartAsync(app =>
        {
            app.MapGet("/api/orders", () => Results.Ok(new[] { 1, 2 }));
            app.MapBlazorTasks(prefix);
        });
        await using var visitor = await browsers.VisitAsync(host.Address);

        var page = await visitor.OpenAsync(prefix);
        await page.GetByRole(AriaRole.Link, new() { Name = "Start a task" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Double" }).ClickAsync();
        await page.GetByLabel("Number").FillAsync("21");
        await PressStartAsync(page);

        await Expect(page.Locator(".state-pill")).ToHaveTextAsync("Succeeded");
        await Expect(page.Locator("[aria-labelledby=h-result] .result")).ToHaveTextAsync("42");
        page.Url.Should().StartWith(new Uri(host.Address, prefix.TrimEnd('/') + "/task/").ToString());
        (await host.Client().GetStringAsync("/api/orders")).Should().Be("[1,2]");
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task BlazorHost_ItsOwnPagesAndTheDashboard_LiveSideBySide()
    {
        await using var host = await BlazorHostAsync<HostPage>();
        await using var visitor = await browsers.VisitAsync(host.Address);

        var own = await visitor.Context.NewPageAsync();
        await own.GotoAsync("/own");
        await own.Locator("[data-live]").ClickAsync();
        await Expect(own.Locator("button")).ToHaveTextAsync("Pressed 1 times");
        var page = await visitor.OpenAsync("/ops/tasks/start/double");
        await page.GetByLabel("Number").FillAsync("4");
        await PressStartAsync(page);

        await Expect(page.Locator("[aria-labelledby=h-result] .result")).ToHaveTextAsync("8");
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task BlazorHost_LinkToTheDashboard_OpensALivePageOfItsOwn()
    {
        await using var host = await BlazorHostAsync<HostPage>();
        await using var visitor = await browsers.VisitAsync(host.Address);
        var page = await visitor.Context.NewPageAsync();
        await page.GotoAsync("/own");
        await page.Locator("[data-live]").WaitForAsync(); // its script follows links now, and merges what answers

        await page.GetByRole(AriaRole.Link, new() { Name = "Jobs" }).ClickAsync();

        await page.LiveAsync();
        await Expect(page.Locator("#bt-connection")).ToHaveTextAsync("Live");
        (await page.Locator("head base").GetAttributeAsync("href")).Should().Be("/ops/tasks/");
    }

    [Fact]
    public async Task TextField_ThirtyThousandCharacters_StartsTheTaskWithAllOfThem()
    {
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/"));
        await using var visitor = await browsers.VisitAsync(host.Address);
        var page = await visitor.OpenAsync("start/value-task");

        await page.GetByLabel("Text").FillAsync(new string('å', 30_000));
        await PressStartAsync(page);

        await Expect(page.Locator(".state-pill")).ToHaveTextAsync("Succeeded");
        (await page.Locator("[aria-labelledby=h-result] .result").TextContentAsync())!.Count(c => c == 'å').Should().Be(30_000);
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task MudBlazorHost_ItsOwnProvidersAndOurs_LiveSideBySide()
    {
        await using var host = await BlazorHostAsync<HostMudPage>(
            services => services.AddMudServices(options => options.SnackbarConfiguration.MaxDisplayedSnackbars = 2));
        await using var visitor = await browsers.VisitAsync(host.Address);
        var own = await visitor.Context.NewPageAsync();
        await own.GotoAsync("/own-mud");
        await own.Locator("[data-live]").WaitForAsync();
        await own.GetByRole(AriaRole.Button, new() { Name = "Own menu" }).ClickAsync();
        await own.GetByRole(AriaRole.Menuitem, new() { Name = "Count" }).ClickAsync();
        await Expect(own.Locator("#counted")).ToHaveTextAsync("Counted 1");

        var page = await visitor.OpenAsync("/ops/tasks");
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Use single-key shortcuts");

        visitor.Problems.Should().BeEmpty();
    }

    [Theory]
    [InlineData("/own")]
    [InlineData("/own-mud")]
    public async Task PageOfTheHost_WithAndWithoutTheDashboard_IsTheSamePixelByPixel(string path)
    {
        byte[][] pictures = [await PictureAsync(path, isMounted: false), await PictureAsync(path, isMounted: true)];

        pictures[1].Should().Equal(pictures[0]);
    }

    /// <summary>
    /// A page of the host. Without the dashboard, the host serves the scripts and styles of its page at the same addresses
    /// itself.
    /// </summary>
    private async Task<byte[]> PictureAsync(string path, bool isMounted)
    {
        await using var host = await EmbeddingHost.StartAsync(
            app =>
            {
                app.UseAntiforgery();
                if (isMounted)
                {
                    app.MapBlazorTasks("/ops/tasks");
                }
                else
                {
                    app.Map("/ops/tasks", files => files.UseStaticFiles());
                }

                app.MapRazorComponents<HostPage>().AddInteractiveServerRenderMode();
            },
            builder =>
            {
                builder.Services.AddRazorComponents().AddInteractiveServerComponents();
                builder.Services.AddMudServices();
            });
        await using var visitor = await browsers.VisitAsync(host.Address, 1024, 768);
        var page = await visitor.Context.NewPageAsync();
        await page.GotoAsync(path);
        await page.Locator("[data-live]").WaitForAsync();
        await Expect(page.Locator("[data-live]").First).ToHaveAttributeAsync("data-live", "");
        visitor.Problems.Should().BeEmpty();
        return await page.ScreenshotAsync(new() { Animations = Microsoft.Playwright.ScreenshotAnimations.Disabled });
    }

    /// <summary>A Blazor app with pages of its own, and the dashboard under "/ops/tasks".</summary>
    private static Task<EmbeddingHost> BlazorHostAsync<TPage>(Action<IServiceCollection>? configure = null)
        where TPage : IComponent => EmbeddingHost.StartAsync(
        app =>
        {
            app.UseAntiforgery();
            app.MapBlazorTasks("/ops/tasks");
            app.MapRazorComponents<TPage>().AddInteractiveServerRenderMode();
        },
        builder =>
        {
            builder.Services.AddRazorComponents().AddInteractiveServerComponents();
            configure?.Invoke(builder.Services);
        });

    private static Task PressStartAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Start the task" }).ClickAsync();
}
