namespace BlazorTasks.Tests.Dashboard.Components.Pages;

public class ComparePageTests : DashboardTest
{
    [Fact]
    public async Task Render_TwoRuns_ShowsWhatDiffersAndWhatCameOfThem()
    {
        var a = await RunAsync("""{"number":1}""");
        var b = await RunAsync("""{"number":21}""");

        Navigation.NavigateTo($"compare?a={a}&b={b}");
        var cut = Render<ComparePage>();

        cut.WaitForAssertion(() => cut.Find("[aria-labelledby=c-input] tbody tr").TextContent.Should().Contain("differs")
            .And.Contain("21"));
        cut.FindAll(".result").Select(result => result.TextContent.Trim()).Should().Equal("2", "42");
        cut.FindAll("thead a").Select(link => link.GetAttribute("href")).Should().Equal($"task/{a}", $"task/{b}");
    }

    [Fact]
    public async Task Render_RunsThatEndedDifferently_MarksTheState()
    {
        var a = await RunAsync("""{"number":1}""");
        var failed = Monitor.Start("Fails", _ => throw new IOException("no"));
        await Monitor.Until(failed.Id, ended => ended.State == TaskState.Failed);

        Navigation.NavigateTo($"compare?a={a}&b={failed.Id}");
        var cut = Render<ComparePage>();

        cut.WaitForAssertion(() => cut.Find("[aria-labelledby=c-facts] tbody tr").ClassName.Should().Be("differs"));
    }

    [Fact]
    public async Task Render_OneRun_OffersTheOthersOfItsDefinition()
    {
        var a = await RunAsync("""{"number":1}""");
        var b = await RunAsync("""{"number":2}""");
        await Monitor.Start("Other", _ => { }).Completion;

        Navigation.NavigateTo($"compare?a={a}");
        var cut = Render<ComparePage>();

        cut.WaitForAssertion(() => cut.FindAll(".others a").Select(link => link.GetAttribute("href")).Should()
            .Equal($"compare?a={a}&b={b}"));
    }

    [Theory]
    [InlineData("compare?a=nonsense", "Task nonsense was not found.")]
    [InlineData("compare?a=01980000-0000-7000-8000-000000000000", "Task 01980000-0000-7000-8000-000000000000 was not found.")]
    public void Render_UnknownRun_ReportsItAndWhatToDo(string address, string words)
    {
        Navigation.NavigateTo(address);

        var cut = Render<ComparePage>();

        cut.WaitForAssertion(() => cut.Find(".banner").TextContent.Should().StartWith(words));
        cut.Find("h2").TextContent.Should().Be("Nothing to compare yet");
    }

    private async Task<TaskId> RunAsync(string input)
    {
        var task = await Monitor.StartAsync("double", Json.Parse(input));
        await task.Completion;
        await Monitor.Until(task.Id, ended => ended.State == TaskState.Succeeded);
        return task.Id;
    }
}
