namespace BlazorTasks.Tests.Endpoints;

/// <summary>A test of the API over HTTP, against a real host that has the dashboard under "/ops".</summary>
public abstract class ApiTest : IAsyncLifetime
{
    protected EmbeddingHost Host { get; private set; } = default!;

    protected HttpClient Client { get; private set; } = default!;

    protected TaskMonitor Monitor => Host.Services.GetRequiredService<TaskMonitor>();

    public async Task InitializeAsync()
    {
        Host = await EmbeddingHost.StartAsync(Map, builder => Configure(new BlazorTasksBuilder(builder.Services)));
        Client = Host.Client();
        Client.BaseAddress = new Uri(Host.Address, "/ops/api/");
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }

    /// <summary>What the host maps.</summary>
    protected virtual void Map(WebApplication app) => app.MapBlazorTasks("/ops");

    /// <summary>What else the host sets up.</summary>
    protected virtual void Configure(BlazorTasksBuilder builder)
    {
    }

    protected Task<HttpResponseMessage> PostAsync(string path, string json, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post,
            path)
        { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return Client.SendAsync(request);
    }

    /// <summary>The JSON of an answer with this status.</summary>
    protected static async Task<JsonElement> JsonAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.Should().Be(expected, text);
        return text.Length == 0 ? default : Json.Parse(text);
    }

    /// <summary>A refusal: problem+json with this status. Its detail is what people read.</summary>
    protected static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        var problem = await JsonAsync(response, expected);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        problem.GetProperty("status").GetInt32().Should().Be((int)expected);
        problem.GetProperty("detail").GetString().Should().EndWith(".").And.NotContain("   at ");
        return problem;
    }

    /// <summary>A task that asks, once it has asked.</summary>
    protected async Task<TaskSnapshot> AskingAsync(Func<TaskContext, Task> code)
    {
        var task = Monitor.Start("Asks", code);
        return await Monitor.Until(task.Id, now => now.Prompt is not null);
    }
}
