namespace BlazorTasks.Tests.Dashboard.Components.Pages;

public class NodesPageTests : DashboardTest
{
    private readonly ManualTimeProvider _time;

    public NodesPageTests()
        : this(new ManualTimeProvider())
    {
    }

    private NodesPageTests(ManualTimeProvider time)
        : base(time) => _time = time;

    [Fact]
    public async Task Render_NodesOfEveryKind_AreNewestFirstAndSayHowTheyAre()
    {
        var now = _time.GetUtcNow();
        await Eventually.TrueAsync(async () => (await Monitor.NodesAsync()).Count == 1);
        await PutAsync("frozen", now.AddMinutes(-1), node => node with { SeenAt = now.AddSeconds(-31) });
        await PutAsync("stopped", now.AddMinutes(-2), node => node with { EndedAt = now.AddMinutes(-1) });
        await PutAsync("draining", now.AddSeconds(-30), node => node with { SeenAt = now, IsDraining = true });
        await PutAsync("lost", now.AddMinutes(-3), node => node with { EndedAt = now.AddMinutes(-2), IsLost = true });

        var cut = Render<NodesPage>();

        cut.FindAll("tbody .state").Select(state => state.TextContent.Trim()).Should()
            .Equal("Healthy", "Draining", "Unresponsive", "Stopped", "Lost");
        cut.FindAll("tbody .cell-name b").Skip(1).Select(name => name.TextContent.Trim()).Should()
            .Equal("draining", "frozen", "stopped", "lost");
        cut.Find(".sub").TextContent.Should().Be("1 healthy, 1 draining, 1 unresponsive, 1 stopped, 1 lost");
        cut.FindAll("tbody button").Should().BeEmpty("only one process can use the store");
    }

    [Fact]
    public async Task Render_LaterSignsOfLife_AreShownByItself()
    {
        await PutAsync("web-2", _time.GetUtcNow().AddMinutes(-1), node => node);
        var cut = Render<NodesPage>();
        cut.FindAll("tbody .state").Select(state => state.TextContent.Trim()).Should().Contain("Unresponsive");

        await PutAsync("web-2", _time.GetUtcNow().AddMinutes(-1), node => node with { SeenAt = _time.GetUtcNow().AddSeconds(10) });
        _time.Advance(TaskNode.HeartbeatInterval);

        cut.WaitForAssertion(() => cut.FindAll("tbody .state").Select(state => state.TextContent.Trim()).Should()
            .NotContain("Unresponsive"));
    }

    private async Task PutAsync(string name, DateTimeOffset at, Func<TaskNode, TaskNode> change)
    {
        var known = (await Monitor.NodesAsync()).FirstOrDefault(node => node.Name == name);
        await Store.Nodes.PutAsync(change(known ?? TaskNode.Here(name, at)), default);
    }
}
