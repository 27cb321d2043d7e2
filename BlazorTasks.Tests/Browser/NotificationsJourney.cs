using BlazorTasks.Tests.Notifications;
using static BlazorTasks.Tests.Browser.PageCheck;

namespace BlazorTasks.Tests.Browser;

/// <summary>The bell of the dashboard, and what administrators see of what was sent, against a real receiver of webhooks.</summary>
[Collection(nameof(Browsers))]
public sealed class NotificationsJourney(Browsers browsers) : IAsyncLifetime
{
    private static readonly StartOptions Mine = new() { Owner = "local", Label = "customers.csv" };

    private WebhookReceiver _hook = null!;
    private EmbeddingHost _host = null!;

    private TaskMonitor Monitor => _host.Services.GetRequiredService<TaskMonitor>();

    public async Task InitializeAsync()
    {
        _hook = await WebhookReceiver.StartAsync();
        _host = await EmbeddingHost.StartAsync(
            app => app.MapBlazorTasks("/ops"),
            builder => new BlazorTasksBuilder(builder.Services).AddNotifications(options =>
            {
                options.Webhooks["ops"] = new WebhookOptions { Url = _hook.Url };
                options.Rules.Add(new NotificationRule { Events = { NotificationEvent.Failed }, To = { "webhook:ops" } });
            }));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _hook.DisposeAsync();
    }

    [Fact]
    public async Task Bell_QuestionAndOutcomes_CountsListsAndOpensThem()
    {
        await using var visitor = await browsers.VisitAsync(new Uri(_host.Address, "/ops/"), Phone.Width, Phone.Height);
        var page = await visitor.OpenAsync();
        var bell = page.Locator(".bell");
        await Expect(bell).ToHaveAccessibleNameAsync("Notifications");
        await Monitor.Start("Import customers", _ => { }, Mine).Completion;
        Monitor.Start("Import customers", task => task.ConfirmAsync("Publish 1,204 rows to the shop? 3 rows were skipped."), Mine);
        await Expect(bell).ToHaveAccessibleNameAsync("Notifications, 2 new");

        await bell.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var lines = page.Locator(".mud-popover-open [role=menuitem]");
        await Expect(lines).ToHaveCountAsync(4);
        await Expect(bell).ToHaveAccessibleNameAsync("Notifications, 1 new");
        await SettleAsync(page);
        (await CheckAsync(page, "bell 390", RulesUnderAnOpenPart)).Should().BeEmpty();

        await page.Keyboard.PressAsync("Escape");
        await Expect(bell).ToBeFocusedAsync();
        await bell.ClickAsync();
        await lines.First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Publish 1,204 rows" })).ToBeVisibleAsync();
        visitor.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Deliveries_RejectedByTheReceiver_AreSentAgainUntilTheyArrive()
    {
        _hook.Answers.Enqueue(410);
        Monitor.Start("Nightly import", _ => throw new IOException("The share did not answer for 30 s."));
        var first = await _hook.NextAsync();
        Monitor.Start("Index a folder", _ => throw new IOException("No space left on device."));
        await _hook.NextAsync();
        await using var visitor = await browsers.VisitAsync(new Uri(_host.Address, "/ops/"));
        var page = await visitor.OpenAsync("notifications");
        var rows = page.Locator("section:has(#h-deliveries) tbody tr");
        await Expect(rows).ToHaveCountAsync(2);
        (await CheckWidthsAsync(page, "deliveries")).Should().BeEmpty();
        await page.SetViewportSizeAsync(Desktop.Width, Desktop.Height);

        await page.GetByRole(AriaRole.Button, new() { Name = "Failed only" }).ClickAsync();
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows).ToContainTextAsync("The webhook \"ops\" answered 410 (Gone).");
        await rows.GetByRole(AriaRole.Button).ClickAsync();

        var second = await _hook.NextAsync();
        second.Headers["webhook-id"].Should().Be(first.Headers["webhook-id"]);
        await Expect(page.GetByText("No delivery has failed.")).ToBeVisibleAsync();
        visitor.Problems.Should().BeEmpty();
    }
}
