using BlazorTasks.Tests.Endpoints;

namespace BlazorTasks.Tests.Dashboard.Access;

/// <summary>Limits per minute, for each person and API key.</summary>
public sealed class RateLimitsTests : ApiTest
{
    protected override void Map(WebApplication app)
    {
        HeaderSignIn.Map(app);
        app.MapTaskComponents();
    }

    protected override void Configure(BlazorTasksBuilder builder)
    {
        HeaderSignIn.AddTo(builder.Services);
        builder.Services.Configure<DashboardOptions>(Least);
    }

    [Fact]
    public async Task Requests_BeyondEachLimit_AreRejectedInWordsAndCountedPerPerson()
    {
        const string Start = """{"definition":"double","input":{"number":2}}""";

        (await SendAsync("anna", "tasks", Start)).StatusCode.Should().Be(HttpStatusCode.Accepted);
        var rejected = await SendAsync("anna", "tasks", Start);
        var problem = await ProblemAsync(rejected, HttpStatusCode.TooManyRequests);

        problem.GetProperty("detail").GetString()
            .Should().MatchRegex("^You have reached the limit of 1 starts per minute. Try again in [0-9]+ seconds.$");
        problem.GetProperty("reason").GetString().Should().Be("too_many_requests");
        rejected.Headers.RetryAfter!.Delta.Should().BePositive();
        (await SendAsync("bert", "tasks", Start)).StatusCode.Should().Be(HttpStatusCode.Accepted);
        var asking = Monitor.Start("Asks", task => task.ConfirmAsync("Publish?"), new() { Owner = "anna" });
        await Monitor.Until(asking.Id, task => task.Prompt is not null);
        (await SendAsync("anna", $"tasks/{asking.Id}/pause", "")).StatusCode.Should().Be(HttpStatusCode.Accepted);
        await ProblemAsync(await SendAsync("anna", $"tasks/{asking.Id}/cancel", ""), HttpStatusCode.TooManyRequests);
        (await SendAsync("anna", "uploads?name=a.txt", "text")).StatusCode.Should().Be(HttpStatusCode.Created);
        await ProblemAsync(await SendAsync("anna", "uploads?name=a.txt", "text"), HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Reading_BeyondTheLimit_IsRejectedInWords()
    {
        (await ReadAsync("anna")).StatusCode.Should().Be(HttpStatusCode.OK);
        var problem = await ProblemAsync(await ReadAsync("anna"), HttpStatusCode.TooManyRequests);

        problem.GetProperty("detail").GetString()
            .Should().MatchRegex("^You have reached the limit of 1 reading requests per minute. Try again in [0-9]+ seconds.$");
        (await ReadAsync("bert")).StatusCode.Should().Be(HttpStatusCode.OK);

        Task<HttpResponseMessage> ReadAsync(string person)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "tasks");
            request.Headers.Add(HeaderSignIn.Header, $"{person};{person};");
            return Client.SendAsync(request);
        }
    }

