using BlazorTasks;
using BlazorTasks.Testing;

namespace Company.Tasks.Tests;

public class ReportsTests
{
    [Theory]
    [InlineData(true, "Published")]
    [InlineData(false, "Not published")]
    public async Task Write_Answered_DoesWhatTheAnswerSays(bool answer, string expected)
    {
        await using var host = new TaskTestHost(tasks => tasks.AddTasksFrom(typeof(Reports).Assembly));
        host.Answer("Publish 3 pages?", answer);

        var run = await host.RunAsync("write-a-report", new { pages = 3 });

        Assert.Equal(TaskState.Succeeded, run.State);
        Assert.Equal(expected, run.ResultAs<string>());
    }
}
