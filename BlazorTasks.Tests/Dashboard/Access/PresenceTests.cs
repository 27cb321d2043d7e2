namespace BlazorTasks.Tests.Dashboard.Access;

public sealed class PresenceTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly TestMonitor _test;
    private readonly Presence _presence;

    public PresenceTests()
    {
        _test = new TestMonitor(time: _time);
        _presence = new Presence(_test.Monitor, new PersonNames(), _test.Store, _time);
    }

    public async ValueTask DisposeAsync()
    {
        _presence.Dispose();
        await _test.DisposeAsync();
    }

    [Fact]
    public async Task Closed_LastPageForLongEnough_CancelsTheTasksThatWantItAndSaysWhy()
    {
        var wants = await RunAsync("anna", TimeSpan.FromMinutes(5));
        var goesOn = await RunAsync("anna", null);
        var longer = await RunAsync("anna", TimeSpan.FromMinutes(30));
        var other = await RunAsync("jonas", TimeSpan.FromMinutes(5));
        _presence.Opened("anna");
        _presence.Opened("jonas");

        _presence.Closed("anna");
        _time.Advance(TimeSpan.FromMinutes(5));

        await FluentActions.Awaiting(() => wants.Completion.WaitAsync(TestMonitor.MaxWait)).Should().ThrowAsync<TaskCanceledException>();
        wants.Snapshot.CancelRequestedBy.Should().Be("the closing of the last page of anna 5\u00A0min ago");
        new[] { goesOn, longer, other }.Should().OnlyContain(task => task.Snapshot.CancelRequestedAt == null);
    }

    [Fact]
    public async Task Opened_AgainInTime_ChangesNothing()
    {
        var task = await RunAsync("anna", TimeSpan.FromMinutes(5));
        _presence.Opened("anna");
        _presence.Opened("anna");

        _presence.Closed("anna");
        _time.Advance(TimeSpan.FromMinutes(10));
        _presence.Closed("anna");
        _time.Advance(TimeSpan.FromMinutes(4));
        _presence.Opened("anna");
        _time.Advance(TimeSpan.FromMinutes(10));
        _presence.Closed("anna");
        _time.Advance(TimeSpan.FromMinutes(4));

        (await _test.Monitor.CancelTasksOfAbsentOwnerAsync("nobody", TimeSpan.FromDays(1), "test")).Should().Be(0);
        task.Snapshot.CancelRequestedAt.Should().BeNull();
    }

    private async Task<MonitoredTask> RunAsync(string owner, TimeSpan? afterOwnerLeaves)
    {
        var running = new TaskCompletionSource();
        var task = _test.Monitor.Start(
            "Long",
            async task =>
            {
                running.SetResult();
                await Task.Delay(Timeout.Infinite, task.CancellationToken);
            },
            new() { Owner = owner, Policy = new() { CancelAfterOwnerLeaves = afterOwnerLeaves } });
        await running.Task.WaitAsync(TestMonitor.MaxWait);
        return task;
    }
}
