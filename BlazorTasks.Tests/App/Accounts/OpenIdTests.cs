namespace BlazorTasks.Tests.App.Accounts;

/// <summary>Single sign-on to the App, with a provider that runs here.</summary>
public sealed class OpenIdTests : IAsyncLifetime
{
    private const string Start = $"{OpenIdEndpoints.SignIn}?returnUrl=/history";

    private OpenIdProvider _provider = default!;
    private AccountsHost _host = default!;

    public async Task InitializeAsync()
    {
        _provider = await OpenIdProvider.StartAsync();
        var settings = _provider.SettingsOfHost(OpenIdSettings.Section);
        settings[$"{OpenIdSettings.Section}:Name"] = "Keycloak";
        settings[$"{OpenIdSettings.Section}:AdminRoles:0"] = "groups=task-admins";
        settings[$"{OpenIdSettings.Section}:ViewerRoles:0"] = "groups=staff";
        _host = new AccountsHost { Settings = settings };
        await _host.InitializeAsync();
        await _host.Accounts.CreateTablesAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task SignIn_AtTheProvider_MakesAnAccountWithTheRoleOfTheGroups()
    {
        using var visitor = _host.Visit();
        var api = await visitor.GetAsync("/api/tasks");
        var page = await visitor.GetAsync(AccountEndpoints.SignIn);

        var signedIn = await SignInAsync(visitor, new("7", "Eva Ek", "staff", "task-admins"));

        (api.StatusCode, api.Headers.Location).Should().Be((HttpStatusCode.Unauthorized, null));
        (await page.Content.ReadAsStringAsync()).Should().Contain("Sign in with Keycloak");
        signedIn.Headers.Location!.OriginalString.Should().Be("/history");
        (await visitor.GetAsync("/api/audit")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await (await visitor.GetAsync(AccountEndpoints.Root)).Content.ReadAsStringAsync())
            .Should().Contain("You sign in with Keycloak").And.NotContain("type=\"password\"");
        var account = (await _host.Accounts.ListAsync()).Single();
        (account.Role, account.HasPassword).Should().Be((TaskRole.Admin, false));
        account.Roles.Should().Equal("staff", "task-admins");
        (await _host.Accounts.ResetAsync(account.Id, AccountsHost.Password)).Problem.Should().StartWith("Eva Ek has no password");
        (await AuditAsync("Eva Ek")).Should().Contain("SignIn with Keycloak, from 127.0.0.1: ");
    }

    [Fact]
    public async Task SignIn_Again_IsTheSameAccountUnderTheGroupsOfNow()
    {
        using var visitor = _host.Visit();
        await SignInAsync(visitor, new("7", "Eva Ek", "task-admins"));
        var id = (await _host.Accounts.FindAsync("Eva Ek"))!.Id;
        using var other = _host.Visit();

        await SignInAsync(other, new("7", "Eva Berg", "staff"));
        var asViewer = await visitor.GetAsync("/api/audit");
        var rejected = await SignInAsync(_host.Visit(), new("7", "Eva Berg", "visitors"));

        (await _host.Accounts.ListAsync()).Should().ContainSingle().Which.Id.Should().Be(id);
        asViewer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        rejected.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await visitor.GetAsync("/")).StatusCode.Should().Be(HttpStatusCode.Found, "without a group, all sessions end");
    }

    [Fact]
    public async Task SignIn_WithTheNameOfSomeoneElse_IsAnotherAccount()
    {
        await _host.AddAsync("Eva Ek", TaskRole.Admin);

        await SignInAsync(_host.Visit(), new("8", "Eva\u200B Ek", "staff"));
        await SignInAsync(_host.Visit(), new("9", "Eva Ek", "staff"));

        (await _host.Accounts.ListAsync()).Select(account => $"{account.Name}, {account.Role}")
            .Should().Equal("Eva Ek, Admin", "Eva Ek (2), Viewer", "Eva Ek (3), Viewer");
    }

    [Fact]
    public async Task SignIn_CancelledOrWithoutAGroupOrDisabled_IsRejected()
    {
        await SignInAsync(_host.Visit(), new("7", "Disa", "staff"));
        await _host.Accounts.ChangeAsync((await _host.Accounts.FindAsync("Disa"))!.Id, TaskRole.Viewer, isDisabled: true);

        var answers = new[]
        {
            await SignInAsync(_host.Visit(), null),
            await SignInAsync(_host.Visit(), new("1", "Nobody")),
            await SignInAsync(_host.Visit(), new("7", "Disa", "staff")),
        };

        answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.Unauthorized);
        (await answers[0].Content.ReadAsStringAsync()).Should().Contain("Signing in there did not work.");
        (await answers[1].Content.ReadAsStringAsync()).Should().Contain("You have no access here.");
        (await AuditAsync("Nobody")).Should().Equal("SignIn from 127.0.0.1: No role is mapped to what the provider says.");
        (await AuditAsync("Disa")).Should().StartWith("SignIn from 127.0.0.1: The account is disabled.");
        (await _host.Accounts.FindAsync("Nobody")).Should().BeNull();
    }

    /// <summary>Signs someone in at the provider, and follows the browser until it is back on a page.</summary>
    private async Task<HttpResponseMessage> SignInAsync(SignInClient visitor, User? user)
    {
        _provider.User = user;
        var response = await visitor.GetAsync(Start);
        while (response.Headers.Location is { } next && next.OriginalString != "/history")
        {
            response = await visitor.GetAsync(next.OriginalString, site: "cross-site");
        }

        return response;
    }

    private async Task<IEnumerable<string>> AuditAsync(string by) => (await _host.Monitor.AuditAsync(new() { By = by })).Items
        .Select(entry => $"{entry.Action} {entry.TaskName}: {entry.Refusal}");
}
