namespace BlazorTasks.Tests.Dashboard.Components.Pages;

public class NotificationsPageTests() : DashboardTest(addServices: services => services.AddSingleton<INotificationAddresses, Mail>())
{
    [Fact]
    public async Task Save_WhatWasChosen_IsStoredAndShownAgain()
    {
        var cut = Render<NotificationsPage>();
        cut.Find("#preferences").TextContent.Should().Contain("By e-mail to local@example.com");

        await cut.InvokeAsync(() => cut.Find("[aria-label='Any of my tasks fails']").ChangeAsync(new() { Value = true }));
        await ChooseAsync(cut, "n-definition-label", "Double");
        await cut.InvokeAsync(() => cut.Find("[aria-label='Double succeeds']").ChangeAsync(new() { Value = true }));
        await cut.InvokeAsync(() => cut.Find("#n-digest").ChangeAsync(new() { Value = "08:15" }));
        await cut.InvokeAsync(() => cut.Find("#preferences").SubmitAsync());

        var stored = await Monitor.Settings.FindAsync<NotificationPreferences>(NotificationPreferences.Setting, "local");
        stored.Should().BeEquivalentTo(new NotificationPreferences
        {
            Events = [NotificationEvent.Failed, NotificationEvent.Interrupted],
            Definitions = new Dictionary<string, IReadOnlyList<NotificationEvent>>
            {
                ["double"] = [NotificationEvent.Succeeded, NotificationEvent.Failed, NotificationEvent.Interrupted],
            },
            DigestAt = new TimeOnly(8, 15),
        });
        Render<NotificationsPage>().Find("[aria-label='Double succeeds']").HasAttribute("checked").Should().BeTrue();
    }

    [Fact]
    public async Task Save_OneOfTwoQuietTimes_IsRejected()
    {
        var cut = Render<NotificationsPage>();

        await cut.InvokeAsync(() => cut.Find("#n-quiet-from").ChangeAsync(new() { Value = "22:00" }));
        await cut.InvokeAsync(() => cut.Find("#preferences").SubmitAsync());

        cut.Find("#n-quiet-to-err").TextContent.Should().Contain("Enter both times, or none.");
        (await Monitor.Settings.FindAsync<NotificationPreferences>(NotificationPreferences.Setting, "local")).Should().BeNull();
    }

    [Fact]
    public void Render_PersonWithoutAnAddress_SaysWhoCanEnterIt()
    {
        Login.SetAuthorized("nobody");

        Render<NotificationsPage>().Find(".panel-body p").TextContent.Should()
            .Be("No e-mail address is known for nobody. An administrator can enter one.");
    }

    private sealed class Mail : INotificationAddresses
    {
        public bool SendsMail => true;

        public ValueTask<string?> FindAsync(string person) =>
            ValueTask.FromResult(person == "local" ? "local@example.com" : null);
    }
}
