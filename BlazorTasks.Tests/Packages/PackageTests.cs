using System.IO.Compression;

namespace BlazorTasks.Tests.Packages;

/// <summary>What is in a package (Directory.Build.targets). All of them are packed alike, so one is looked at here.</summary>
public sealed class PackageTests : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly TempFolder _feed = new();

    [Fact]
    public async Task Pack_Core_HasEverythingThatPeopleExpect()
    {
        var (exitCode, output) = await Shell.RunAsync($"dotnet pack BlazorTasks.Core --no-build -c {Configuration} -o '{_feed.Path}'");

        exitCode.Should().Be(0, output);
        var package = Directory.GetFiles(_feed.Path, "*.nupkg").Should().ContainSingle().Subject;
        using var zip = ZipFile.OpenRead(package);
        zip.Entries.Select(entry => entry.FullName).Should().Contain(
            ["README.md", "icon.png", "lib/net10.0/BlazorTasks.Core.dll", "lib/net10.0/BlazorTasks.Core.xml"]);
        using var nuspec = new StreamReader(zip.GetEntry("BlazorTasks.Core.nuspec")!.Open());
        (await nuspec.ReadToEndAsync()).Should().ContainAll(
            "<readme>README.md</readme>", "<icon>icon.png</icon>", "<license type=\"expression\">MIT</license>", "id=\"Cronos\"");
        using var symbols = ZipFile.OpenRead(Path.ChangeExtension(package, "snupkg"));
        symbols.Entries.Should().Contain(entry => entry.FullName == "lib/net10.0/BlazorTasks.Core.pdb");
    }

    public void Dispose() => _feed.Dispose();
}
