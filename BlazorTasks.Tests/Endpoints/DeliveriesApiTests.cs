using BlazorTasks.Tests.Notifications;

namespace BlazorTasks.Tests.Endpoints;

public sealed class DeliveriesApiTests : ApiTest, IAsyncLifetime
{
    private WebhookReceiver _hook = null!;

    async Task IAsyncLifetime.InitializeAsync()
    {
        _hook = await WebhookReceiver.StartAsync();
        await InitializeAsync();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await _hook.DisposeAsync();
    }

    [Fact]
    public async Task Send_DeliveryThatWasRejectedAndThenSent_IsRetriedAndThenRepeated()
    {
        _hook.Answers.Enqueue(410);
        var task = Monitor.Start("Import", _ => throw new IOException("disk on fire"));
        var first = await _hook.NextAsync();
        await Eventually.TrueAsync(async () => (await ListAsync("?failed=true")).Any());
        var failed = (await ListAsync("?failed=true")).Single();
        var id = failed.GetProperty("id").GetString();

        var retried = await JsonAsync(await PostAsync($"deliveries/{id}/send", ""), HttpStatusCode.Accepted);
        var second = await _hook.NextAsync();
        await Monitor.Until(TaskId.Parse(id!, null), now => now.State == TaskState.Succeeded);
        var repeated = await JsonAsync(await PostAsync($"deliveries/{id}/send", ""), HttpStatusCode.Accepted);
        var third = await _hook.NextAsync();

        failed.GetProperty("label").GetString().Should().Be("webhook:ops");
        failed.GetProperty("parent_id").GetString().Should().Be(task.Id.ToString());
        retried.GetProperty("id").GetString().Should().Be(id);
        repeated.GetProperty("id").GetString().Should().NotBe(id);
        new[] { first, second, third }.Select(post => post.Headers["webhook-id"]).Distinct().Should().Equal(id);
        (await ListAsync("?failed=true")).Should().BeEmpty();
        (await ListAsync("?limit=1")).Should().ContainSingle();
    }

    [Theory]
    [InlineData("failed=2", "*must be true or false*")]
    [InlineData("limit=0", "*must be an integer between 1 and 200*")]
    public async Task List_WrongParameter_IsRejectedWithAMessage(string query, string detail)
    {
        var problem = await ProblemAsync(await Client.GetAsync($"deliveries?{query}"), HttpStatusCode.BadRequest);

        problem.GetProperty("detail").GetString().Should().Match(detail);
    }

    protected override void Configure(BlazorTasksBuilder builder) => builder.AddNotifications(options =>
    {
        options.Webhooks["ops"] = new WebhookOptions { Url = _hook.Url };
        options.Rules.Add(new NotificationRule { Events = { NotificationEvent.Failed }, To = { "webhook:ops" } });
    });

    private async Task<IEnumerable<JsonElement>> ListAsync(string query) =>
        (await JsonAsync(await Client.GetAsync($"deliveries{query}"), HttpStatusCode.OK)).GetProperty("items").EnumerateArray();
}
