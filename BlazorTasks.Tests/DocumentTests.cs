using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace BlazorTasks.Tests;

/// <summary>What the documents say can be looked up: the tests that coverage.md names, the files that are linked.</summary>
public partial class DocumentTests
{
    [Fact]
    public void Coverage_TestsItNames_Exist()
    {
        var tests = typeof(DocumentTests).Assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance)).Select(method => method.Name).ToHashSet();

        var named = TestName().Matches(File.ReadAllText(Root("docs/coverage.md"))).Select(match => match.Groups[1].Value).ToList();

        named.Should().NotBeEmpty();
        named.Where(name => !tests.Contains(name)).Should().BeEmpty();
    }

    [Fact]
    public void Links_ToFiles_LeadSomewhere() =>
        (from file in Directory.EnumerateFiles(Root("docs"), "*.md", SearchOption.AllDirectories).Append(Root("README.md")).Append(Root("CHANGELOG.md")).Append(Root("CONTRIBUTING.md"))
         from Match link in Link().Matches(File.ReadAllText(file))
         let target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, link.Groups[1].Value))
         where !File.Exists(target) && !Directory.Exists(target)
         select $"{Path.GetFileName(file)}: {link.Groups[1].Value}").Should().BeEmpty();

    private static string Root(string path, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", path));

    [GeneratedRegex(@"`(\w+_\w+_\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)#]+)")]
    private static partial Regex Link();
}
