namespace BlazorTasks.Tests.Browser;

/// <summary>Tasks that end after their owner has left, with a browser that is closed.</summary>
[Collection(nameof(Browsers))]
public sealed class PresenceJourney(Browsers browsers) : HostJourney
{
    [Fact]
    public async Task LastPageClosed_TaskThatWantsIt_IsCancelledAndAnotherContinues()
    {
        var left = Long(TimeSpan.FromSeconds(1));
        var other = Long(null);
        await using var visitor = await browsers.VisitAsync(Address);
        var page = await visitor.OpenAsync("ops");
        await page.ReloadAsync();
        await page.LiveAsync();
        left.Snapshot.CancelRequestedAt.Should().BeNull("a reload is no leaving");

        await page.CloseAsync();

        (await Monitor.Until(left.Id, task => task.State == TaskState.Cancelled)).CancelRequestedBy.Should()
            .StartWith("the closing of the last page ");
        other.Snapshot.State.Should().Be(TaskState.Running);

        MonitoredTask Long(TimeSpan? afterOwnerLeaves) => Monitor.Start(
            "Long", task => Task.Delay(Timeout.Infinite, task.CancellationToken),
                new() { Owner = "local", Policy = new() { CancelAfterOwnerLeaves = afterOwnerLeaves } });
    }
}
