using BlazorTasks.Tests.Endpoints;
using Microsoft.AspNetCore.Authorization;

namespace BlazorTasks.Tests.Dashboard.Access;

/// <summary>People in a host that signs them in: who they are, and that they never see each other's tasks.</summary>
public sealed class PeopleTests : ApiTest
{
    private const string Anna = "anna;Anna Lind;";
    private const string Bert = "bert;Anna Lind;"; // another person with the same name
    private const string Eva = "eva;Eva;admins";

    private ClaimsPrincipal? _refreshed;

    protected override void Map(WebApplication app) => HeaderSignIn.Map(app);

    protected override void Configure(BlazorTasksBuilder builder)
    {
        HeaderSignIn.AddTo(builder.Services);
        builder.Services.Configure<DashboardOptions>(options =>
            options.RefreshUser = (user, _) => ValueTask.FromResult<ClaimsPrincipal?>(_refreshed ?? user));
    }

    [Fact]
    public async Task Start_BySomeone_IsOwnedByTheirIdAndInvisibleToANamesake()
    {
        var task = await StartAsync(Anna);

        task.GetProperty("owner").GetString().Should().Be("anna");
        (await ListAsync(Anna)).Should().ContainSingle();
        (await ListAsync(Bert)).Should().BeEmpty();
        (await ListAsync(Eva)).Should().ContainSingle();
    }

