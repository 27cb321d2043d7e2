using BlazorTasks.Definitions;

namespace BlazorTasks.Tests.Documents;

/// <summary>The C# examples of a page are whole: each block compiles as it stands, and the tasks in it can be registered.</summary>
public sealed partial class CodeBlocksTests
{
    [Theory]
    [InlineData("docs/writing-tasks.md", 5)]
    [InlineData("docs/worker.md", 1)]
    [InlineData("docs/schedules.md", 1)]
    public void CodeBlocks_Each_CompilesAndItsTasksAreRegistered(string page, int tasks)
    {
        var assemblies = Block().Matches(File.ReadAllText(Root(page))).Select(block => SourceAssembly.Compile(block.Groups["text"].Value))
            .ToList();

        using var services = new ServiceCollection().AddSingleton(TimeProvider.System).BuildServiceProvider();
        var catalog = new TaskCatalog(assemblies, services.GetRequiredService<IServiceProviderIsService>());
        catalog.Unavailable.Should().BeEmpty();
        catalog.All.Should().HaveCount(tasks);
    }

    [Fact]
    public async Task Worker_OfThePage_RunsToItsEnd()
    {
        var program = SourceAssembly.Compile(Block().Match(File.ReadAllText(Root("docs/worker.md"))).Groups["text"].Value)
            .GetType("Program")!;

        await ((Task)program.GetMethod("Main")!.Invoke(null, [Array.Empty<string>()])!).WaitAsync(TestMonitor.MaxWait);
    }

    [Fact]
    public void WritingTasks_EveryAttributePropertyContextMemberAndFieldType_IsNamed()
    {
        var page = File.ReadAllText(Root("docs/writing-tasks.md"));
        var members = typeof(MonitoredTaskAttribute).GetProperties()
            .Where(property => property.DeclaringType == typeof(MonitoredTaskAttribute)).Select(property => property.Name)
            .Concat(typeof(TaskContext)
                .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(member => member is PropertyInfo or MethodInfo { IsSpecialName: false }).Select(member => member.Name));
        var types = Enum.GetValues<FieldType>()
            .Select(type => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(type.ToString()));

        members.Distinct().Where(name => !Regex.IsMatch(page, $@"`{name}\b", RegexOptions.None, TimeSpan.FromSeconds(5))).Should()
            .BeEmpty();
        types.Where(type => !page.Contains($"`{type}`", StringComparison.Ordinal)).Should().BeEmpty();
    }

    private static string Root(string path, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../..", path));

    [GeneratedRegex(
        @"^```csharp\n(?<text>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Block();
}