    [Fact]
    public async Task Denials_BeyondTheLimit_AreRejectedAndNotRecorded()
    {
        var task = Monitor.Start("Asks", task => task.ConfirmAsync("Publish?"), new() { Owner = "vera" });
        await Monitor.Until(task.Id, asked => asked.Prompt is not null);

        (await SendAsync("vera", $"tasks/{task.Id}/cancel", "", "viewers")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        await ProblemAsync(await SendAsync("vera", $"tasks/{task.Id}/cancel", "", "viewers"), HttpStatusCode.TooManyRequests);
        (await SendAsync("bert", $"nodes/{Guid.Empty}/drain", "")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        await ProblemAsync(await SendAsync("bert", $"nodes/{Guid.Empty}/drain", ""), HttpStatusCode.TooManyRequests);

        (await Monitor.AuditAsync(new AuditQuery { Refused = true })).Items.Select(entry => entry.Action)
            .Should().Equal(AuditAction.Administer, AuditAction.Cancel);
    }

    [Fact]
    public async Task TicketsAndKeys_BeyondTheLimit_AreRejected()
    {
        (await SendAsync("anna", "tickets", "")).StatusCode.Should().Be(HttpStatusCode.Created);
        await ProblemAsync(await SendAsync("anna", "tickets", ""), HttpStatusCode.TooManyRequests);
        await ProblemAsync(await SendAsync("anna", "api-keys", """{"name":"One","scopes":["read"]}"""), HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Components_BeyondTheLimit_AreRejectedWithAWait()
    {
        var task = Monitor.Start("Asks", task => task.ConfirmAsync("Publish?"), new() { Owner = "anna" });
        await Monitor.Until(task.Id, asked => asked.Prompt is not null);

        var first = await SendAsync("anna", $"/my-tasks/{task.Id}/retry", "");
        var second = await SendAsync("anna", $"/my-tasks/{task.Id}/cancel", "");

        first.StatusCode.Should().Be(HttpStatusCode.Conflict, "it has not finished");
        second.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        second.Headers.RetryAfter!.Delta.Should().BePositive();
        using var stream = await StreamAsync("anna");
        (stream.StatusCode, (await StreamAsync("anna")).StatusCode).Should().Be((HttpStatusCode.OK, HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task ScheduleCommands_BeyondTheLimit_AreRejected()
    {
        const string Nightly = """{"id":"nightly","definition":"double","input":{"number":2},"every":"01:00:00"}""";
        (await SendAsync("eva", "schedules", Nightly, "admins")).StatusCode.Should().Be(HttpStatusCode.Created);

        var paused = await SendAsync("eva", "schedules/nightly/pause", "{}", "admins");
        var run = await SendAsync("eva", "schedules/nightly/run", "", "admins");

        await ProblemAsync(paused, HttpStatusCode.TooManyRequests);
        run.StatusCode.Should().Be(HttpStatusCode.Accepted, "a run counts as a start");
        await ProblemAsync(await SendAsync("eva", "schedules/nightly/run", "", "admins"), HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public void Count_EachKeyAndPerson_HasItsOwnLimit()
    {
        using var limits = new RateLimits(Options.Create(With(Least)));
        var key = new ApiKey { Id = "aaaaaaaa", Hash = "", Name = "Nightly", Owner = "anna", OwnerName = "Anna" };

        limits.Count(new Person("anna"), RateLimitedAction.Stream).Should().BeNull();
        limits.Count(new Person("anna"), RateLimitedAction.Stream).Should().NotBeNull();
        limits.Count(new Person("anna"), RateLimitedAction.Command).Should().BeNull();
        limits.Count(key.ToPerson(), RateLimitedAction.Stream).Should().BeNull();
        limits.Count(key.ToPerson(), RateLimitedAction.Stream)!.Message.Should()
            .StartWith("The API key \"Nightly\" has reached the limit of 1 ");
        limits.Count(Person.Local, RateLimitedAction.Stream).Should().BeNull();
        limits.Count(Person.Local, RateLimitedAction.Stream).Should().BeNull();
    }

    private static void Least(DashboardOptions options)
    {
        (options.MaxStartsPerMinute, options.MaxCommandsPerMinute) = (1, 1);
        (options.MaxUploadsPerMinute, options.MaxStreamsPerMinute, options.MaxReadsPerMinute) = (1, 1, 1);
    }

    private static DashboardOptions With(Action<DashboardOptions> configure)
    {
        var options = new DashboardOptions();
        configure(options);
        return options;
    }

    private Task<HttpResponseMessage> SendAsync(string person, string path, string body, string role = "")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, null, "application/json") };
        request.Headers.Add(HeaderSignIn.Header, $"{person};;{role}");
        request.Headers.Add("Origin", Host.Address.GetLeftPart(UriPartial.Authority));
        return Client.SendAsync(request);
    }

    private Task<HttpResponseMessage> StreamAsync(string person)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/my-tasks/events");
        request.Headers.Add(HeaderSignIn.Header, $"{person};;");
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
