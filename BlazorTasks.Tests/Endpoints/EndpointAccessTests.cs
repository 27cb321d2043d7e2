using Microsoft.AspNetCore.StaticAssets;

namespace BlazorTasks.Tests.Endpoints;

/// <summary>
/// Every endpoint, asked by everyone, against a table that is checked in (endpoint-access.txt). A new endpoint without a row
/// fails, and so does one that answers someone else than before. "none" is the page that says that there is no such page.
/// </summary>
public sealed class EndpointAccessTests : ApiTest
{
    /// <summary>
    /// Who asks: the columns. The target belongs to the viewer, the operator and the owner of the keys, and to anna for the
    /// others. Each key of the administrator eva has one scope.
    /// </summary>
    private static readonly (string Name, string? SignIn, string Owner, string Origin)[] People =
    [
        ("anonymous", null, "anna", "own"),
        ("viewer", "vera;Vera;viewers", "vera", "own"),
        ("operator", "olaf;Olaf;", "olaf", "own"),
        ("admin", "eva;Eva;admins", "anna", "own"),
        ("other", "bert;Bert;", "anna", "own"),
        ("foreign", "eva;Eva;admins", "anna", "http://evil.example"),
        .. Enum.GetValues<KeyScopes>().Where(scope => scope != KeyScopes.None)
            .Select(scope => ($"{KeyPrefix}{scope.ToString().ToLowerInvariant()}", (string?)null, "eva", "own")),
    ];

    private const string KeyPrefix = "key:";

