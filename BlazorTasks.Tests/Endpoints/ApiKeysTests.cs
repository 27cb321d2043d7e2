namespace BlazorTasks.Tests.Endpoints;

/// <summary>Programs with API keys, beside a policy of the host that knows nothing of them.</summary>
public sealed class ApiKeysTests : ApiTest
{
    private const string BootstrapKey = "bootstrap-key-of-at-least-32-characters";
    private const string Anna = "anna;Anna Lind;";

    private readonly HashSet<string> _accounts = ["anna", "bert", "eva"];

    protected override void Map(WebApplication app) => HeaderSignIn.Map(app);

    protected override void Configure(BlazorTasksBuilder builder)
    {
        HeaderSignIn.AddTo(builder.Services);
        builder.Services.Configure<DashboardOptions>(options =>
        {
            options.BootstrapKey = BootstrapKey;
            options.RefreshUser = (user, _) =>
                ValueTask.FromResult(_accounts.Contains(user.FindFirstValue(ClaimTypes.NameIdentifier)!) ? user : null);
        });
    }

    [Fact]
    public async Task Create_ByAnOperator_ShowsTheKeyOnceAndActsForThem()
    {
        var created = await CreateAsync("read", "start");
        var key = created.GetProperty("key").GetString()!;
        using var program = ProgramWith(key);
        var tasks = new BlazorTasksClient(Client, new Uri(Host.Address, "/ops"), key);

        var task = await tasks.StartAsync("double", new { number = 21 });

        key.Should().MatchRegex("^bt_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$");
        task.Owner.Should().Be("anna");
        (await tasks.WaitAsync(task.Id)).Result!.Value.GetInt32().Should().Be(42);
        var listed = await JsonAsync(await SendAsync(HttpMethod.Get, "api-keys", Anna), HttpStatusCode.OK);
        listed.GetRawText().Should().NotContain(key).And.NotContain("hash");
        listed.GetProperty("items")[0].GetProperty("last_used_from").GetString().Should().Be("127.0.0.1");
        (await ProblemAsync(await program.GetAsync("nodes"), HttpStatusCode.Forbidden)).GetProperty("detail").GetString()
            .Should().Be("The API key \"Test\" does not have the scope \"admin\".");
        (await Monitor.AuditAsync(new())).Items.Select(entry => $"{entry.By}: {entry.Action} {entry.TaskName}").Should().Equal(
            "Anna Lind (API key Test): Administer view the nodes",
            "anna: Start Double",
            "Anna Lind: CreateKey Test");
    }

    [Fact]
    public async Task Create_MoreThanTheCreatorMay_IsRejected()
    {
        var problem = await ProblemAsync(await RequestAsync("""{"name":"","scopes":["admin"]}"""), HttpStatusCode.UnprocessableEntity);
        var unknown = await ProblemAsync(
            await RequestAsync("""{"name":"x","scopes":["read","fly"],"definitions":["nothing"]}"""),
            HttpStatusCode.UnprocessableEntity);

        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Should().Equal("name");
        unknown.GetProperty("errors").GetProperty("scopes")[0].GetString().Should()
            .Be("This must be an array of read, start, act, answer, admin, client");
        (await ProblemAsync(await RequestAsync("""{"name":"x","scopes":["admin"]}"""), HttpStatusCode.UnprocessableEntity))
            .GetProperty("detail").GetString().Should().Contain("Only administrators can create keys with the scope");
    }

    [Fact]
    public async Task Key_Revoked_IsRejectedAtOnceAndOnlyByItsOwner()
    {
        var created = await CreateAsync("read");
        using var program = ProgramWith(created.GetProperty("key").GetString()!);
        var path = $"api-keys/{created.GetProperty("id").GetString()}";

        (await SendAsync(HttpMethod.Delete, path, "bert;Bert;")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await program.GetAsync("tasks")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await SendAsync(HttpMethod.Delete, path, Anna)).StatusCode.Should().Be(HttpStatusCode.NoContent);

        var response = await program.GetAsync("tasks");
        response.Headers.WwwAuthenticate.ToString().Should().Be("Bearer");
        (await ProblemAsync(response, HttpStatusCode.Unauthorized)).GetProperty("detail").GetString()
            .Should().Be("The API key is unknown, or it has expired or been revoked.");
    }

