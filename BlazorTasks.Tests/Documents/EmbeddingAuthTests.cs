using System.Net.Http.Headers;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;

namespace BlazorTasks.Tests.Documents;

/// <summary>The hosts of docs/embedding-auth.md, compiled and run as they stand there.</summary>
public sealed partial class EmbeddingAuthTests
{
    [Theory]
    [InlineData("CookieHost")]
    [InlineData("FallbackHost")]
    [InlineData("RefreshingHost")]
    public async Task Host_WithCookies_ProtectsTheDashboardAndNothingElse(string name)
    {
        await using var app = await StartAsync(name);
        using var client = Client(app);

        (await client.GetAsync("/")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.GetAsync("/tasks")).StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await client.GetAsync("/tasks/api/tasks")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Host_WithTokens_AdmitsThoseOfItsIssuerWithTheirRoles()
    {
        using var issuer = new TokenIssuer();
        await using var app = await StartAsync("TokenHost", issuer.SettingsOfHost);
        using var client = Client(app);

        (await client.GetAsync("/")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.GetAsync("/tasks/api/tasks")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await StatusAsync(client, issuer.Token("anna"))).Should().Be((HttpStatusCode.OK, HttpStatusCode.Forbidden));
        (await StatusAsync(client, issuer.Token("eva", "task-admins"))).Should().Be((HttpStatusCode.OK, HttpStatusCode.OK));
        using var other = new TokenIssuer();
        (await StatusAsync(client, other.Token("eva", "task-admins")))
            .Should().Be((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));
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
