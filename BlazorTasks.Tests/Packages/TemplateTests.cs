namespace BlazorTasks.Tests.Packages;

/// <summary>
/// All packages in a folder, and nothing in the cache: what somebody gets who installs the templates. The server that they make
/// is built, tested, published and asked.
/// </summary>
public sealed partial class TemplateTests : IDisposable
{
    private const long MaxCoreBytes = 600 * 1024;

    internal static readonly string[] Packages =
    [
        "BlazorTasks", "BlazorTasks.Client", "BlazorTasks.Cluster", "BlazorTasks.Components", "BlazorTasks.Core",
        "BlazorTasks.Dashboard", "BlazorTasks.Hangfire", "BlazorTasks.Notifications", "BlazorTasks.Quartz", "BlazorTasks.Templates",
        "BlazorTasks.Testing",
    ];

    private readonly TempFolder _folder = new();

    [FullRunFact]
    public async Task Server_FromTheTemplate_BuildsPassesItsTestsAndServes()
    {
        foreach (var project in Packages)
        {
            await RunAsync(Shell.Root, $"dotnet pack {project} -c Release -o '{_folder.File("feed")}' -p:ContinuousIntegrationBuild=true");
        }

        new FileInfo(Directory.GetFiles(_folder.File("feed"), "BlazorTasks.Core.*.nupkg").Single()).Length.Should()
            .BeLessThan(MaxCoreBytes);
        await File.WriteAllTextAsync(
            _folder.File("nuget.config"),
            """<configuration><packageSources><add key="feed" value="feed" /></packageSources></configuration>""");
        await RunAsync(_folder.Path, "dotnet new install feed/BlazorTasks.Templates.*.nupkg");
        await RunAsync(_folder.Path, "dotnet new blazortasks -n Acme.Jobs");
        await RunAsync(_folder.File("Acme.Jobs/Acme.Jobs"), "dotnet new blazortasks-task -n Cleanup");
        await RunAsync(_folder.File("Acme.Jobs"), "dotnet test");
        await RunAsync(_folder.File("Acme.Jobs"), $"dotnet publish Acme.Jobs -o '{_folder.File("app")}'");

        await using var server = Shell.Start(
            $"cd '{_folder.File("app")}' && exec dotnet Acme.Jobs.dll --urls http://127.0.0.1:0 --Data '{_folder.File("data")}'");
        var address = await Eventually.FoundAsync(() => Task.FromResult(
            Listening().Match(server.Output) is { Success: true } line ? new Uri(line.Groups["address"].Value) : null));
        using var http = new HttpClient { BaseAddress = address };
        (await http.GetStringAsync(new Uri("_content/BlazorTasks.Dashboard/blazor.web.js", UriKind.Relative))).Should().NotBeEmpty();
        (await http.GetStringAsync(new Uri("", UriKind.Relative))).Should().Contain("BlazorTasks");
        var definitions = await http.GetFromJsonAsync<JsonElement>(new Uri("api/definitions", UriKind.Relative));
        definitions.ToString().Should().ContainAll("write-a-report", "cleanup");
    }

    public void Dispose() => _folder.Dispose();

    private Task RunAsync(string folder, string command) => Shell.SucceedAsync(
        $"cd '{folder}' && {command}",
        ("NUGET_PACKAGES", _folder.File("cache")),
        ("DOTNET_CLI_HOME", _folder.File("home")));

    [GeneratedRegex(@"Now listening on: (?<address>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
