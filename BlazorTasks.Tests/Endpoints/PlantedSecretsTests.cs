namespace BlazorTasks.Tests.Endpoints;

/// <summary>Secrets that were sent to the server are in no file, no log and no response, apart from the one that issued them.</summary>
public sealed class PlantedSecretsTests : ApiTest, IDisposable
{
    private const string BootstrapKey = "planted-bootstrap-key-of-40-characters-00";
    private const string Input = "planted-input-0123456789";
    private const string Wrong = "bt_aaaaaaaa_0123456789012345678901234567890123456789012";

    private readonly TempFolder _folder = new();
    private readonly LogCollector _log = new(LogLevel.Trace);

    protected override void Map(WebApplication app) => HeaderSignIn.Map(app);

    protected override void Configure(BlazorTasksBuilder builder)
    {
        HeaderSignIn.AddTo(builder.Services);
        builder.UseSqlite($"Data Source={_folder.File("tasks.db")}");
        builder.Services.Configure<DashboardOptions>(options => options.BootstrapKey = BootstrapKey);
        builder.Services.AddLogging(logging => logging.AddProvider(_log).AddFilter<LogCollector>(null, LogLevel.Trace));
    }

    [Fact]
    public async Task Secrets_AfterUseAndMisuse_AreFoundNowhere()
    {
        var created = await JsonAsync(
            await SendAsync(BootstrapKey, "api-keys", """{"name":"Planted","scopes":["admin"]}"""),
            HttpStatusCode.Created);
        var key = created.GetProperty("key").GetString()!;
        var script = await JsonAsync(await SendAsync(key, "tasks", """{"external":true,"name":"Backup"}"""), HttpStatusCode.Accepted);
        var token = script.GetProperty("token").GetString()!;
        var progress = $"tasks/{script.GetProperty("id").GetString()}/progress";
        (await SendAsync(token, progress, "{}")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await SendAsync(token, "tasks", "{}")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await SendAsync(Wrong, "tasks", "{}")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await SendAsync(key, "nowhere", "{}")).StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        var started = await JsonAsync(
            await SendAsync(key, "tasks", $$$"""{"definition":"keeps-a-secret","input":{"key":"{{{Input}}}"}}"""),
            HttpStatusCode.Accepted);
        await Monitor.Until(TaskId.Parse(started.GetProperty("id").GetString()!, null), task => task.State.IsFinal());

        var responses = new StringBuilder();
        var ofTask = $"tasks/{started.GetProperty("id").GetString()}";
        foreach (var path in new[] { "api-keys", "audit", "tasks", "history.jsonl", "history.csv", "openapi.json", ofTask })
        {
            responses.AppendLine(await (await SendAsync(key, path)).Content.ReadAsStringAsync());
        }

        foreach (var page in new[] { "", "history", "audit", "api-keys" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/ops/{page}");
            request.Headers.Add(HeaderSignIn.Header, "eva;Eva;admins");
            responses.AppendLine(await (await Client.SendAsync(request)).Content.ReadAsStringAsync());
        }

        responses.ToString().Should().Contain("Planted");
        _log.Lines.Should().NotBeEmpty();
        foreach (var secret in new[] { BootstrapKey, key, token, Wrong, Input })
        {
            responses.ToString().Should().NotContain(secret);
            _log.Lines.Where(line => line.Contains(secret, StringComparison.Ordinal)).Should().BeEmpty();
            foreach (var file in Directory.EnumerateFiles(_folder.Path, "tasks.db*")
                .Where(name => !name.EndsWith(".lock", StringComparison.Ordinal)))
            {
                (await ContentAsync(file)).Should().NotContain(secret, file);
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private Task<HttpResponseMessage> SendAsync(string key, string path, string? json = null)
    {
        var request = new HttpRequestMessage(json is null ? HttpMethod.Get : HttpMethod.Post, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = json is null ? null : new StringContent(json, null, "application/json");
        return Client.SendAsync(request);
    }

    /// <summary>The bytes of a file that is open, as text.</summary>
    private static async Task<string> ContentAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