    [Fact]
    public async Task NotYoursAndUnknown_AreTheSameResponse()
    {
        var id = (await StartAsync(Anna)).GetProperty("id").GetString()!;
        var other = $"{Guid.NewGuid()}";
        foreach (var (method, path) in new[]
        {
            ("GET", ""), ("GET", "/log"), ("GET", "/result"), ("GET", "/file"), ("GET", "/events"), ("GET", "/session"),
            ("POST", "/cancel"), ("POST", "/retry"), ("POST", "/remove"), ("DELETE", ""), ("POST", "/prompts/1"),
        })
        {
            var (mine, unknown) = (await SendAsync(Bert, method, $"tasks/{id}{path}"),
                await SendAsync(Bert, method, $"tasks/{other}{path}"));

            mine.StatusCode.Should().Be(unknown.StatusCode).And.Be(HttpStatusCode.NotFound, path);
            (await mine.Content.ReadAsStringAsync()).Should().Be(await unknown.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Key_UsedByTwoPeople_BelongsToEach()
    {
        var first = (await StartAsync(Anna, "the-key")).GetProperty("id").GetString();

        (await StartAsync(Bert, "the-key")).GetProperty("id").GetString().Should().NotBe(first);
        (await StartAsync(Anna, "the-key")).GetProperty("id").GetString().Should().Be(first);
    }

    [Fact]
    public async Task Events_OfAll_ContainOwnTasksOnlyAlsoInTheReplay()
    {
        await using var stream = await EventStreamClient.OpenAsync(ClientOf(Bert), "events");
        (await stream.NextAsync())!.Value.Message.Type().Should().Be("state_replay_start");
        var cursor = (await stream.NextAsync())!.Value.Message.GetProperty("cursor").GetString();

        await StartAsync(Anna);
        var own = (await StartAsync(Bert)).GetProperty("id").GetString();

        (await stream.NextAsync())!.Value.Message.GetProperty("task_id").GetString().Should().Be(own);
        await using var again = await EventStreamClient.OpenAsync(ClientOf(Bert), "events", cursor);
        (await again.NextAsync())!.Value.Message.Type().Should().Be("state_replay_start");
        (await again.NextAsync())!.Value.Message.GetProperty("task_id").GetString().Should().Be(own);
    }

    [Fact]
    public async Task ClientToken_ShowsTheTasksOfOneOwnerToWhoeverHasIt()
    {
        await StartAsync(Anna);

        (await CompactAsync(await ClientTokenAsync(Anna))).Should().ContainSingle();
        (await CompactAsync(await ClientTokenAsync(Bert))).Should().BeEmpty();
        (await CompactAsync(await ClientTokenAsync(Eva))).Should().BeEmpty("not even an administrator's shows the tasks of others");
        await ProblemAsync(await CreateTokenAsync(Bert, "anna"), HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task ClientToken_ForSomebodyElse_IsGoodWhileItsCreatorIsAnAdministrator()
    {
        await StartAsync(Anna);
        var token = await ClientTokenAsync(Eva, "anna");
        _refreshed = new ClaimsPrincipal(
            new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "eva"), new(ClaimTypes.Role, "admins")], HeaderSignIn.Name));

        (await CompactAsync(token)).Should().ContainSingle();
        _refreshed = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "eva")], HeaderSignIn.Name));
        await ProblemAsync(await SendAsync(Bert, "GET", $"clients/{token}/tasks"), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Export_OfSomeoneElse_HasNoRowOfYours()
    {
        var task = await StartAsync(Anna);
        await Monitor.Until(TaskId.Parse(task.GetProperty("id").GetString()!, null), now => now.State.IsFinal());

        (await (await SendAsync(Bert, "GET", "history.jsonl")).Content.ReadAsStringAsync()).Should().BeEmpty();
        (await (await SendAsync(Bert, "GET", $"history.jsonl?id={task.GetProperty("id").GetString()}")).Content.ReadAsStringAsync())
            .Should().BeEmpty();
        (await (await SendAsync(Anna, "GET", "history.jsonl")).Content.ReadAsStringAsync()).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Page_OfSomeoneElsesTask_IsNotFoundAndNamesNothing()
    {
        var id = (await StartAsync(Anna)).GetProperty("id").GetString();

        var page = await (await SendAsync(Bert, "GET", $"../task/{id}")).Content.ReadAsStringAsync();

        page.Should().Contain("This page does not exist").And.NotContain("Double");
        (await (await SendAsync(Anna, "GET", $"../task/{id}")).Content.ReadAsStringAsync()).Should().Contain("Double");
        (await (await SendAsync(Bert, "GET", "../audit")).Content.ReadAsStringAsync()).Should().Contain("This page does not exist");
        (await (await SendAsync(Eva, "GET", "../audit")).Content.ReadAsStringAsync()).Should().Contain("Audit log");
    }

    [Fact]
    public async Task OpenApi_DefinitionForOtherRoles_IsNotInIt()
    {
        (await (await SendAsync(Anna, "GET", "openapi.json")).Content.ReadAsStringAsync()).Should().Contain("double")
            .And.NotContain("guarded");
        (await (await SendAsync(Eva, "GET", "openapi.json")).Content.ReadAsStringAsync()).Should().Contain("guarded");
        (await SendAsync(Anna, "GET", "definitions/guarded")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Request_AfterTheAccountWasWithdrawn_IsRejected()
    {
        _refreshed = new ClaimsPrincipal(new ClaimsIdentity());

        (await SendAsync(Anna, "GET", "tasks")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Policy_ThatAdmitsAnyone_StillNeedsAPerson()
    {
        await using var host = await EmbeddingHost.StartAsync(
            app => app.MapBlazorTasks("/ops").RequireAuthorization(policy => policy.RequireAssertion(_ => true)),
            builder => HeaderSignIn.AddTo(builder.Services));

        (await host.Client().GetAsync("/ops/api/tasks")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await host.Client().GetAsync("/ops")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task WithoutPolicy_FromThisComputer_IsTheLocalAdministrator()
    {
        await using var host = await EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops"));

        (await host.Client().GetAsync("/ops/api/audit")).StatusCode.Should().Be(HttpStatusCode.OK);
        var task = await host.Client().PostAsync(
            "/ops/api/tasks",
            new StringContent("""{"definition":"double","input":{"number":2}}""", System.Text.Encoding.UTF8, "application/json"));
        (await JsonAsync(task, HttpStatusCode.Accepted)).GetProperty("owner").GetString().Should().Be("local");
    }

    [Fact]
    public async Task FallbackPolicy_WithoutAPolicyOfItsOwn_KeepsToThisComputer()
    {
        await using var host = await EmbeddingHost.StartAsync(
            app => app.MapBlazorTasks("/ops"),
            builder =>
            {
                HeaderSignIn.AddTo(builder.Services);
                builder.Services.AddAuthorization(options =>
                    options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            });

        (await host.Client().GetAsync("/ops/api/tasks")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        var proxied = new HttpRequestMessage(HttpMethod.Get, "/ops/api/tasks");
        proxied.Headers.Add(HeaderSignIn.Header, Anna);
        proxied.Headers.Add("X-Forwarded-For", "203.0.113.7");
        (await host.Client().SendAsync(proxied)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    private Task<HttpResponseMessage> CreateTokenAsync(string person, string? client) => SendAsync(
        person,
        "POST",
        "api-keys",
        JsonSerializer.Serialize(new
        {
            name = "Wall",
            scopes = new[] { "client" },
            client,
            expires_at = Host.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddHours(1),
        }));

    private async Task<string> ClientTokenAsync(string person, string? client = null) =>
        (await JsonAsync(await CreateTokenAsync(person, client), HttpStatusCode.Created)).GetProperty("key").GetString()!;

    /// <summary>Whoever has the token: who else the request is from does not matter.</summary>
    private async Task<List<JsonProperty>> CompactAsync(string token) =>
        [.. (await JsonAsync(await SendAsync(Bert, "GET", $"clients/{token}/tasks"), HttpStatusCode.OK)).GetProperty("all_tasks")
            .EnumerateObject()];

    private HttpClient ClientOf(string person)
    {
        var client = Host.Client();
        client.BaseAddress = new Uri(Host.Address, "/ops/api/");
        client.DefaultRequestHeaders.Add(HeaderSignIn.Header, person);
        return client;
    }

    private async Task<HttpResponseMessage> SendAsync(string person, string method, string path, string? json = null, string? key = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add(HeaderSignIn.Header, person);
        if (method == "POST")
        {
            json ??= path.EndsWith("/prompts/1", StringComparison.Ordinal) ? """{"value":true}""" : "{}";
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await Client.SendAsync(request);
    }

    private async Task<JsonElement> StartAsync(string person, string? key = null) => await JsonAsync(
        await SendAsync(person, "POST", "tasks", """{"definition":"double","input":{"number":2}}""", key),
        HttpStatusCode.Accepted);

    private async Task<List<JsonElement>> ListAsync(string person) =>
        [.. (await JsonAsync(await SendAsync(person, "GET", "tasks"), HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];
}
