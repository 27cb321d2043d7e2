namespace BlazorTasks.Tests.Endpoints;

/// <summary>What programs and probes are told while the store cannot be written.</summary>
public sealed class StorageTroubleApiTests : ApiTest
{
    private readonly StoreTrouble _trouble = new();

    [Fact]
    public async Task Commands_StoreFails_Are503AndRepeatedUnderTheirKeyAfterwards()
    {
        var task = await AskingAsync(context => context.ConfirmAsync("Go on?"));
        await FailAsync();

        var start = await PostAsync("tasks", """{"definition":"double","input":{"number":2}}""", "key-1");
        var cancel = await PostAsync($"tasks/{task.Id}/cancel", "{}", "key-2");

        (await ProblemAsync(start, HttpStatusCode.ServiceUnavailable)).GetProperty("reason").GetString().Should().Be("storage_unavailable");
        (await ProblemAsync(cancel, HttpStatusCode.ServiceUnavailable)).GetProperty("reason").GetString()
            .Should().Be("storage_unavailable");
        start.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(5));
        _trouble.End();
        await JsonAsync(await PostAsync("tasks", """{"definition":"double","input":{"number":2}}""", "key-1"), HttpStatusCode.Accepted);
        await JsonAsync(await PostAsync($"tasks/{task.Id}/cancel", "{}", "key-2"), HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Commands_DiskIsFull_Are507AndSayWhatToDo()
    {
        var task = await AskingAsync(context => context.ConfirmAsync("Go on?"));
        await FailAsync(_trouble.FillDisk);

        var start = await ProblemAsync(
            await PostAsync("tasks", """{"definition":"double","input":{"number":2}}""", "key-1"),
            HttpStatusCode.InsufficientStorage);
        var cancel = await ProblemAsync(await PostAsync($"tasks/{task.Id}/cancel", "{}", "key-2"), HttpStatusCode.InsufficientStorage);

        start.GetProperty("reason").GetString().Should().Be("storage_full");
        start.GetProperty("detail").GetString()
            .Should().MatchRegex(
            @"^The disk has been full since [\d:]{8} UTC; the task was not started\. Free space on the server, then try again\.$");
        cancel.GetProperty("reason").GetString().Should().Be("storage_full");
        _trouble.End();
        await JsonAsync(await PostAsync("tasks", """{"definition":"double","input":{"number":2}}""", "key-1"), HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Health_StoreFailsAndRecovers_IsReadyOnlyWhenTasksAreStored()
    {
        (await HealthAsync("ready"))
            .Should().Match<(HttpStatusCode Status, string Text)>(
            answer => answer.Status == HttpStatusCode.OK && answer.Text.Contains("\"status\":\"healthy\""));
        await FailAsync();

        (await HealthAsync("ready")).Should().Match<(HttpStatusCode Status, string Text)>(
            answer => answer.Status == HttpStatusCode.ServiceUnavailable && answer.Text.Contains("storage_failing_since"));
        (await HealthAsync("ready", "X-Forwarded-For"))
            .Should().Be((HttpStatusCode.ServiceUnavailable, "unhealthy"), "details are for this machine");
        (await HealthAsync("live")).Should().Be((HttpStatusCode.OK, "live"));

        _trouble.End();
        await Eventually.TrueAsync(async () => (await HealthAsync("ready")).Status == HttpStatusCode.OK);
    }

    protected override void Map(WebApplication app)
    {
        app.MapBlazorTasksHealth();
        base.Map(app);
    }

    protected override void Configure(BlazorTasksBuilder builder)
    {
        _trouble.AddTo(builder);
        builder.Configure(options => options.CommandTimeout = TimeSpan.FromSeconds(1));
    }

    private async Task FailAsync(Action? begin = null)
    {
        var running = new TaskCompletionSource<TaskContext>();
        Monitor.Start("Runs", async context =>
        {
            running.SetResult(context);
            await Task.Delay(TestMonitor.MaxWait, context.CancellationToken);
        });
        var context = await running.Task.WaitAsync(TestMonitor.MaxWait);
        (begin ?? _trouble.Begin)();
        context.Log("while it fails");
        await StoreTrouble.IsReportedAsync(Monitor, Host.Services.GetRequiredService<IOptions<BlazorTasksOptions>>().Value);
    }

    [Theory]
    [InlineData("live")]
    [InlineData("ready")]
    public async Task Health_AskedWithHead_AnswersTheStatus(string which)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(Host.Address, $"/health/{which}"));

        (await Client.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private async Task<(HttpStatusCode Status, string Text)> HealthAsync(string which, string? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Host.Address, $"/health/{which}"));
        if (header is not null)
        {
            request.Headers.Add(header, "203.0.113.7");
        }

        using var response = await Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
