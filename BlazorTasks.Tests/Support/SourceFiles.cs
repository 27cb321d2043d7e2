using System.IO.Enumeration;

namespace BlazorTasks.Tests.Support;

/// <summary>The files of the repository that people write, without what the build makes of them.</summary>
public static class SourceFiles
{
    private static readonly string[] Generated = ["bin", "obj", "artifacts", "TestResults", "App_Data"];

    /// <summary>The full paths of all files with one of these extensions, such as ".cs".</summary>
    public static IReadOnlyList<string> WithExtension(params string[] extensions) =>
    [
        .. new FileSystemEnumerable<string>(
            Shell.Root,
            (ref entry) => entry.ToFullPath(),
            new EnumerationOptions { RecurseSubdirectories = true })
        {
            ShouldIncludePredicate = (ref entry) =>
                !entry.IsDirectory && extensions.Contains(Path.GetExtension(entry.FileName).ToString()),
            ShouldRecursePredicate = (ref entry) => !Generated.Contains(entry.FileName.ToString()),
        },
    ];
}
