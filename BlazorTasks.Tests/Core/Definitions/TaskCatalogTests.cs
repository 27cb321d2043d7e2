using BlazorTasks.Definitions;

namespace BlazorTasks.Tests.Core.Definitions;

/// <summary>What cannot be a definition is said at setup, all at once, and keeps no other from starting (case C16 and more).</summary>
public class TaskCatalogTests
{
    private static readonly Assembly Mixed = SourceAssembly.Compile(
        """
        using BlazorTasks;

        public sealed class Good
        {
            [MonitoredTask("Good one")]
            public static string One() => "good";

            [MonitoredTask("导入 CSV")]
            public static string Import() => "in";

            [MonitoredTask("导出 CSV")]
            public static string Export() => "out";
        }

        public sealed class Bad
        {
            [MonitoredTask("Bad parameters")]
            public static void Parameters(Stream stream, Action action) => action();

            [MonitoredTask("Bad timeout", Timeout = "90")]
            public static void Timeout()
            {
            }

            [MonitoredTask("Twice")]
            public static void First()
            {
            }

            [MonitoredTask("twice!")]
            public static void Second()
            {
            }
        }

        public sealed class Never
        {
            [MonitoredTask("Void")]
            public static async void VoidAsync() => await Task.Yield();

            [MonitoredTask("Stream")]
            public static async IAsyncEnumerable<int> StreamAsync()
            {
                await Task.Yield();
                yield return 1;
            }

            [MonitoredTask("Iterator")]
            public static IEnumerable<int> Iterator()
            {
                yield return 1;
            }

            [MonitoredTask("Unwrapped")]
            public static Task<Task> UnwrappedAsync() => Task.FromResult(Task.CompletedTask);
        }
        """);

    [Fact]
    public void Catalog_WithBadDefinitions_HasTheOthers()
    {
        var catalog = new TaskCatalog([Mixed]);

        catalog.All.Select(definition => definition.Name).Should().Equal("good-one", "导入-csv", "导出-csv");
        catalog.Unavailable.Select(definition => definition.Name)
            .Should().BeEquivalentTo("bad-parameters", "bad-timeout", "void", "stream", "iterator", "twice", "twice", "unwrapped");
        catalog.WhyMissing("void")
            .Should().Be("'void' cannot be started: [MonitoredTask] on Never.VoidAsync: async void cannot be awaited; return a Task.");
        catalog.WhyMissing("nothing").Should().Be("The definition 'nothing' does not exist.");
    }

    [Fact]
    public void Catalog_OneBadMethod_SaysAllThatIsWrongWithIt() =>
        new TaskCatalog([Mixed]).Unavailable.Single(definition => definition.Name == "bad-parameters").Reason
            .Should().Contain("parameter 'stream':").And.Contain("parameter 'action':");

    [Fact]
    public async Task Monitor_WithBadDefinitions_StartsTheOthersAndSaysWhy()
    {
        await using var test = new TestMonitor(tasks => tasks.AddTasksFrom(Mixed));

        (await test.RunAsync("good-one")).Result.GetString().Should().Be("good");
        (await test.Monitor.CheckHealthAsync()).Warnings.Should().Contain(warning => warning.Contains("Never.VoidAsync"));
        await test.Monitor.Awaiting(monitor => monitor.StartAsync("void"))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*async void*");
    }

    [Fact]
    public void Monitor_StrictWithBadDefinitions_DoesNotStartAndSaysEverything() =>
        FluentActions.Invoking(
            () => new TestMonitor(tasks => tasks.AddTasksFrom(Mixed).Configure(options => options.StrictDefinitions = true)))
            .Should().Throw<TaskSetupException>().WithMessage("*Bad.Parameters*Never.VoidAsync*");
}
