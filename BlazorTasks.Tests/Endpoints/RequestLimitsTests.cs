namespace BlazorTasks.Tests.Endpoints;

/// <summary>What one request may take of the server, as the host has set it.</summary>
public sealed class RequestLimitsTests : ApiTest
{
    [Fact]
    public async Task Request_LongerThanItMayTake_Is504InWords()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Host.Address.Host, Host.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /ops/api/tasks HTTP/1.1\r\nHost: {Host.Address.Authority}\r\nContent-Type: application/json\r\n"
            + "Content-Length: 100\r\n\r\n{\"definition\":"));

        using var maxWait = new CancellationTokenSource(TestMonitor.MaxWait);
        var answer = "";
        var buffer = new byte[4_096];
        while (!answer.Contains('}', StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, maxWait.Token);
            read.Should().BePositive(answer);
            answer += Encoding.UTF8.GetString(buffer, 0, read);
        }

        answer
            .Should().StartWith("HTTP/1.1 504 ").And.Contain("application/problem+json").And.Contain("\"reason\":\"timeout\"")
            .And.Contain("The request timed out after 0.5 seconds");
    }

    [Fact]
    public async Task Request_ThatWaitsBecauseItWasAskedTo_IsNotGivenUp()
    {
        var task = await AskingAsync(context => context.ConfirmAsync("Go on?"));
        await using var events = await EventStreamClient.OpenAsync(Client, "events");

        var waited = await Client.GetAsync($"tasks/{task.Id}?wait=1");

        waited.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Body_LargerThanTheOptionAllows_Is413AndSaysHowMuchMay()
    {
        var fits = await PostAsync("tasks", """{"definition":"double","input":{"number":2}}""" + new string(' ', 1_500));
        var tooLarge = await ProblemAsync(
            await PostAsync("tasks", $$"""{"definition":"{{new string('a', 2_100)}}"}"""),
            HttpStatusCode.RequestEntityTooLarge);

        fits.StatusCode.Should().Be(HttpStatusCode.Accepted);
        tooLarge.GetProperty("detail").GetString().Should().StartWith("The body exceeds the maximum size of 2 KB");
    }

    protected override void Configure(BlazorTasksBuilder builder) => builder.Services.Configure<DashboardOptions>(
        options => (options.RequestTimeout, options.MaxRequestBytes) = (TimeSpan.FromSeconds(0.5), 2_048));
}
