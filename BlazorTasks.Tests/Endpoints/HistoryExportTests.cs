namespace BlazorTasks.Tests.Endpoints;

public sealed class HistoryExportTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private EmbeddingHost _host = default!;

    public async Task InitializeAsync() => _host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops/tasks"));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Csv_AFilter_HoldsWhatMatchesWithExactTimes()
    {
        await CommitAsync(
            Finished("Import", Noon, "anna"),
            Finished("=cmd|' /C calc'!A0", Noon.AddMinutes(1), "jonas"),
            Finished("Other", Noon.AddMinutes(2), "mei"));

        var response = await _host.Client().GetAsync("/ops/tasks/api/history.csv?owner=jonas");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var lines = (await response.Content.ReadAsStringAsync()).TrimEnd().Split("\r\n");

        response.Content.Headers.ContentType!.ToString().Should().Be("text/csv; charset=utf-8");
        response.Content.Headers.ContentDisposition!.ToString()
            .Should().MatchRegex("^attachment; filename=\"?history-[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z\\.csv\"?$");
        bytes.Take(3).Should().Equal(0xEF, 0xBB, 0xBF);
        lines.Should().HaveCount(2);
        lines[0]
            .Should().EndWith(
            "id,definition,name,label,owner,state,reason,outcome,error_type,warnings,attempt,max_attempts,priority,tags,node,"
            + "created_at,started_at,finished_at,duration_seconds,log_lines");
        lines[1]
            .Should().Contain(
            ",'=cmd|' /C calc'!A0,a.csv,jonas,succeeded,,Finished.,,0,1,1,0,one two,a,"
            + "2026-11-21T12:01:00.000000Z,2026-11-21T12:01:00.000000Z,2026-11-21T12:01:00.000000Z,0,0");
    }

    [Fact]
    public async Task JsonLines_AFilter_IsOneObjectInEachLine()
    {
        await CommitAsync(Finished("A \"quoted\"\nname", Noon), Finished("Other", Noon.AddMinutes(1)));

        var text = await _host.Client().GetStringAsync("/ops/tasks/api/history.jsonl?q=quoted");

        var task = text.TrimEnd('\n').Split('\n').Should().ContainSingle().Which;
        var json = JsonSerializer.Deserialize<JsonElement>(task);
        json.GetProperty("name").GetString().Should().Be("A \"quoted\"\nname");
        json.GetProperty("state").GetString().Should().Be("succeeded");
        json.GetProperty("finished_at").GetDateTimeOffset().Should().Be(Noon);
    }

    [Fact]
    public async Task Csv_MoreThanAnyPage_HoldsAllOfThemOnceInOrder()
    {
        await CommitAsync([.. Enumerable.Range(0, 1_234).Select(i => Finished($"Task {i:0000}", Noon.AddSeconds(i)))]);

        using var response = await _host.Client().GetAsync(
            "/ops/tasks/api/history.csv?sort=name&dir=asc&size=10",
            HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentLength.Should().BeNull("it is written while it is read");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await reader.ReadLineAsync();
        var names = new List<string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            names.Add(line.Split(',')[2]);
        }

        names.Should().Equal(Enumerable.Range(0, 1_234).Select(i => $"Task {i:0000}"));
    }

    [Fact]
    public async Task Csv_ById_HoldsTheseFinishedTasks()
    {
        var (a, b) = (Finished("A", Noon), Finished("B", Noon));
        await CommitAsync(a, b, Finished("C", Noon), new RecordedTask("Unfinished", Noon));

        var text = await _host.Client().GetStringAsync($"/ops/tasks/api/history.csv?id={b.Id},{a.Id},{TaskId.New(Noon)}");

        text.TrimEnd().Split("\r\n").Skip(1).Select(line => line.Split(',')[2]).Should().Equal("B", "A");
    }

    [Theory]
    [InlineData("?state=nonsense", "“nonsense” is not a valid value for “state”")]
    [InlineData("?id=1,2", "“id” must be a list of task ids")]
    public async Task Csv_FilterNotUnderstood_IsRejectedWithAMessage(string address, string words)
    {
        var response = await _host.Client().GetAsync($"/ops/tasks/api/history.csv{address}");

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()).GetProperty("detail").GetString()
            .Should().StartWith(words);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Host", "rebind.evil")]
    public async Task Csv_FromElsewhere_IsRefused(string header, string value)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/ops/tasks/api/history.csv");
        request.Headers.TryAddWithoutValidation(header, value);

        (await _host.Client().SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    private static RecordedTask Finished(string name, DateTimeOffset at, string? owner = null) =>
        new RecordedTask(name, at) { Owner = owner }.Add(new TaskStarting("a", 1)).Add(new TaskRunning()).Add(new TaskSucceeded(null));

    private async Task CommitAsync(params RecordedTask[] recorded)
    {
        await _host.Services.GetRequiredService<TaskMonitor>().OpenAsync();
        await _host.Services.GetRequiredService<ITaskStore>().CommitAsync([.. recorded.Select(recorded => recorded.TakeEntry())], default);
    }
}
