using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BlazorTasks.Tests.Support;

/// <summary>Compiles C# at run time: the examples of a page, and definitions that must not be in the assembly of the tests.</summary>
internal static class SourceAssembly
{
    private const string Implicit =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Threading; global using System.Threading.Tasks;";

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not (
                "BlazorTasks.App.dll" or "BlazorTasks.Tests.dll")) // they have a Program of their own
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The assembly of a source, which must compile without a warning.</summary>
    public static Assembly Compile(string code)
    {
        var trees = new[] { Implicit, code }.Select(text => CSharpSyntaxTree.ParseText(text));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable);
        using var library = new MemoryStream();

        var built = CSharpCompilation.Create($"Example{Guid.NewGuid():N}", trees, References, options).Emit(library);

        built.Diagnostics.Where(one => one.Severity >= DiagnosticSeverity.Warning).Select(one => one.ToString()).Should().BeEmpty();
        library.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(library);
    }
}
