namespace BlazorTasks.Tests.App.Accounts;

/// <summary>Signing in to the App, and who gets in.</summary>
public sealed class SignInTests(AccountsHost host) : IClassFixture<AccountsHost>
{
    [Fact]
    public async Task Dashboard_NotSignedIn_AsksToSignInAndServesFilesOnly()
    {
        using var visitor = host.Visit();

        var page = await visitor.GetAsync("/history?q=a");
        var api = await visitor.GetAsync("/api/tasks");
        var file = await visitor.GetAsync("/_content/BlazorTasks.Dashboard/favicon.svg");
        var noFile = await visitor.GetAsync("/_content/none");
        var signIn = await visitor.GetAsync(page.Headers.Location!.PathAndQuery);

        page.StatusCode.Should().Be(HttpStatusCode.Found);
        page.Headers.Location.PathAndQuery.Should().Be("/account/sign-in?returnUrl=%2Fhistory%3Fq%3Da");
        (api.StatusCode, file.StatusCode, noFile.StatusCode)
            .Should().Be((HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.Unauthorized));
        signIn.StatusCode.Should().Be(HttpStatusCode.OK);
        signIn.Headers.GetValues("Content-Security-Policy").Should().ContainSingle().Which.Should().Contain("script-src 'self'");
        signIn.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Fact]
    public async Task SignIn_RightPassword_ReturnsToThePageAndIsRecorded()
    {
        await host.AddAsync("Sigrid", TaskRole.Viewer);
        using var visitor = host.Visit();

        var signedIn = await visitor.SignInAsync(" sigrid ", page: $"{AccountEndpoints.SignIn}?returnUrl=/history");
        var page = await visitor.GetAsync("/history");

        signedIn.Headers.Location!.OriginalString.Should().Be("/history");
        signedIn.Headers.GetValues("Set-Cookie").Should().ContainSingle(cookie => cookie.StartsWith("bt=", StringComparison.Ordinal))
            .Which.ToLowerInvariant().Should().Contain("samesite=strict").And.Contain("httponly").And.Contain("path=/");
        (await page.Content.ReadAsStringAsync()).Should().Contain("Your account: Sigrid").And.Contain("action=\"/account/sign-out\"");
        (await AuditAsync("Sigrid")).Should().Equal("SignIn with password, from 127.0.0.1: ");
    }

    [Fact]
    public async Task SignIn_WhateverIsWrong_AnswersTheSame()
    {
        await host.AddAsync("Wilma");
        var disabled = await host.AddAsync("Disa");
        await host.Accounts.ChangeAsync(disabled.Id, TaskRole.Operator, isDisabled: true);
        using var visitor = host.Visit();
        await visitor.GetAsync(AccountEndpoints.SignIn); // with the cookie that the tokens of all forms belong to

        var answers = await Task.WhenAll(
            RejectedAsync(visitor, "Wilma", "not the password"),
            RejectedAsync(visitor, "Disa", AccountsHost.Password),
            RejectedAsync(visitor, "Nobody", AccountsHost.Password));

        answers.Distinct().Should().ContainSingle().Which.Should().Contain(PasswordSignIn.Failed);
        (await AuditAsync("Wilma")).Should().Equal("SignIn from 127.0.0.1: The password is wrong.");
        (await AuditAsync("Disa")).Should().Equal("SignIn from 127.0.0.1: The account is disabled.");
        (await AuditAsync("unknown name")).Should().Equal("SignIn from 127.0.0.1: There is no account with this name.");
    }

