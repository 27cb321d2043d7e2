using System.Net;
using BlazorTasks.Tests.Support.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks.Tests.Dashboard.Api;

public sealed class TaskDownloadsTests : IAsyncLifetime
{
    private EmbeddingHost _host = default!;

    private TaskMonitor Monitor => _host.Services.GetRequiredService<TaskMonitor>();

    public async Task InitializeAsync() => _host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops"));

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task Log_OfATask_IsTheWholeLogAsHarmlessText()
    {
        var id = await RunAsync(task =>
        {
            for (var i = 1; i <= 5_000; i++)
            {
                task.Log($"row {i}");
            }

            task.Warn("\u001b[31mOlé\u0007");
        });

        var response = await _host.Client().GetAsync($"/ops/api/tasks/{id}/log?download=true");

        response.Content.Headers.ContentType!.ToString().Should().Be("text/plain; charset=utf-8");
        response.Content.Headers.ContentDisposition!.FileName.Should().StartWith("nightly-import-").And.EndWith(".log");
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(5_001);
        lines[0].Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info  row 1$");
        lines[^1].Should().EndWith("warn  Olé␇");
    }

    [Fact]
    public async Task Log_WithoutDownload_IsShownInTheBrowser() =>
        (await _host.Client().GetAsync($"/ops/api/tasks/{await RunAsync(task => task.Log("one"))}/log")).Content.Headers.ContentDisposition.Should().BeNull();

    [Theory]
    [InlineData("01a1fdfa-4600-7210-83ab-d7e443bb04d6")]
    [InlineData("not-an-id")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    public async Task Log_OfNoTask_IsNotFoundInWords(string id)
    {
        var response = await _host.Client().GetAsync($"/ops/api/tasks/{id}/log");

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).Should().NotContain("at BlazorTasks");
    }

    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("own", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Log_FromSomeOrigin_OnlyItsOwnMayReadIt(string? origin, HttpStatusCode expected)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/ops/api/tasks/{await RunAsync(task => task.Log("one"))}/log");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin == "own" ? _host.Address.GetLeftPart(UriPartial.Authority) : origin);
        }

        (await _host.Client().SendAsync(request)).StatusCode.Should().Be(expected);
    }

    [Fact]
    public async Task Log_ThroughAProxyWithoutAPolicy_IsRefusedAsThePagesAre()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/ops/api/tasks/{await RunAsync(task => task.Log("one"))}/log");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");

        (await _host.Client().SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    private async Task<TaskId> RunAsync(Action<TaskContext> work)
    {
        var task = Monitor.Start("Nightly import", work);
        await task.Completion;
        return task.Id;
    }
}
