using BlazorTasks.Definitions;

namespace BlazorTasks.Tests.App;

public class SamplesTests
{
    [Fact]
    public void Samples_All_CanBeStarted() => new TaskCatalog([typeof(Program).Assembly]).Unavailable.Should().BeEmpty();
}
