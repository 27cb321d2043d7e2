namespace BlazorTasks.Tests.Browser;

/// <summary>From a server without accounts to one on which people sign in.</summary>
[Collection(nameof(Browsers))]
public sealed class AccountsJourney(Browsers browsers) : IDisposable
{
    private const string Password = "correct horse battery";

    private readonly TempFolder _data = new();

    [Fact]
    public async Task FirstAccount_OnThePage_BringsSignInAndAPersonWhoIsAddedAndHasAPasskey()
    {
        var address = new Uri($"http://localhost:{FreePort.Next()}");
        await using var app = await AppProcess.StartAsync(
            new Dictionary<string, string>(),
            ["--urls", address.ToString(), $"--BlazorTasks:Data={_data.Path}"]);
        await using var anna = await browsers.VisitAsync(address);
        var page = await anna.OpenAsync("people");
        await page.GetByLabel("Name").FillAsync("Anna Lind");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Password again").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account and restart" }).ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in", new() { Timeout = 60_000 });
        await ShouldBeAccessibleAsync(page);
        await SignInAsync(page, "anna lind", Password);
        await page.LiveAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("People");
        await ShouldBeAccessibleAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add person" }).ClickAsync();
        await page.DialogAsync();
        await page.GetByLabel("Name").FillAsync("Bert");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add person" }).Last.ClickAsync();
        var password = await page.Locator("#new-password").InnerTextAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);

        await using var bert = await browsers.VisitAsync(address);
        var his = await bert.OpenAsync(isLive: false);
        await SignInAsync(his, "Bert", password);
        await his.LiveAsync();
        await Expect(his.GetByRole(AriaRole.Link, new() { Name = "People" })).ToHaveCountAsync(0);
        await his.GetByRole(AriaRole.Link, new() { Name = "Your account: Bert" }).ClickAsync();
        await Expect(his.Locator("h1")).ToHaveTextAsync("Your account");
        await AddPasskeyAsync(his, password);
        await ShouldBeAccessibleAsync(his);
        await his.GetByRole(AriaRole.Link, new() { Name = "Set up" }).ClickAsync();
        await Expect(his.Locator("h1")).ToHaveTextAsync("Second step");
        await ShouldBeAccessibleAsync(his);
        await his.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        await his.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Expect(his.Locator("h1")).ToHaveTextAsync("Sign in");
        await his.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await his.LiveAsync();
        await Expect(his.GetByRole(AriaRole.Link, new() { Name = "Your account: Bert" })).ToBeVisibleAsync();
        bert.Problems.Should().BeEmpty();
    }

    public void Dispose() => _data.Dispose();

    /// <summary>Adds a passkey, on a device that recognizes its owner at once.</summary>
    private static async Task AddPasskeyAsync(IPage page, string password)
    {
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
            },
        });
        await page.GetByLabel("Name of the passkey").FillAsync("Laptop");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove Laptop" })).ToBeVisibleAsync();
    }

    private static async Task SignInAsync(IPage page, string name, string password)
    {
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    private static async Task ShouldBeAccessibleAsync(IPage page)
    {
        (await PageCheck.CheckWidthsAsync(page, await page.Locator("h1").InnerTextAsync())).Should().BeEmpty();
        await page.SetViewportSizeAsync(PageCheck.Desktop.Width, PageCheck.Desktop.Height);
    }
}
