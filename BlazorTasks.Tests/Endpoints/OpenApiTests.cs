using Microsoft.AspNetCore.Http.Metadata;

namespace BlazorTasks.Tests.Endpoints;

/// <summary>The description of the API is complete, and the API is as described.</summary>
public sealed class OpenApiTests : ApiTest
{
    [Fact]
    public async Task Document_EveryEndpoint_IsThereWithAllItsStatuses()
    {
        var paths = (await DocumentAsync()).GetProperty("paths");
        var endpoints = Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(
            endpoint => endpoint.RoutePattern.RawText!.TrimStart('/') is var path
                && (path == "api" || path.StartsWith("api/", StringComparison.Ordinal))).ToList();

        endpoints.Should().HaveCountGreaterThan(20);
        foreach (var endpoint in endpoints)
        {
            var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            foreach (var method in (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                .Where(method => method != "CONNECT"))
            {
                paths.TryGetProperty(path, out var item).Should().BeTrue(path);
                item.TryGetProperty(method.ToLowerInvariant(), out var operation).Should().BeTrue($"{method} {path}");
                operation.GetProperty("summary").GetString().Should().NotBeNullOrEmpty($"{method} {path}");
                var statuses = endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
                    .Select(answer => $"{answer.StatusCode}").Distinct();
                operation.GetProperty("responses").EnumerateObject().Select(response => response.Name)
                    .Should().BeEquivalentTo(statuses.Append("default"), $"{method} {path}");
            }
        }
    }

    [Fact]
    public async Task Document_Itself_IsOpenApiWithoutLooseEnds()
    {
        var document = await DocumentAsync();
        var operations = Operations(document).ToList();

        document.GetProperty("openapi").GetString().Should().Be("3.1.0");
        document.GetProperty("servers")[0].GetProperty("url").GetString().Should().Be("/ops");
        operations.Select(operation => operation.Value.GetProperty("operationId").GetString()).Should().OnlyHaveUniqueItems();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        References(document).Should().NotBeEmpty();
        References(document).Where(reference => !schemas.TryGetProperty(reference.Replace("#/components/schemas/", ""), out _))
            .Should().BeEmpty();
        schemas.EnumerateObject().Select(schema => schema.Name)
            .Should().Contain(["Task", "Problem", "StartRequest", "ExternalStartRequest", "PromptRequest"]);
        schemas.GetProperty("StartRequest").GetProperty("required").EnumerateArray().Select(name => name.GetString())
            .Should().Equal("definition");
        schemas.GetProperty("PromptRequest").GetProperty("properties").GetProperty("kind").GetProperty("enum").EnumerateArray()
            .Select(word => word.GetString()).Should().Equal("confirm", "choice", "input");
    }

    [Fact]
    public async Task InputSchemas_OfAllDefinitions_AreThereAndFitRealInputs()
    {
        var document = await DocumentAsync();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var order = schemas.GetProperty("Input.order");
        var one = await Client.GetFromJsonAsync<JsonElement>("definitions/order");
        var check = new SchemaCheck(document);
        var input = Json.Parse(
            """{"customer":{"name":"Anna"},"lines":[{"article":"a","amount":2}],"headers":{"X":"1"}}""");

        Monitor.Definitions.All.Count
            .Should().Be(schemas.EnumerateObject().Count(schema => schema.Name.StartsWith("Input.", StringComparison.Ordinal)));
        JsonElement.DeepEquals(one.GetProperty("input_schema"), order).Should().BeTrue();
        order.GetProperty("title").GetString().Should().Be("Order");
        check.Check(order, input).Should().BeEmpty();
        check.Check(order, Json.Parse("""{"customer":{"name":1},"lines":[{"article":"a"}],"more":1}"""))
            .Should().Contain(problem => problem.Contains("amount is missing"))
            .And.Contain(problem => problem.Contains("more is not described"))
            .And.Contain(problem => problem.Contains("name is integer"));
    }

    [Fact]
    public async Task Examples_All_FitTheirSchemas()
    {
        var document = await DocumentAsync();
        var check = new SchemaCheck(document);
        var examples = Find(document, "example").ToList();

        examples.Should().HaveCountGreaterThan(20);
        examples.SelectMany(holder => check.Check(holder.GetProperty("schema"), holder.GetProperty("example"))).Should().BeEmpty();
    }

    [Fact]
    public async Task Answers_OfRealCalls_FitTheirSchemas()
    {
        var document = await DocumentAsync();
        var asks = await AskingAsync(async task => await task.ChooseAsync("Where from?", "Lund", "Oslo"));
        var failed = Monitor.Start("Fails", _ => throw new IOException("no"));
        await Monitor.Until(failed.Id, now => now.State == TaskState.Failed);
        var script = await JsonAsync(await PostAsync("tasks", """{"external":true,"name":"Backup"}"""), HttpStatusCode.Accepted);
        var id = script.GetProperty("id").GetString()!;
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", script.GetProperty("token").GetString());

        await FitsAsync(document, "get", "/api", Client.GetAsync("/ops/api"));
        await FitsAsync(document, "post", "/api/tasks", PostAsync("tasks", """{"definition":"double","input":{"number":21}}"""));
        await FitsAsync(document, "post", "/api/tasks", PostAsync("tasks", """{"external":true,"name":"Backup"}"""));
        await FitsAsync(document, "post", "/api/tasks", PostAsync("tasks", """{"definition":"double","input":{}}"""));
        await FitsAsync(document, "get", "/api/tasks", Client.GetAsync("tasks"));
        await FitsAsync(document, "get", "/api/tasks/{id}", Client.GetAsync($"tasks/{asks.Id}"));
        await FitsAsync(document, "get", "/api/tasks/{id}", Client.GetAsync($"tasks/{failed.Id}"));
        await FitsAsync(document, "get", "/api/tasks/{id}", Client.GetAsync($"tasks/{Guid.Empty}"));
        await FitsAsync(document, "get", "/api/nodes", Client.GetAsync("nodes"));
        await FitsAsync(document, "get", "/api/audit", Client.GetAsync("audit?limit=5"));
        await FitsAsync(document, "get", "/api/definitions", Client.GetAsync("definitions"));
        await FitsAsync(document, "get", "/api/definitions/{name}", Client.GetAsync("definitions/every-kind"));
        await FitsAsync(document, "post", "/api/tasks/{id}/progress", PostAsync($"tasks/{id}/progress", "{}"));
        await FitsAsync(document, "post", "/api/tasks/{id}/prompts", PostAsync($"tasks/{id}/prompts", """{"title":"Go on?"}"""));
        await FitsAsync(document, "get", "/api/tasks/{id}/prompts/{prompt}", Client.GetAsync($"tasks/{id}/prompts/1"));
        await FitsAsync(document, "post", "/api/tasks/{id}/cancel", PostAsync($"tasks/{asks.Id}/cancel", "{}"));
        await FitsAsync(document, "post", "/api/tasks/{id}/complete", PostAsync($"tasks/{id}/complete", "{}"));
        var log = new HttpRequestMessage(HttpMethod.Get, $"tasks/{id}/log") { Headers = { Accept = { new("application/json") } } };
        await FitsAsync(document, "get", "/api/tasks/{id}/log", Client.SendAsync(log));
    }

    [Fact]
    public async Task Root_ForPeopleAndPrograms_IsAPageOrAnIndex()
    {
        var index = await Client.GetFromJsonAsync<JsonElement>("/ops/api");
        var request = new HttpRequestMessage(HttpMethod.Get, "/ops/api") { Headers = { Accept = { new("text/html"), new("*/*", 0.8) } } };
        var page = await Client.SendAsync(request);
        var html = await page.Content.ReadAsStringAsync();

        (await Client.GetAsync(index.GetProperty("openapi").GetString())).StatusCode.Should().Be(HttpStatusCode.OK);
        page.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        page.Headers.Vary.Should().Contain("Accept");
        html
            .Should().Contain("/api/tasks/{id}/prompts").And.Contain("openapi.json").And.Contain("""<base href="/ops/" """.TrimEnd())
            .And.NotContain("<script").And.NotContain("//cdn");
    }

    private async Task<JsonElement> DocumentAsync() => await Client.GetFromJsonAsync<JsonElement>("openapi.json");

    private static async Task FitsAsync(JsonElement document, string method, string path, Task<HttpResponseMessage> call)
    {
        var response = await call;
        var body = Json.Parse(await response.Content.ReadAsStringAsync());
        document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses")
            .TryGetProperty($"{(int)response.StatusCode}", out var described).Should()
            .BeTrue($"{method} {path} answered {response.StatusCode}");
        var schema = described.GetProperty("content").GetProperty(response.Content.Headers.ContentType!.MediaType!).GetProperty("schema");
        new SchemaCheck(document).Check(schema, body).Should().BeEmpty($"{method} {path}");
    }

    private static IEnumerable<JsonProperty> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject());

    private static IEnumerable<string> References(JsonElement document) =>
        Find(document, "$ref").Select(holder => holder.GetProperty("$ref").GetString()!);

    /// <summary>Every object that has this member, at any depth.</summary>
    private static IEnumerable<JsonElement> Find(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Object => (value.TryGetProperty(name, out _) ? [value] : Enumerable.Empty<JsonElement>()).Concat(
            value.EnumerateObject().Where(member => member.Name != "example").SelectMany(member => Find(member.Value, name))),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Find(item, name)),
        _ => [],
    };
}
