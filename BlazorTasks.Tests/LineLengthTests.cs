namespace BlazorTasks.Tests;

/// <summary>A line that needs scrolling to be read, or two lines of a diff, is too long. No formatter of .NET wraps them.</summary>
public class LineLengthTests
{
    private const int MaxLength = 140;

    [Fact]
    public void Sources_NoLine_IsTooLong()
    {
        var sources = SourceFiles.WithExtension(".cs", ".razor", ".css", ".js", ".sql", ".sh", ".csproj")
            .Where(file => Path.GetFileName(file) != "blazor.web.js") // the framework's own
            .ToList();

        sources.Should().HaveCountGreaterThan(500, "or nothing was read");
        sources.SelectMany(file => LongLines(Path.GetRelativePath(Shell.Root, file), File.ReadLines(file)))
            .Should().BeEmpty($"a line has at most {MaxLength} characters");
    }

    [Fact]
    public void LongLines_OneCharacterTooMany_IsReportedWithFileAndLine() =>
        LongLines("A.cs", [new string('ä', MaxLength), new string('ä', MaxLength + 1)])
            .Should().Equal("A.cs:2 has 141 characters");

    private static IEnumerable<string> LongLines(string file, IEnumerable<string> lines) => lines.Index()
        .Select(line => (Number: line.Index + 1, Length: line.Item.EnumerateRunes().Count()))
        .Where(line => line.Length > MaxLength)
        .Select(line => $"{file}:{line.Number} has {line.Length} characters");
}