    [Fact]
    public async Task SignIn_FifthWrongPassword_LocksTheAccountUntilItIsReset()
    {
        var account = await host.AddAsync("Lotta");
        await host.FailAsync(account.Id, times: 4);
        using var visitor = host.Visit();

        await RejectedAsync(visitor, "Lotta", "not the password");
        await RejectedAsync(visitor, "Lotta", AccountsHost.Password);
        await host.Accounts.ResetAsync(account.Id, AccountsHost.Password);
        var signedIn = await visitor.SignInAsync("Lotta");

        signedIn.StatusCode.Should().Be(HttpStatusCode.Found);
        (await AuditAsync("Lotta")).Should().Equal(
            "SignIn with password, from 127.0.0.1: ",
            "SignIn from 127.0.0.1: The account is locked after too many wrong passwords.",
            "SignIn from 127.0.0.1: The password is wrong.");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/account/sign-in")]
    public async Task SignIn_ReturnUrlElsewhere_LeadsToTheDashboard(string returnUrl)
    {
        using var visitor = host.Visit();

        var page = await visitor.GetAsync($"{AccountEndpoints.SignIn}?returnUrl={Uri.EscapeDataString(returnUrl)}");

        (await page.Content.ReadAsStringAsync()).Should().Contain("name=\"returnUrl\" value=\"/\"");
    }

    [Fact]
    public async Task SignIn_FollowingALinkOfAnotherSite_ComesBackAsItself()
    {
        using var visitor = host.Visit();

        var page = await visitor.GetAsync($"{AccountEndpoints.SignIn}?returnUrl=/inbox", site: "cross-site");

        (await page.Content.ReadAsStringAsync())
            .Should().Contain("http-equiv=\"refresh\" content=\"0;url=/inbox\"").And.NotContain("<form");
    }

    [Fact]
    public async Task Forms_OfAnotherSiteOrWithoutToken_AreRejected()
    {
        using var visitor = host.Visit();
        var values = new Dictionary<string, string> { ["name"] = "Nobody", ["password"] = AccountsHost.Password };

        var foreign = await visitor.PostAsync(AccountEndpoints.SignIn, AccountEndpoints.SignIn, values, site: "same-site");
        var withoutToken = await visitor.SendAsync(
            HttpMethod.Post,
            AccountEndpoints.SignIn,
            "same-origin",
            new FormUrlEncodedContent([new("name", "Nobody"), new("password", "x")]));

        (foreign.StatusCode, withoutToken.StatusCode).Should().Be((HttpStatusCode.Forbidden, HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task SignOut_ThenTheSameCookie_IsSignedOut()
    {
        await host.AddAsync("Sune");
        using var visitor = host.Visit();
        await visitor.SignInAsync("Sune");

        var signedOut = await visitor.SendAsync(HttpMethod.Post, AccountEndpoints.SignOut, "same-origin", null);

        signedOut.Headers.Location!.OriginalString.Should().Be(AccountEndpoints.SignIn);
        (await visitor.GetAsync("/")).StatusCode.Should().Be(HttpStatusCode.Found);
        (await AuditAsync("Sune")).Should().StartWith("SignOut from 127.0.0.1: ");
    }

    [Fact]
    public async Task SignOutEverywhere_OtherBrowser_IsSignedOut()
    {
        await host.AddAsync("Elsa");
        using var here = host.Visit();
        using var there = host.Visit();
        await here.SignInAsync("Elsa");
        await there.SignInAsync("Elsa");

        await here.SendAsync(HttpMethod.Post, AccountEndpoints.SignOutEverywhere, "same-origin", null);

        (await there.GetAsync("/")).StatusCode.Should().Be(HttpStatusCode.Found);
    }

    [Fact]
    public async Task ChangePassword_Right_KeepsThisSessionAndEndsOthers()
    {
        await host.AddAsync("Petra");
        using var here = host.Visit();
        using var there = host.Visit();
        await here.SignInAsync("Petra");
        await there.SignInAsync("Petra");

        var different = await ChangePasswordAsync(here, AccountsHost.Password, "a new password", "another one there");
        var wrong = await ChangePasswordAsync(here, "not the password", "a new password", "a new password");
        var right = await ChangePasswordAsync(here, AccountsHost.Password, "a new password", "a new password");

        (different.StatusCode, wrong.StatusCode, right.StatusCode)
            .Should().Be((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK));
        (await different.Content.ReadAsStringAsync()).Should().Contain("The new passwords differ.");
        (await here.GetAsync("/")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await there.GetAsync("/")).StatusCode.Should().Be(HttpStatusCode.Found);
        (await AuditAsync("Petra")).Should().StartWith("ChangeAccount Petra: password changed, from 127.0.0.1: ");
    }

    [Fact]
    public async Task ChangePassword_Guessed_LocksTheAccountAndIsRecorded()
    {
        var account = await host.AddAsync("Gudrun");
        using var visitor = host.Visit();
        await visitor.SignInAsync("Gudrun");
        await host.FailAsync(account.Id, times: 4);

        var fifth = await ChangePasswordAsync(visitor, "not the password", "a new password", "a new password");
        var right = await ChangePasswordAsync(visitor, AccountsHost.Password, "a new password", "a new password");

        (fifth.StatusCode, right.StatusCode).Should().Be((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity));
        (await right.Content.ReadAsStringAsync()).Should().Contain("The account is locked after too many wrong passwords.");
        (await AuditAsync("Gudrun")).Should().StartWith([
            "ChangeAccount Gudrun: from 127.0.0.1: The account is locked after too many wrong passwords.",
            "ChangeAccount Gudrun: from 127.0.0.1: The password is wrong."]);
    }

    [Fact]
    public async Task Account_ChangedWhileSignedIn_AppliesAtOnce()
    {
        var account = await host.AddAsync("Rut", TaskRole.Admin);
        using var visitor = host.Visit();
        await visitor.SignInAsync("Rut");
        var asAdmin = await visitor.GetAsync("/api/audit");
        await host.AddAsync("Stina", TaskRole.Admin);

        await host.Accounts.ChangeAsync(account.Id, TaskRole.Viewer, isDisabled: false);
        var asViewer = await visitor.GetAsync("/api/audit");
        await host.Accounts.ChangeAsync(account.Id, TaskRole.Viewer, isDisabled: true);
        var disabled = await visitor.GetAsync("/api/audit");

        (asAdmin.StatusCode, asViewer.StatusCode, disabled.StatusCode)
            .Should().Be((HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task OtherRole_GivenWhileSignedIn_ShowsThePromptsForIt()
    {
        var account = await host.AddAsync("Ragna");
        var task = host.Monitor.Start("Pay", pay => pay.ConfirmAsync("Pay?", new() { For = Answerers.InRole("approvers") }));
        await host.Monitor.Until(task.Id, asked => asked.Prompt is not null);
        using var visitor = host.Visit();
        await visitor.SignInAsync("Ragna");
        var before = await visitor.GetAsync($"/api/tasks/{task.Id}");

        await host.Accounts.ChangeAsync(account.Id, TaskRole.Operator, isDisabled: false, ["approvers"]);
        var after = await visitor.GetAsync($"/api/tasks/{task.Id}");

        (before.StatusCode, after.StatusCode).Should().Be((HttpStatusCode.NotFound, HttpStatusCode.OK));
        await task.CancelAsync("test");
    }

    private static Task<HttpResponseMessage> ChangePasswordAsync(SignInClient visitor, string current, string @new, string repeated) =>
        visitor.PostAsync(
            AccountEndpoints.Root,
            AccountEndpoints.Password,
            new Dictionary<string, string> { ["current"] = current, ["new"] = @new, ["repeated"] = repeated });

    private static async Task<string> RejectedAsync(SignInClient visitor, string name, string password)
    {
        var response = await visitor.SignInAsync(name, password);
        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        var html = await response.Content.ReadAsStringAsync();
        return html[html.IndexOf("<main", StringComparison.Ordinal)..html.IndexOf("<form", StringComparison.Ordinal)];
    }

    private async Task<IEnumerable<string>> AuditAsync(string by) => (await host.Monitor.AuditAsync(new() { By = by })).Items
        .Select(entry => $"{entry.Action} {entry.TaskName}: {entry.Refusal}");
}
