using BlazorTasks.Tests.Notifications;
using static BlazorTasks.Tests.Browser.PageCheck;

namespace BlazorTasks.Tests.Browser;

/// <summary>
/// Notifications while no page is open, in Chromium. It cannot reach a push service of its maker here, so that the tests subscribe it
/// to their own, and hand its worker what arrives there.
/// </summary>
[Collection(nameof(Browsers))]
public sealed class PushJourney(Browsers browsers) : IAsyncLifetime
{
    private const string Folder = "ops/_content/BlazorTasks.Dashboard/";

    private PushService _service = null!;
    private EmbeddingHost _host = null!;

    public async Task InitializeAsync()
    {
        _service = await PushService.StartAsync();
        _host = await EmbeddingHost.StartAsync(
            app => app.MapBlazorTasks("/ops"),
            builder => new BlazorTasksBuilder(builder.Services).AddNotifications(options => options.Push.Services.Add("127.0.0.1")));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task TurnOn_PushServiceCannotBeReached_SaysSo()
    {
        await using var visitor = await VisitAsync();
        var page = await visitor.OpenAsync("notifications");

        await SwitchOf(page).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "cannot" })).ToBeVisibleAsync();
        await Expect(SwitchOf(page)).Not.ToBeCheckedAsync();
        (await CheckWidthsAsync(page, "push")).Should().BeEmpty();
        visitor.Problems.Should().OnlyContain(problem => problem.Contains("incognito"), "that is why, in the contexts of tests");
    }

    [Fact]
    public async Task TurnOn_ThenATaskFails_NotifiesThroughTheWorkerUntilItIsRemoved()
    {
        await using var visitor = await VisitAsync();
        await visitor.Context.AddInitScriptAsync(Subscribing(_service.Subscribe()));
        var page = await visitor.OpenAsync("notifications");
        await SwitchOf(page).ClickAsync();
        var browsersRows = page.Locator("section:has(#h-browser) tbody tr");
        await Expect(browsersRows).ToContainTextAsync("Chrome on Linux this one");
        await Expect(page.GetByLabel("Any of my tasks fails")).ToBeCheckedAsync();
        (await CheckWidthsAsync(page, "push on")).Should().BeEmpty();

        var task = _host.Services.GetRequiredService<TaskMonitor>().Start(
            "Nightly import", _ => throw new IOException("No space left on device."), new StartOptions { Owner = "local" });
        var push = await _service.NextAsync();
        await DeliverAsync(page, push.Text.ToString());

        var shown = await page.EvaluateAsync<string[]>(
            """
            async folder => {
              const worker = await navigator.serviceWorker.getRegistration(new URL(folder, location.origin));
              const notifications = await worker.getNotifications();
              return [worker.scope, ...notifications.map(one => `${one.title}: ${one.body}`)];
            }
            """,
            Folder);
        shown[0].Should().Be(new Uri(_host.Address, Folder).ToString(), "it controls no page of the host or the dashboard");
        shown[1].Should().StartWith("Nightly import failed: ").And.Contain("No space left on device.");
        push.Text.GetProperty("page").GetString().Should().Be($"task/{task.Id}");

        await page.ReloadAsync();
        await page.LiveAsync();
        await Expect(SwitchOf(page)).ToBeCheckedAsync();
        await page.GetByLabel("Remove Chrome on Linux").ClickAsync();
        await Expect(SwitchOf(page)).Not.ToBeCheckedAsync();
        await Expect(browsersRows).ToHaveCountAsync(0);
        visitor.Problems.Should().BeEmpty();
    }

    private async Task<Visitor> VisitAsync()
    {
        var visitor = await browsers.VisitAsync(new Uri(_host.Address, "/ops/"));
        await visitor.Context.GrantPermissionsAsync(["notifications"]);
        return visitor;
    }

    private static ILocator SwitchOf(IPage page) => page.GetByLabel("Notify me in this browser, also while no page is open");

    /// <summary>The browser subscribes to the push service of the test instead of that of its maker.</summary>
    private static string Subscribing(PushSubscription subscription) => $$"""
        {
          const [endpoint, p256dh, auth] = ["{{subscription.Endpoint}}", "{{subscription.P256dh}}", "{{subscription.Auth}}"];
          const kept = () => {
            const key = localStorage.getItem("test-key");
            return key && {
              endpoint,
              options: { applicationServerKey: Uint8Array.from(JSON.parse(key)).buffer },
              toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
              unsubscribe: async () => localStorage.removeItem("test-key"),
            };
          };
          PushManager.prototype.getSubscription = async () => kept();
          PushManager.prototype.subscribe = async options => {
            localStorage.setItem("test-key", JSON.stringify([...options.applicationServerKey]));
            return kept();
          };
        }
        """;

    /// <summary>Hands the worker of the page what its push service has for it.</summary>
    private static async Task DeliverAsync(IPage page, string text)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        var registered = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, data) =>
        {
            foreach (var one in data!.Value.GetProperty("registrations").EnumerateArray())
            {
                if (one.GetProperty("scopeURL").GetString()!.EndsWith(Folder))
                {
                    registered.TrySetResult(one.GetProperty("registrationId").GetString()!);
                }
            }
        };
        await session.SendAsync("ServiceWorker.enable");
        await session.SendAsync("ServiceWorker.deliverPushMessage", new Dictionary<string, object>
        {
            ["origin"] = new Uri(page.Url).GetLeftPart(UriPartial.Authority),
            ["registrationId"] = await registered.Task.WaitAsync(TestMonitor.MaxWait),
            ["data"] = text,
        });
        await page.WaitForFunctionAsync(
            """
            async folder => {
              const worker = await navigator.serviceWorker.getRegistration(new URL(folder, location.origin));
              return (await worker.getNotifications()).length;
            }
            """,
            Folder);
    }
}
