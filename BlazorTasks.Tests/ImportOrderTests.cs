namespace BlazorTasks.Tests;

/// <summary>
/// The one rule of "dotnet format" that neither the build nor "dotnet format whitespace" enforces (test.sh): the order of
/// using directives.
/// </summary>
public partial class ImportOrderTests
{
    [Fact]
    public void Sources_ImportInOrder()
    {
        var sources = SourceFiles.WithExtension(".cs");

        sources.Should().HaveCountGreaterThan(500, "or nothing was read");
        sources.Where(file => !IsInOrder(File.ReadLines(file))).Should().BeEmpty("System comes first, then the others by name");
    }

    [Theory]
    [InlineData(true, "using System;", "using System.Text;", "using Bunit;", "using static A.B;", "using C = D;")]
    [InlineData(false, "using Bunit;", "using System;")]
    [InlineData(false, "using System.Text;", "using System;")]
    [InlineData(false, "using Bunit;", "using Alpha;")]
    public void IsInOrder_Lines_AsTheFormatterSortsThem(bool expected, params string[] lines) => IsInOrder(lines).Should().Be(expected);

    private static bool IsInOrder(IEnumerable<string> lines)
    {
        var names = lines.TakeWhile(line => !line.StartsWith("namespace ", StringComparison.Ordinal))
            .Select(line => Import().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups["name"].Value)
            .ToList();
        return names.SequenceEqual(names
            .OrderBy(name => name == "System" || name.StartsWith("System.", StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(name => name.Replace('.', '\u0001'), StringComparer.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"^using (?<name>[\w.]+);")]
    private static partial Regex Import();
}
