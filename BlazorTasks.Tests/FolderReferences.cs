using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace BlazorTasks.Tests;

/// <summary>Which folder references which, as the compiled code says, and what the table in docs/architecture.md allows.</summary>
internal sealed partial class FolderReferences
{
    private const string Prefix = "BlazorTasks.";

    private readonly string[] _projects;
    private readonly Dictionary<(string Project, string Type), string> _folders = [];

    private FolderReferences(string[] projects) => _projects = projects;

    /// <summary>The references between different folders, such as ("Core/Feed", "Core/Model").</summary>
    public static ISet<(string From, string To)> Read(params System.Reflection.Assembly[] assemblies)
    {
        var reader = new FolderReferences([.. assemblies.Select(assembly => assembly.GetName().Name!)]);
        reader.FindFolders();
        var types = new ArchLoader().LoadAssemblies(assemblies).Build().Types;
        var found = from type in types
                    let start = reader.FolderOf(type)
                    where start is not null
                    from dependency in type.Dependencies
                    let end = reader.FolderOf(dependency.Target)
                    where end is not null && end != start
                    select (start, end);
        return found.ToHashSet();
    }

    /// <summary>The rows of the table: a folder and what it may reference, "X/*" for a folder with all below it.</summary>
    public static IReadOnlyList<(string Folder, IReadOnlyList<string> Allowed)> Table(string document) =>
    [
        .. Row().Matches(document).Select(row => (
            row.Groups["folder"].Value,
            (IReadOnlyList<string>)[.. Code().Matches(row.Groups["allowed"].Value).Select(code => code.Groups["name"].Value)])),
    ];

    /// <summary>Whether a folder is meant by a name of the table.</summary>
    public static bool Matches(string pattern, string folder) =>
        pattern.EndsWith("/*", StringComparison.Ordinal)
            ? folder == pattern[..^2] || folder.StartsWith(pattern[..^1], StringComparison.Ordinal)
            : folder == pattern;

    private void FindFolders()
    {
        foreach (var project in _projects)
        {
            var root = Path.Combine(Shell.Root, project);
            foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
            {
                var folder = Path.GetRelativePath(Shell.Root, Path.GetDirectoryName(file)!).Replace('\\', '/');
                if (!Output().IsMatch(folder))
                {
                    Add(project, file, folder[Prefix.Length..]);
                }
            }
        }
    }

    private void Add(string project, string file, string folder)
    {
        if (file.EndsWith(".razor", StringComparison.Ordinal))
        {
            _folders[(project, Path.GetFileNameWithoutExtension(file))] = folder;
        }
        else if (file.EndsWith(".cs", StringComparison.Ordinal))
        {
            foreach (Match type in Declaration().Matches(File.ReadAllText(file)))
            {
                _folders.TryAdd((project, type.Groups["name"].Value), folder);
            }
        }
    }

    private string? FolderOf(IType type) =>
        type.Assembly?.Name.Split(',')[0] is { } project && _projects.Contains(project)
            ? _folders.GetValueOrDefault((project, Outermost().Match(type.FullName).Groups["name"].Value))
            : null;

    [GeneratedRegex(@"^\| `(?<folder>[\w/*]+)` \|[^|\n]*\|(?<allowed>[^|\n]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("/(obj|bin)(/|$)")]
    private static partial Regex Output();

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly)\s+)*"
        + @"(?:class|record struct|record|struct|interface|enum|delegate [\w<>?]+)\s+(?<name>[A-Z]\w*)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();

    /// <summary>The name of the type that is not nested: "BlazorTasks.Forms.FormModel+Row" is FormModel.</summary>
    [GeneratedRegex(@"(?:^|\.)(?<name>\w+)(?:[`<+/].*)?$")]
    private static partial Regex Outermost();
}
