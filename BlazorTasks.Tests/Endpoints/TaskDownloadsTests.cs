namespace BlazorTasks.Tests.Endpoints;

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
        (await _host.Client().GetAsync($"/ops/api/tasks/{await RunAsync(task => task.Log("one"))}/log")).Content.Headers.ContentDisposition
            .Should().BeNull();

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

    [Fact]
    public async Task Result_OfATask_IsItsJson()
    {
        var task = Monitor.Start("Count", _ => Task.FromResult(new { Rows = 3, Name = "Ölandet" }));
        await task.Completion;

        var response = await _host.Client().GetAsync($"/ops/api/tasks/{task.Id}/result?download=true");

        response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        response.Content.Headers.ContentDisposition!.FileName.Should().StartWith("count-").And.EndWith(".json");
        (await response.Content.ReadAsStringAsync()).ReplaceLineEndings("").Should().Be("""{  "rows": 3,  "name": "Ölandet"}""");
        (await _host.Client().GetAsync($"/ops/api/tasks/{await RunAsync(_ => { })}/result")).StatusCode
            .Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task File_OfATask_IsDownloadedAsItWasWhenTheTaskEnded()
    {
        using var folder = new TempFolder();
        var path = folder.File("report <1>.txt");
        await File.WriteAllTextAsync(path, "as it was");
        var task = Monitor.Start("Report", _ => Task.FromResult(TaskResult.File(path)));
        await task.Completion;
        await File.WriteAllTextAsync(path, "changed");

        var response = await _host.Client().GetAsync($"/ops/api/tasks/{task.Id}/file");

        (await response.Content.ReadAsStringAsync()).Should().Be("as it was");
        response.Content.Headers.ContentType!.MediaType
            .Should().Be("application/octet-stream", "no browser may take it for a page of ours");
        response.Content.Headers.ContentDisposition!.DispositionType.Should().Be("attachment");
        (await _host.Client().GetStringAsync($"/ops/api/tasks/{task.Id}/result"))
            .Should().NotContain(folder.Path, "where it was is nobody's business");
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("0123456789abcdef0123456789abcdef/../../passwd")]
    [InlineData("0123456789abcdef0123456789abcdef/gone.txt")]
    public async Task File_TokenThatNamesAnotherPlace_IsNotFound(string token)
    {
        var task = Monitor.Start(
            "Forged",
            _ => Task.FromResult(new Dictionary<string, string> { ["$result"] = "file", ["name"] = "x", ["token"] = token }));
        await task.Completion;

        (await _host.Client().GetAsync($"/ops/api/tasks/{task.Id}/file")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/ops/api/tasks/..%2f..%2fetc%2fpasswd/file")]
    [InlineData("/ops/api/tasks/01a1fdfa-4600-7210-83ab-d7e443bb04d6/file")]
    [InlineData("/ops/api/tasks/01a1fdfa-4600-7210-83ab-d7e443bb04d6/file/..%2f..%2fetc%2fpasswd")]
    public async Task File_OfNoTask_IsNotFound(string path) =>
        (await _host.Client().GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.NotFound);

    private async Task<TaskId> RunAsync(Action<TaskContext> work)
    {
        var task = Monitor.Start("Nightly import", work);
        await task.Completion;
        return task.Id;
    }
}