    [Fact]
    public async Task Key_OfAnOwnerWhoseAccountIsGone_IsRejected()
    {
        using var program = ProgramWith((await CreateAsync("read")).GetProperty("key").GetString()!);

        _accounts.Remove("anna");

        (await program.GetAsync("tasks")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("bt_aaaaaaaa_" + "0123456789012345678901234567890123456789012")]
    [InlineData("bt_")]
    [InlineData("btt_0123456789012345678901234567890123456789012")]
    public async Task Key_Unknown_IsRejectedAlsoBesideASignIn(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "tasks");
        request.Headers.Add(HeaderSignIn.Header, "eva;Eva;admins");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);

        await ProblemAsync(await Client.SendAsync(request), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Key_OnAPage_DoesNotOpenIt()
    {
        using var program = ProgramWith(BootstrapKey);

        (await program.GetAsync("/ops/")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task BootstrapKey_WithoutAnAccount_DoesEverythingAndMakesKeys()
    {
        using var program = ProgramWith(BootstrapKey);

        (await program.GetAsync("audit")).StatusCode.Should().Be(HttpStatusCode.OK);
        using var body = new StringContent("""{"name":"First","scopes":["admin"]}""", null, "application/json");
        var created = await JsonAsync(await program.PostAsync("api-keys", body), HttpStatusCode.Created);
        using var admin = ProgramWith(created.GetProperty("key").GetString()!);
        (await admin.GetAsync("api-keys")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await admin.DeleteAsync($"api-keys/{created.GetProperty("id").GetString()}")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await admin.GetAsync("api-keys")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Ticket_FromAnotherSite_OpensOneStreamOnce()
    {
        using var program = ProgramWith((await CreateAsync("read")).GetProperty("key").GetString()!);
        using var browser = Host.Client();
        browser.BaseAddress = Client.BaseAddress;
        browser.DefaultRequestHeaders.Add("Origin", "https://shop.example");

        await using (await EventStreamClient.OpenAsync(browser, $"events?ticket={await TicketAsync(program)}"))
        {
        }

        var ticket = await TicketAsync(program);
        var socket = new Uri(Client.BaseAddress!, $"ws?ticket={ticket}");
        await using (await SocketClient.OpenAsync(socket, "https://shop.example"))
        {
        }

        await FluentActions.Awaiting(() => SocketClient.OpenAsync(socket, "https://shop.example"))
            .Should().ThrowAsync<WebSocketException>().WithMessage("refused with 401");
        (await browser.GetAsync($"tasks?ticket={await TicketAsync(program)}")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await browser.GetAsync("events")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task TaskToken_BesideAPolicy_IsGoodForItsTaskOnly()
    {
        using var program = ProgramWith((await CreateAsync("start")).GetProperty("key").GetString()!);
        using var start = new StringContent("""{"external":true,"name":"Backup"}""", null, "application/json");
        var task = await JsonAsync(await program.PostAsync("tasks", start), HttpStatusCode.Accepted);
        using var script = ProgramWith(task.GetProperty("token").GetString()!);
        using var body = new StringContent("""{"progress":50}""", null, "application/json");

        (await script.PostAsync($"tasks/{task.GetProperty("id").GetString()}/progress", body)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await script.PostAsync($"tasks/{Guid.NewGuid()}/progress", null)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await script.GetAsync("tasks")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    private async Task<JsonElement> CreateAsync(params string[] scopes) => await JsonAsync(
        await RequestAsync(JsonSerializer.Serialize(new { name = "Test", scopes })),
        HttpStatusCode.Created);

    private Task<HttpResponseMessage> RequestAsync(string json) => SendAsync(HttpMethod.Post, "api-keys", Anna, json);

    private static async Task<string> TicketAsync(HttpClient program) =>
        (await JsonAsync(await program.PostAsync("tickets", null), HttpStatusCode.Created)).GetProperty("ticket").GetString()!;

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string person, string? json = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add(HeaderSignIn.Header, person);
        request.Content = json is null ? null : new StringContent(json, null, "application/json");
        return Client.SendAsync(request);
    }

    private HttpClient ProgramWith(string key)
    {
        var program = Host.Client();
        program.BaseAddress = Client.BaseAddress;
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return program;
    }
}
