using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using BlazorTasks.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace BlazorTasks.Tests.Documents;

/// <summary>The hosts of docs/embedding-auth.md, compiled and run as they stand there.</summary>
public sealed partial class EmbeddingAuthTests
{
    [Fact]
    public async Task Hosts_OfThePage_ProtectTheDashboardAndNothingElse()
    {
        var hosts = Block().Matches(await File.ReadAllTextAsync(Root("docs/embedding-auth.md")))
            .Select(block => SourceAssembly.Compile(block.Groups["text"].Value)).ToList();

        hosts.Should().HaveCount(3);
        foreach (var build in hosts.Select(host => host.GetTypes().Select(type => type.GetMethod("Build")).OfType<MethodInfo>().Single()))
        {
            await using var app = (WebApplication)build.Invoke(null, [Arguments])!;
            await app.StartAsync();
            using var handler = new HttpClientHandler { AllowAutoRedirect = false };
            using var client = new HttpClient(handler) { BaseAddress = new Uri(app.Urls.First()) };

            (await client.GetAsync("/")).StatusCode.Should().Be(HttpStatusCode.OK, build.DeclaringType!.Name);
            (await client.GetAsync("/tasks")).StatusCode.Should().Be(HttpStatusCode.Redirect);
            (await client.GetAsync("/tasks/api/tasks")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
            await app.StopAsync();
        }
    }

    private static string[] Arguments =>
    [
        "--urls=http://127.0.0.1:0", "--AllowedHosts=*", "--environment=Development", $"--contentRoot={AppContext.BaseDirectory}",
        $"--applicationName={typeof(EmbeddingAuthTests).Assembly.GetName().Name}",
    ];

    private static string Root(string path, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../..", path));

    [GeneratedRegex(
        @"^```csharp\n(?<text>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Block();
}
