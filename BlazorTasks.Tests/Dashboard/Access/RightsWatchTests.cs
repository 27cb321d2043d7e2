namespace BlazorTasks.Tests.Dashboard.Access;

public sealed class RightsWatchTests : IAsyncDisposable
{
    private static readonly Person Operator = new("anna");

    private readonly ManualTimeProvider _time = new();
    private readonly TestMonitor _test = new();

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Theory]
    [InlineData("the same", false)]
    [InlineData("viewer", true)]
    [InlineData("nobody", true)]
    [InlineData("someone else", true)]
    [InlineData("an error", true)]
    public void Changed_AfterAMinute_IsCancelledIfTheRightsAreOthers(string now, bool expected)
    {
        using var watch = new RightsWatch(_test.Monitor.For(Operator, () => now switch
        {
            "the same" => ValueTask.FromResult<Person?>(new("anna") { Name = "Anna Lind" }),
            "viewer" => ValueTask.FromResult<Person?>(new("anna") { Role = TaskRole.Viewer }),
            "someone else" => ValueTask.FromResult<Person?>(new("bert")),
            "an error" => throw new InvalidOperationException("the directory is down"),
            _ => ValueTask.FromResult<Person?>(null),
        }), _time);

        _time.Advance(TimeSpan.FromSeconds(59));
        watch.Changed.IsCancellationRequested.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        watch.Changed.IsCancellationRequested.Should().Be(expected);
    }
}
