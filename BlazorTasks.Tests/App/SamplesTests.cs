using BlazorTasks.Definitions;

namespace BlazorTasks.Tests.App;

public class SamplesTests
{
    [Fact]
    public void Samples_All_CanBeStarted() => new TaskCatalog([typeof(Program).Assembly]).Unavailable.Should().BeEmpty();

    [Theory]
    [InlineData("index-a-folder")]
    [InlineData("extract-vocabulary")]
    public void Sample_ThatReadsWhatTheServerCanReach_IsForAdministratorsAndWhomTheyTrust(string name)
    {
        var sample = new TaskCatalog([typeof(Program).Assembly]).Find(name)!;

        new Person("anna").CanStart(sample).Should().BeFalse();
        new Person("bert", ["trusted"]).CanStart(sample).Should().BeTrue();
        Person.Local.CanStart(sample).Should().BeTrue();
    }
}
