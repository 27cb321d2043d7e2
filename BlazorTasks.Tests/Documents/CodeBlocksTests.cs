using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using BlazorTasks.Definitions;
using BlazorTasks.Forms;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.DependencyInjection;

namespace BlazorTasks.Tests.Documents;

/// <summary>The C# examples of a page are whole: each block compiles as it stands, and the tasks in it can be registered.</summary>
public sealed partial class CodeBlocksTests
{
    private const string Implicit =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    [Theory]
    [InlineData("docs/writing-tasks.md", 5)]
    [InlineData("docs/worker.md", 1)]
    public void CodeBlocks_Each_CompilesAndItsTasksAreRegistered(string page, int tasks)
    {
        var assemblies = Block().Matches(File.ReadAllText(Root(page))).Select(block => Compile(block.Groups["text"].Value)).ToList();

        using var services = new ServiceCollection().AddSingleton(TimeProvider.System).BuildServiceProvider();
        var catalog = new TaskCatalog(assemblies, services.GetRequiredService<IServiceProviderIsService>());
        catalog.Unavailable.Should().BeEmpty();
        catalog.All.Should().HaveCount(tasks);
    }

    [Fact]
    public async Task Worker_OfThePage_RunsToItsEnd()
    {
        var program = Compile(Block().Match(File.ReadAllText(Root("docs/worker.md"))).Groups["text"].Value).GetType("Program")!;

        await ((Task)program.GetMethod("Main")!.Invoke(null, [Array.Empty<string>()])!).WaitAsync(Support.TestMonitor.Patience);
    }

    [Fact]
    public void WritingTasks_EveryAttributePropertyContextMemberAndFieldType_IsNamed()
    {
        var page = File.ReadAllText(Root("docs/writing-tasks.md"));
        var members = typeof(MonitoredTaskAttribute).GetProperties().Where(property => property.DeclaringType == typeof(MonitoredTaskAttribute)).Select(property => property.Name)
            .Concat(typeof(TaskContext).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(member => member is PropertyInfo or MethodInfo { IsSpecialName: false }).Select(member => member.Name));
        var types = Enum.GetValues<FieldType>().Select(type => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(type.ToString()));

        members.Distinct().Where(name => !Regex.IsMatch(page, $@"`{name}\b", RegexOptions.None, TimeSpan.FromSeconds(5))).Should().BeEmpty();
        types.Where(type => !page.Contains($"`{type}`", StringComparison.Ordinal)).Should().BeEmpty();
    }

    private static Assembly Compile(string code)
    {
        var trees = new[] { Implicit, code }.Select(text => CSharpSyntaxTree.ParseText(text));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        using var library = new MemoryStream();

        var built = CSharpCompilation.Create($"Example{Guid.NewGuid():N}", trees, References, options).Emit(library);

        built.Diagnostics.Where(one => one.Severity >= DiagnosticSeverity.Warning).Select(one => one.ToString()).Should().BeEmpty();
        library.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(library);
    }

    private static string Root(string path, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../..", path));

    [GeneratedRegex(@"^```csharp\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Block();
}