    private readonly Dictionary<string, string> _keys = [];
    private readonly Dictionary<string, string> _clientTokens = [];

    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["POST api/tasks"] = """{"definition":"double","input":{"number":2}}""",
        ["POST api/tasks/{id}/prompts/{prompt}"] = """{"value":true}""",
        ["POST my-tasks/{id}/prompts/{prompt}"] = """{"value":true}""",
        ["POST api/tasks/{id}/priority"] = """{"priority":10}""",
        ["POST api/schedules"] = """{"id":"new-one","definition":"double","input":{"number":2},"every":"01:00:00"}""",
        ["PATCH api/schedules/{id}"] = """{"title":"New"}""",
        ["PUT api/calendars/{name}"] = """{"days":[]}""",
        ["POST api/uploads"] = "text",
        ["POST api/api-keys"] = """{"name":"One more","scopes":["read"]}""",
    };

    private static readonly string[] OfEnded = ["DELETE api/tasks/{id}", "remove", "retry", "result", "file"];

    protected override void Map(WebApplication app)
    {
        HeaderSignIn.Map(app);
        app.MapTaskComponents();
    }

    protected override void Configure(BlazorTasksBuilder builder) => HeaderSignIn.AddTo(builder.Services);

    [Fact]
    public async Task Endpoints_AskedByEveryone_AnswerAsTheTableSays()
    {
        var path = Path.Combine(Shell.Root, "BlazorTasks.Tests/Endpoints/endpoint-access.txt");
        await CreateKeysAsync();
        var actual = new StringBuilder(Row("endpoint", [.. People.Select(person => person.Name)]));
        foreach (var (method, route) in Endpoints())
        {
            var statuses = new List<string>();
            foreach (var person in People)
            {
                statuses.Add(await AskAsync(method, route, person));
            }

            actual.Append(Row($"{method} {route}", statuses));
        }

        var expected = await File.ReadAllTextAsync(path);
        actual.ToString().Split('\n').Should().Equal(expected.Split('\n'), $"{path} says who gets what; now it is:\n{actual}");
    }

    private async Task CreateKeysAsync()
    {
        var eva = Monitor.For(new Person("eva", ["admins"]) { Name = "Eva", Role = TaskRole.Admin });
        foreach (var name in People.Select(person => person.Name).Where(name => name.StartsWith(KeyPrefix, StringComparison.Ordinal)))
        {
            var scope = Enum.Parse<KeyScopes>(name[KeyPrefix.Length..], ignoreCase: true);
            var expiresAt = Host.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddHours(1);
            _keys[name] = (await eva.Keys.CreateAsync(new ApiKeySettings(name, scope) { ExpiresAt = expiresAt })).Secret!;
        }
    }

    private static string Row(string endpoint, IReadOnlyList<string> cells) =>
        $"{endpoint,-52} {string.Join(' ', cells.Select(cell => $"{cell,-10}"))}".TrimEnd() + "\n";

    private static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"];

    /// <summary>Every endpoint of the dashboard and of the custom elements, except the files that are the same for everyone.</summary>
    private List<(string Method, string Route)> Endpoints() =>
    [
        .. Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Where(endpoint => endpoint.DisplayName?.StartsWith("BlazorTasks ", StringComparison.Ordinal) != true)
            .SelectMany(endpoint => MethodsOf(endpoint)
                .Where(method => method is not ("CONNECT" or "HEAD"))
                .Select(method => (method, endpoint.RoutePattern.RawText!.Trim('/').Replace(":guid", ""))))
            .Distinct()
            .OrderBy(one => one.Item2, StringComparer.Ordinal)
            .ThenBy(one => one.method, StringComparer.Ordinal),
    ];

    private async Task<string> ClientTokenAsync(string owner) =>
        _clientTokens.TryGetValue(owner, out var token) ? token : _clientTokens[owner] = await Host.ClientTokenAsync(owner);

    private async Task<string> AskAsync(string method, string route, (string Name, string? SignIn, string Owner, string Origin) person)
    {
        var key = $"{method} {route}";
        var task = route.Contains("{id}", StringComparison.OrdinalIgnoreCase) ? await TargetAsync(key, person.Owner) : default;
        var url = route.Replace("schedules/{Id}", "schedules/nightly").Replace("schedules/{id}", "schedules/nightly")
            .Replace("{client_token}", await ClientTokenAsync(person.Owner))
            .Replace("{id}", $"{task}").Replace("{Id}", $"{task}").Replace("{prompt}", "1")
            .Replace("definitions/{name}", "definitions/double").Replace("{Name}", "double").Replace("{name}", "holidays")
            .Replace("{key_id}", "nothing1").Replace("{**path}", "x").Replace("{*path:nonfile}", "x");
        var address = new Uri(Host.Address, url.StartsWith("my-tasks", StringComparison.Ordinal) ? $"/{url}" : $"/ops/{url}");
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Headers.Add("Origin", person.Origin == "own" ? Host.Address.GetLeftPart(UriPartial.Authority) : person.Origin);
        if (person.SignIn is { } signIn)
        {
            request.Headers.Add(HeaderSignIn.Header, signIn);
        }

        if (_keys.TryGetValue(person.Name, out var secret))
        {
            request.Headers.Authorization = new("Bearer", secret);
        }

        if (method is not ("GET" or "DELETE"))
        {
            request.Content = new StringContent(Bodies.GetValueOrDefault(key, "{}"), Encoding.UTF8, "application/json");
        }

        using var stop = new CancellationTokenSource(TestMonitor.MaxWait);
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
        var isPage = response.Content.Headers.ContentType?.MediaType == "text/html";
        return isPage && response.StatusCode == HttpStatusCode.OK
            && (await response.Content.ReadAsStringAsync(stop.Token)).Contains("This page does not exist")
            ? "none"
            : $"{(int)response.StatusCode}";
    }

    /// <summary>A task of its own for each question: some change it.</summary>
    private async Task<TaskId> TargetAsync(string key, string owner)
    {
        if (key.Contains("schedules/"))
        {
            await Monitor.Schedules.DeleteAsync("nightly");
            (await Monitor.Schedules.CreateAsync("nightly", new()
            {
                Definition = "double",
                Input = Json.Parse("""{"number":2}"""),
                Rule = new() { Every = TimeSpan.FromHours(1) },
                Owner = owner,
            })).IsAccepted.Should().BeTrue();
            return default;
        }

        if (OfEnded.Any(key.EndsWith))
        {
            var ended = await Monitor.StartAsync("double", Json.Parse("""{"number":2}"""), new() { Owner = owner });
            await ended.Completion.WaitAsync(TestMonitor.MaxWait);
            return ended.Id;
        }

        var asking = Monitor.Start("Asks", task => task.ConfirmAsync("Publish?"), new() { Owner = owner });
        await Eventually.TrueAsync(() => asking.Snapshot.Prompt is not null);
        return asking.Id;
    }
}
