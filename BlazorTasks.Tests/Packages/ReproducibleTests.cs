using System.IO.Compression;

namespace BlazorTasks.Tests.Packages;

/// <summary>Whoever packs the same commit, wherever, gets the same packages, whose symbols lead to the sources.</summary>
public sealed class ReproducibleTests : IDisposable
{
    private const string Repository = "https://github.com/example/blazortasks";

    private readonly TempFolder _folder = new();

    [FullRunFact]
    public async Task Packages_OfTwoClones_AreEqualAndLinkToTheirSources()
    {
        var first = await PackAsync("one");
        var second = await PackAsync("two/clone/with/a/longer/path");

        first.Keys.Should().Contain(["BlazorTasks.Core.0.1.0.nupkg", "BlazorTasks.Core.0.1.0.snupkg"]);
        second.Keys.Should().BeEquivalentTo(first.Keys);
        foreach (var (package, files) in first)
        {
            second[package].Should().BeEquivalentTo(files, package);
        }

        var pdb = await ReadAsync(_folder.File("one/artifacts/BlazorTasks.Core.0.1.0.snupkg"), "lib/net10.0/BlazorTasks.Core.pdb");
        var text = Encoding.UTF8.GetString(pdb);
        text.Should().Contain("https://raw.githubusercontent.com/example/blazortasks/").And.NotContain(_folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Packs a clone, and gives the hash of each file of each package, apart from what NuGet stamps.</summary>
    private async Task<Dictionary<string, Dictionary<string, string>>> PackAsync(string name)
    {
        var clone = _folder.File(name);
        await Shell.SucceedAsync($"git clone -q '{Shell.Root}' '{clone}' && git -C '{clone}' remote set-url origin {Repository}");
        foreach (var project in TemplateTests.Packages)
        {
            await Shell.SucceedAsync(
                $"cd '{clone}' && dotnet pack {project} -c Release -o artifacts -p:ContinuousIntegrationBuild=true -v q");
        }

        return Directory.GetFiles(Path.Combine(clone, "artifacts")).ToDictionary(file => Path.GetFileName(file), Hashes);
    }

    private static Dictionary<string, string> Hashes(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        return zip.Entries.Where(entry => !entry.FullName.StartsWith("_rels/") && !entry.FullName.StartsWith("package/"))
            .ToDictionary(entry => entry.FullName, Hash);
    }

    private static string Hash(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        return Convert.ToHexString(SHA256.HashData(stream));
    }

    private static async Task<byte[]> ReadAsync(string package, string file)
    {
        using var zip = ZipFile.OpenRead(package);
        await using var stream = zip.GetEntry(file)!.Open();
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return memory.ToArray();
    }
}
