using Microsoft.AspNetCore.Authentication.Cookies;

namespace BlazorTasks.Tests.Dashboard.Access;

public class AccessTests
{
    [Theory]
    [InlineData("/ops/tasks")]
    [InlineData("/ops/tasks/history")]
    [InlineData("/ops/tasks/_blazor")]
    public async Task Request_WithoutPolicyFromThisMachine_IsServed(string path)
    {
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops/tasks"));

        var response = await host.Client().GetAsync(path);

        response.StatusCode.Should().NotBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-Host", "tasks.example.com")]
    [InlineData("X-Forwarded-Prefix", "/tools")]
    [InlineData("X-Original-For", "203.0.113.7")]
    [InlineData("X-Real-IP", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("Host", "rebind.evil")]
    [InlineData("Host", "localhost.evil:80")]
    public async Task Request_WithoutPolicyThroughAProxyOrUnderAForeignHost_IsRejectedWithAMessage(string header, string value)
    {
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops/tasks"));
        foreach (var path in new[] { "/ops/tasks", "/ops/tasks/start", "/ops/tasks/_blazor/negotiate",
            "/ops/tasks/_content/BlazorTasks.Dashboard/base.css" })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation(header, value);

            var response = await host.Client().SendAsync(request);

            response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
            (await response.Content.ReadAsStringAsync()).Should().StartWith("This dashboard has no authorization policy");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("/history")]
    [InlineData("/apis")]
    public async Task Page_WithAPolicy_AsksTheHostForALogin(string page)
    {
        await using var host = await WithCookiesAsync();

        var response = await host.Client().GetAsync($"/ops/tasks{page}");

        response.StatusCode.Should().Be(HttpStatusCode.Redirect);
        response.Headers.Location!.PathAndQuery.Should().StartWith("/Account/Login");
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/tasks")]
    [InlineData("/API/tasks/1/log")]
    public async Task Api_WithAPolicyOfCookies_Is401AndNoPage(string path)
    {
        await using var host = await WithCookiesAsync();

        var response = await host.Client().GetAsync($"/ops/tasks{path}");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Forbidden)]
    [InlineData("own", HttpStatusCode.OK)]
    public async Task Negotiate_FromSomeOrigin_OnlyItsOwnMay(string? origin, HttpStatusCode expected)
    {
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops/tasks"));
        var request = new HttpRequestMessage(HttpMethod.Post, "/ops/tasks/_blazor/negotiate?negotiateVersion=1");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin == "own" ? host.Address.GetLeftPart(UriPartial.Authority) : origin);
        }

        (await host.Client().SendAsync(request)).StatusCode.Should().Be(expected);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData(null)]
    public async Task WebSocket_FromAForeignOriginOrNone_IsRefused(string? origin)
    {
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops/tasks"));
        using var socket = new ClientWebSocket();
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        var address = new UriBuilder(host.Address) { Scheme = "ws", Path = "/ops/tasks/_blazor" }.Uri;
        await socket.Awaiting(s => s.ConnectAsync(address, default)).Should().ThrowAsync<WebSocketException>().WithMessage("*403*");
    }

    [Fact]
    public async Task WebSocket_FromItsOwnOrigin_IsAccepted()
    {
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops/tasks"));
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", host.Address.GetLeftPart(UriPartial.Authority));

        await socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/ops/tasks/_blazor" }.Uri, default);

        socket.State.Should().Be(WebSocketState.Open);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task Post_WithoutOriginFromAnotherSite_IsRefused(string site)
    {
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops/tasks"));
        var request = new HttpRequestMessage(HttpMethod.Post, "/ops/tasks/start");
        request.Headers.Add("Sec-Fetch-Site", site);

        (await host.Client().SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Page_Always_CarriesTheSecurityHeaders()
    {
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops/tasks"));

        var response = await host.Client().GetAsync("/ops/tasks");

        response.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("script-src 'self'")
            .And.Contain("frame-ancestors 'none'");
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        response.Headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
        response.Headers.GetValues("Cross-Origin-Opener-Policy").Should().Equal("same-origin");
    }

    [Fact]
    public async Task Map_WithoutAddBlazorTasks_SaysWhatToCall()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        app.Invoking(a => a.MapBlazorTasks()).Should().Throw<InvalidOperationException>()
            .WithMessage("Call builder.Services.AddBlazorTasks()*");
        app.Invoking(a => a.MapBlazorTasks("tasks")).Should().Throw<ArgumentException>()
            .WithMessage("The prefix \"tasks\" must start with a slash*");
    }

    private static Task<EmbeddingHost> WithCookiesAsync() => EmbeddingHost.StartAsync(
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapBlazorTasks("/ops/tasks").RequireAuthorization();
        },
        builder =>
        {
            builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
            builder.Services.AddAuthorization();
        });
}
