namespace BlazorTasks.Tests.Dashboard.Access;

public class SecurityHeadersTests
{
    [Fact]
    public async Task Page_AskedForByAPageOfTheHost_MayNotBeMergedIntoIt()
    {
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops/tasks"));
        var request = new HttpRequestMessage(HttpMethod.Get, "/ops/tasks");
        request.Headers.TryAddWithoutValidation("Accept", "text/html; blazor-enhanced-nav=on");

        var response = await host.Client().SendAsync(request);

        response.IsSuccessStatusCode.Should().BeTrue();
        response.Headers.Contains("blazor-enhanced-nav").Should().BeFalse();
        response.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("script-src 'self';");
    }
}
