namespace BlazorTasks.Tests.Endpoints;

public sealed class DeepResultTests : ApiTest
{
    [Fact]
    public async Task Result_AsDeepAsItMayBe_IsShownAndReported()
    {
        await using var stream = await EventStreamClient.OpenAsync(Client, "events");
        await stream.UntilAsync("state_replay_complete");
        var deep = Json.Parse(
            $"{string.Concat(Enumerable.Repeat("[", ApiJson.MaxDepth))}{string.Concat(Enumerable.Repeat("]", ApiJson.MaxDepth))}");
        var task = Monitor.Start<JsonElement>("Deep", _ => Task.FromResult(deep));
        await task.Completion;

        var shown = await JsonAsync(await Client.GetAsync($"tasks/{task.Id}"), HttpStatusCode.OK);
        var notified = (await stream.UntilAsync("task_completed"))[^1];

        shown.GetProperty("result").GetRawText().Should().Be(deep.GetRawText());
        notified.Message.GetProperty("values").GetRawText().Should().Be(deep.GetRawText());
    }
}
