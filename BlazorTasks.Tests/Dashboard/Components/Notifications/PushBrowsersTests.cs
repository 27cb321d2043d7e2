using BlazorTasks.Dashboard.Components.Notifications;
using BlazorTasks.Tests.Notifications;

namespace BlazorTasks.Tests.Dashboard.Components.Notifications;

public class PushBrowsersTests() : DashboardTest(addServices: services => new BlazorTasksBuilder(services).AddNotifications(
    options => options.Push.Services.Add("127.0.0.1")))
{
    private BunitJSModuleInterop? _script;

    private IPushDevices Devices => Services.GetRequiredService<IPushDevices>();

    private BunitJSModuleInterop Script =>
        _script ??= JSInterop.SetupModule("./_content/BlazorTasks.Dashboard/push.js");

    [Theory]
    [InlineData("insecure", "Browsers allow this only on pages that are opened with https://.")]
    [InlineData("unsupported", "This browser does not support notifications while no page is open.*")]
    [InlineData("denied", "The browser blocks notifications for this page.*")]
    public async Task Render_BrowserCannot_SaysWhyAndCannotBeTurnedOn(string problem, string text)
    {
        var cut = await RenderAsync(new BrowserState(problem));

        cut.WaitForElement("[role=alert]").TextContent.Should().Match(text);
        cut.Find("input").HasAttribute("disabled").Should().BeTrue();
    }

    [Fact]
    public async Task Switch_OnAndOff_AddsAndRemovesThisBrowserOfTheViewer()
    {
        await using var service = await PushService.StartAsync();
        var other = await Devices.AddAsync("bert", service.Subscribe());
        var cut = await RenderAsync(new BrowserState());
        Subscribes(service.Subscribe());

        await SwitchAsync(cut, on: true);
        cut.WaitForElement("tbody .cell-name").TextContent.Should().Be("Firefox on Linux this one");
        (await Devices.ListAsync("local")).Should().ContainSingle();

        await SwitchAsync(cut, on: false);
        cut.WaitForAssertion(() => cut.FindAll("tbody").Should().BeEmpty());
        (await Devices.ListAsync("local")).Should().BeEmpty();
        Script.VerifyInvoke("turnOff");
        (await Devices.ListAsync("bert")).Should().Equal(other);
    }

    [Fact]
    public async Task TurnOn_AddressThatIsNoPushService_SaysSoAndStaysOff()
    {
        await using var service = await PushService.StartAsync();
        var cut = await RenderAsync(new BrowserState());
        Subscribes(service.Subscribe() with { Endpoint = "https://10.0.0.1/" });

        await SwitchAsync(cut, on: true);

        cut.WaitForElement("[role=alert]").TextContent.Should().StartWith("The push service 10.0.0.1 is not one");
        (await Devices.ListAsync("local")).Should().BeEmpty();
        Script.VerifyInvoke("turnOff");
    }

    private void Subscribes(PushSubscription to) =>
        Script.Setup<BrowserState>("turnOn", _ => true).SetResult(new BrowserState(null, to.Endpoint, to.P256dh, to.Auth, to.Name));

    private async Task<IRenderedComponent<PushBrowsers>> RenderAsync(BrowserState state)
    {
        Script.Mode = JSRuntimeMode.Loose;
        Script.Setup<BrowserState?>("look", _ => true).SetResult(state);
        var key = (await Devices.PublicKeyAsync())!;
        return Render<PushBrowsers>(one => one.Add(push => push.Push, Devices).Add(push => push.PublicKey, key));
    }

    private static Task SwitchAsync(IRenderedComponent<PushBrowsers> cut, bool on) =>
        cut.InvokeAsync(() => cut.Find("input").ChangeAsync(new() { Value = on }));
}
