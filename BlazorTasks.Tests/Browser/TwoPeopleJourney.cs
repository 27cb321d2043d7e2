using BlazorTasks.Tests.App.Accounts;

namespace BlazorTasks.Tests.Browser;

/// <summary>
/// Two people at the same server, each with a browser of their own. Part of the long run: the usual one tests TaskAccess.
/// </summary>
[Collection(nameof(Browsers))]
public sealed class TwoPeopleJourney(Browsers browsers, AccountsHost host) : IClassFixture<AccountsHost>
{
    [FullRunFact]
    public async Task TwoPeople_AtTheSameTime_NeverSeeWhatTheOtherDoes()
    {
        await using var anna = await SignInAsync("Anna");
        await using var bert = await SignInAsync("Bert");
        var (annas, inboxOfAnna) = (await anna.OpenAsync(), await anna.OpenAsync("inbox"));
        var (berts, inboxOfBert) = (await bert.OpenAsync(), await bert.OpenAsync("inbox"));

        var import = await StartAsync("Bert", "Import of Bert", task => task.ConfirmAsync("Publish 7 rows of Bert?"));
        await Expect(inboxOfBert.GetByText("Publish 7 rows of Bert?").First).ToBeVisibleAsync();
        await Expect(inboxOfBert).ToHaveTitleAsync("(1) Inbox · BlazorTasks");
        await inboxOfBert.GetByRole(AriaRole.Button, new() { Name = "Yes", Exact = true }).ClickAsync();
        await import.Completion;
        await Expect(berts.Locator(".mud-snackbar")).ToContainTextAsync("Import of Bert");
        var backup = await StartAsync("Anna", "Backup of Anna", task => task.ConfirmAsync("Delete old backups?"));

        await Expect(inboxOfAnna).ToHaveTitleAsync("(1) Inbox · BlazorTasks");
        await Expect(annas.Locator(".card")).ToHaveCountAsync(1);
        await annas.GotoAsync("history");
        await annas.LiveAsync();
        await Expect(annas.GetByText("No finished tasks yet")).ToBeVisibleAsync();
        foreach (var page in new[] { annas, inboxOfAnna })
        {
            (await page.ContentAsync()).Should().NotContain("Bert");
        }

        (await berts.ContentAsync()).Should().NotContain("Anna");
        await Expect(inboxOfBert).ToHaveTitleAsync("Inbox · BlazorTasks");
        await backup.CancelAsync("test");
        anna.Problems.Concat(bert.Problems).Should().BeEmpty();
    }

    private async Task<Visitor> SignInAsync(string name)
    {
        await host.AddAsync(name);
        var visitor = await browsers.VisitAsync(host.Address);
        var page = await visitor.OpenAsync("account/sign-in", isLive: false);
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(AccountsHost.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.LiveAsync();
        await page.CloseAsync();
        return visitor;
    }

    private async Task<MonitoredTask> StartAsync(string owner, string name, Func<TaskContext, Task> work) =>
        host.Monitor.Start(name, work, new StartOptions { Owner = (await host.Accounts.FindAsync(owner))!.Id });
}
