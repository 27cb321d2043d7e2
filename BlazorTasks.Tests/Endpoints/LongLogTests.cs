using BlazorTasks.Dashboard.Components.Logs;

namespace BlazorTasks.Tests.Endpoints;

/// <summary>What programs and people are told of a log that was longer than what is kept.</summary>
public sealed class LongLogTests : ApiTest
{
    [Fact]
    public async Task Log_OldestLinesDropped_BeginsByTellingHowMany()
    {
        var task = await RunAsync();
        var gone = task.TrimmedLines;

        var page = await PageAsync($"tasks/{task.Id}/log?limit=10");
        var later = await PageAsync($"tasks/{task.Id}/log?after={gone + 10}&limit=10");
        var text = (await Client.GetStringAsync($"tasks/{task.Id}/log")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        gone.Should().BeGreaterThan(1_000);
        page.Select(line => (line.GetProperty("number").GetInt64(), line.GetProperty("dropped").GetInt64())).Take(2)
            .Should().Equal((1, gone), (gone + 1, 0));
        page.Should().HaveCount(11);
        later[0].GetProperty("text").GetString().Should().Be($"line {gone + 11}");
        text[0].Replace('\u00A0', ' ').Should().Be($"--- the first {gone:N0} lines were dropped ---");
        text.Should().HaveCount((int)task.LogLines + 1);
        (await JsonAsync(await Client.GetAsync($"tasks/{task.Id}"), HttpStatusCode.OK)).GetProperty("trimmed_lines").GetInt64()
            .Should().Be(gone);
    }

    [Fact]
    public async Task LogView_OldestLinesDropped_BeginsWithTheFirstThatIsKept()
    {
        var task = await RunAsync();
        var view = new LogView(Monitor.For(Person.Local), task.Id);

        await view.GrowAsync(task, true, default);

        (view.First, view.Gone, view.Count).Should().Be((task.TrimmedLines + 1, task.TrimmedLines, (int)task.LogLines));
        (await view.RowsAsync(0, 2, default)).Select(row => row.Text)
            .Should().Equal($"line {task.TrimmedLines + 1}", $"line {task.TrimmedLines + 2}");
    }

    protected override void Configure(BlazorTasksBuilder builder) => builder.Configure(options => options.MaxLinesKept = 1_000);

    private async Task<TaskSnapshot> RunAsync()
    {
        var task = Monitor.Start("Long", task =>
        {
            for (var i = 1; i <= 3_000; i++)
            {
                task.Log($"line {i}");
            }
        });
        await task.Completion.WaitAsync(TestMonitor.MaxWait);
        return await Monitor.Until(task.Id, now => now.State == TaskState.Succeeded);
    }

    private async Task<List<JsonElement>> PageAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "application/json" } } };
        return [.. (await JsonAsync(await Client.SendAsync(request), HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];
    }
}
