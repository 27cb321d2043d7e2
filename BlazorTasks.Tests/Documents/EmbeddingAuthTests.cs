namespace BlazorTasks.Tests.Documents;

/// <summary>The hosts of docs/embedding-auth.md, compiled and run as they stand there.</summary>
public sealed partial class EmbeddingAuthTests
{
    [Theory]
    [InlineData("CookieHost")]
    [InlineData("FallbackHost")]
    [InlineData("RefreshingHost")]
    [InlineData("GitHubHost")]
    public async Task Host_WithCookies_ProtectsTheDashboardAndNothingElse(string name)
    {
        await using var app = await StartAsync(name);
        using var client = Client(app);

        (await client.GetAsync("/")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.GetAsync("/tasks")).StatusCode.Should().Be(HttpStatusCode.Redirect);
        await ShouldAskProgramsToSignInAsync(await client.GetAsync("/tasks/api/tasks"));
    }

    [Fact]
    public async Task Host_WithTokens_AdmitsThoseOfItsIssuerWithTheirRoles()
    {
        using var issuer = new TokenIssuer();
        await using var app = await StartAsync("TokenHost", issuer.SettingsOfHost);
        using var client = Client(app);

        (await client.GetAsync("/")).StatusCode.Should().Be(HttpStatusCode.OK);
        await ShouldAskProgramsToSignInAsync(await client.GetAsync("/tasks/api/tasks"));
        (await StatusAsync(client, issuer.Token("anna"))).Should().Be((HttpStatusCode.OK, HttpStatusCode.Forbidden));
        (await StatusAsync(client, issuer.Token("eva", "task-admins"))).Should().Be((HttpStatusCode.OK, HttpStatusCode.OK));
        using var other = new TokenIssuer();
        (await StatusAsync(client, other.Token("eva", "task-admins")))
            .Should().Be((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task Host_WithOpenIdConnect_SignsInWithTheGroupsOfTheProvider()
    {
        await using var provider = await OpenIdProvider.StartAsync();
        provider.User = new("7", "Eva", "task-admins");
        await using var app = await StartAsync(
            "OpenIdHost",
            [.. provider.SettingsOfHost("OpenId").Select(setting => $"--{setting.Key}={setting.Value}")]);
        using var client = Client(app);
        await ShouldAskProgramsToSignInAsync(await client.GetAsync("/tasks/api/audit"));

        var challenge = await client.GetAsync("/tasks/audit");
        var atProvider = await client.GetAsync(challenge.Headers.Location);
        var signedIn = await GetAsync(client, atProvider.Headers.Location!, challenge);
        var audit = await GetAsync(client, new Uri("/tasks/api/audit", UriKind.Relative), signedIn);

        signedIn.Headers.Location!.OriginalString.Should().EndWith("/tasks/audit");
        audit.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    /// <summary>Sends the cookies of a response, also those that a client would only send with https.</summary>
    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, Uri address, HttpResponseMessage cookiesOf)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add(
            "Cookie",
            string.Join("; ", cookiesOf.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0])));
        return await client.SendAsync(request);
    }

    /// <summary>No redirect, and a reason that programs can read.</summary>
    private static async Task ShouldAskProgramsToSignInAsync(HttpResponseMessage response)
    {
        (response.StatusCode, response.Headers.Location, response.Content.Headers.ContentType?.MediaType)
            .Should().Be((HttpStatusCode.Unauthorized, null, "application/problem+json"));
        response.Headers.WwwAuthenticate.Should().ContainSingle().Which.Scheme.Should().Be("Bearer");
        response.Headers.Contains("Set-Cookie").Should().BeFalse();
        (await response.Content.ReadAsStringAsync()).Should().Contain("\"not_signed_in\"");
    }

    /// <summary>The answers to a request of everyone, and to one of administrators.</summary>
    private static async Task<(HttpStatusCode Tasks, HttpStatusCode Audit)> StatusAsync(HttpClient client, string token)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return ((await client.GetAsync("/tasks/api/tasks")).StatusCode, (await client.GetAsync("/tasks/api/audit")).StatusCode);
    }

    private static async Task<WebApplication> StartAsync(string name, params string[] settings)
    {
        var document = await File.ReadAllTextAsync(Path.Combine(Shell.Root, "docs/embedding-auth.md"));
        var code = Block().Matches(document).Select(block => block.Groups["text"].Value)
            .Single(text => text.Contains($"class {name}\n", StringComparison.Ordinal));
        var build = SourceAssembly.Compile(code).GetType(name)!.GetMethod("Build", BindingFlags.Public | BindingFlags.Static)!;
        var app = (WebApplication)build.Invoke(null, [Arguments.Concat(settings).ToArray()])!;
        await app.StartAsync();
        return app;
    }

    private static HttpClient Client(WebApplication app) =>
        new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Urls.First()) };

    private static string[] Arguments =>
    [
        "--urls=http://127.0.0.1:0", "--AllowedHosts=*", "--environment=Development", $"--contentRoot={AppContext.BaseDirectory}",
        $"--applicationName={typeof(EmbeddingAuthTests).Assembly.GetName().Name}",
    ];

    [GeneratedRegex(
        @"^```csharp\n(?<text>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Block();
}
