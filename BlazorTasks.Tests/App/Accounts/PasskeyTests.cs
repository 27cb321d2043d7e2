namespace BlazorTasks.Tests.App.Accounts;

/// <summary>What the server accepts about passkeys; a browser uses one in AccountsJourney.</summary>
public sealed class PasskeyTests(AccountsHost host) : IClassFixture<AccountsHost>
{
    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"public-key","response":{}}""")]
    public async Task SignIn_WithoutAValidPasskey_IsRejectedAndRecorded(string credential)
    {
        using var visitor = host.Visit();
        var asked = await visitor.PostAsync(AccountEndpoints.SignIn, PasskeyEndpoints.SignInOptions, Form());

        var used = await visitor.PostAsync(AccountEndpoints.SignIn, PasskeyEndpoints.SignIn, Form(credential: credential));
        var again = await visitor.PostAsync(AccountEndpoints.SignIn, PasskeyEndpoints.SignIn, Form(credential: credential));

        (await asked.Content.ReadAsStringAsync()).Should().Contain("\"challenge\"").And.Contain("\"userVerification\":\"required\"");
        (used.StatusCode, again.StatusCode).Should().Be((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));
        (await used.Content.ReadAsStringAsync()).Should().Contain("You could not be signed in with this passkey.");
        (await host.Monitor.AuditAsync(new() { By = "unknown name" })).Items[0].Refusal
            .Should().StartWith("The passkey is not valid");
    }

    [Fact]
    public async Task Add_WrongPasswordOrNotAsked_IsRejected()
    {
        await host.AddAsync("Pia");
        using var visitor = host.Visit();
        await visitor.SignInAsync("Pia");

        var wrong = await PostAsync(visitor, PasskeyEndpoints.Options, Form("Laptop", "not the password"));
        var nameless = await PostAsync(visitor, PasskeyEndpoints.Options, Form(" ", AccountsHost.Password));
        var notAsked = await PostAsync(visitor, PasskeyEndpoints.Add, Form("Laptop", AccountsHost.Password, "{}"));
        var right = await PostAsync(visitor, PasskeyEndpoints.Options, Form("Laptop", AccountsHost.Password));
        using var stranger = host.Visit();
        var anonymous = await stranger.PostAsync(AccountEndpoints.SignIn, PasskeyEndpoints.Options, Form("Laptop", "x"));

        new[] { wrong.StatusCode, nameless.StatusCode, notAsked.StatusCode }
            .Should().AllBeEquivalentTo(HttpStatusCode.UnprocessableEntity);
        (await wrong.Content.ReadAsStringAsync()).Should().Be("The password is wrong.");
        (await right.Content.ReadAsStringAsync()).Should().Contain("\"residentKey\":\"required\"");
        anonymous.StatusCode.Should().Be(HttpStatusCode.Found);
    }

    private static Task<HttpResponseMessage> PostAsync(SignInClient visitor, string action, Dictionary<string, string> form) =>
        visitor.PostAsync(AccountEndpoints.Root, action, form);

    private static Dictionary<string, string> Form(string name = "", string password = "", string credential = "") =>
        new() { ["name"] = name, ["current"] = password, ["credential"] = credential };
}
