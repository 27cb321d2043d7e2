using BlazorTasks.App.Hosting;
using YamlDotNet.RepresentationModel;

namespace BlazorTasks.Tests.Deploy;

/// <summary>
/// The files in deploy fit the App and each other. No container engine is needed: what they say is compared, and nginx and
/// systemd check their own.
/// </summary>
public sealed partial class DeployFilesTests : IDisposable
{
    private static readonly string Folder = Path.Combine(Shell.Root, "deploy");

    private readonly TempFolder _folder = new();

    [Fact]
    public void Variables_OfEveryFile_AreSettingsOfTheApp()
    {
        var settings = typeof(BlazorTasksOptions).GetProperties().Concat(typeof(DashboardOptions).GetProperties())
            .Select(property => $"BlazorTasks:{property.Name}")
            .Concat(JsonSettings("ConnectionStrings")).Concat(JsonSettings("BlazorTasks"))
            .ToHashSet();

        var used = Directory.GetFiles(Folder).Append(Path.Combine(Shell.Root, "docs/deploy.md"))
            .SelectMany(file => Variable().Matches(File.ReadAllText(file)))
            .Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal)).Distinct().ToList();

        used.Should().Contain(["BlazorTasks:Data", "ConnectionStrings:Tasks"]).And.BeSubsetOf(settings);
    }

    [Fact]
    public void Port_OfTheImage_IsTheOneThatEverythingElseUses()
    {
        var image = Regex.Match(Read("Dockerfile"), @"(?<=Urls=http://\+:)\d+", RegexOptions.None, TestMonitor.MaxWait).Value;

        var used = Port().Matches(Read("Dockerfile") + Read("compose.yaml") + Read("compose.cluster.yaml") + Read("kubernetes.yaml")
            + Read("nginx.conf")).Select(match => match.Groups["port"].Value).ToList();

        used.Should().HaveCountGreaterThan(6).And.OnlyContain(port => port == image);
    }

    [Fact]
    public async Task Probes_OfKubernetes_AskEndpointsOfTheAppUnderAnAllowedName()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddBlazorTasks();
        await using var app = builder.Build();
        app.MapBlazorTasksHealth();
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText).ToList();
        var pods = Find(Yaml("kubernetes.yaml", "Deployment"), "spec", "template", "spec", "containers").Children[0];
        var hosts = Find(pods, "env").Children.Where(one => (string?)one["name"] == "AllowedHosts")
            .SelectMany(one => ((string?)one["value"])!.Split(';')).ToList();

        foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
        {
            endpoints.Should().Contain((string?)pods[probe]["httpGet"]["path"]);
            hosts.Should().Contain((string?)Find(pods, probe, "httpGet", "httpHeaders").Children[0]["value"]);
        }

        hosts.Should().Contain((string?)Find(Yaml("kubernetes.yaml", "Ingress"), "spec", "rules").Children[0]["host"]);
    }

    [Theory]
    [InlineData("compose.yaml", @"stop_grace_period: (\d+)s", 0)]
    [InlineData("compose.cluster.yaml", @"stop_grace_period: (\d+)s", 0)]
    [InlineData("kubernetes.yaml", @"terminationGracePeriodSeconds: (\d+)", 5)]
    [InlineData("blazortasks.service", @"TimeoutStopSec=(\d+)", 0)]
    public void Stop_HasMoreTimeThanTheAppTakes(string file, string time, int before)
    {
        var seconds = Regex.Match(Read(file), time, RegexOptions.None, TestMonitor.MaxWait).Groups[1].Value;

        TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture) - before).Should()
            .BeGreaterThan(new BlazorTasksOptions().ShutdownTimeout + TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("compose.cluster.yaml")]
    public void Services_OfCompose_RunWithoutRightsOnAReadOnlyFileSystem(string file)
    {
        foreach (var service in Services(file))
        {
            ((string?)service["read_only"]).Should().Be("true");
            Find(service, "cap_drop").Children.Should().ContainSingle().Which.ToString().Should().Be("ALL");
        }
    }

    [Fact]
    public async Task Nginx_AcceptsItsConfiguration()
    {
        var text = Read("nginx.conf");
        text.Should().Contain($"client_max_body_size {new BlazorTasksOptions().MaxUploadBytes >> 20}m");
        await File.WriteAllTextAsync(
            _folder.File("nginx.conf"),
            Regex.Replace(text, @"tasks\d:", "127.0.0.1:", RegexOptions.None, TestMonitor.MaxWait)
                .Replace("/tmp/", $"{_folder.Path}/", StringComparison.Ordinal));

        var (exitCode, output) = await Shell.RunAsync($"PATH=\"$PATH:/usr/sbin\" nginx -t -c '{_folder.File("nginx.conf")}'");

        exitCode.Should().Be(0, output);
    }

    [Fact]
    public async Task Unit_OfSystemd_IsAccepted()
    {
        var text = Read("blazortasks.service");
        text.Should().Contain($"RestartPreventExitStatus=64 {NetworkAccessException.ExitCode}");
        await File.WriteAllTextAsync(
            _folder.File("blazortasks.service"),
            text.Replace("/usr/bin/dotnet", "/bin/true", StringComparison.Ordinal));

        var (exitCode, output) = await Shell.RunAsync(
            $"! command -v systemd-analyze || systemd-analyze verify --man=no '{_folder.File("blazortasks.service")}'");

        exitCode.Should().Be(0, output);
    }

    public void Dispose() => _folder.Dispose();

    private static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    private static IEnumerable<YamlNode> Services(string file) =>
        from service in ((YamlMappingNode)Yaml(file)["services"]).Children
        where service.Key.ToString().StartsWith("tasks", StringComparison.Ordinal)
        select ((YamlMappingNode)service.Value).Children.TryGetValue("<<", out var merged) ? merged : service.Value;

    private static YamlNode Yaml(string file, string? kind = null)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Read(file)));
        return stream.Documents.Select(document => document.RootNode).Single(root => kind is null || (string?)root["kind"] == kind);
    }

    private static YamlSequenceNode Find(YamlNode node, params string[] path) =>
        (YamlSequenceNode)path.Aggregate(node, (from, name) => from[name]);

    private static List<string> JsonSettings(string section)
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(Shell.Root, "BlazorTasks.App/appsettings.json")));
        return [.. settings.RootElement.GetProperty(section).EnumerateObject().Select(setting => $"{section}:{setting.Name}")];
    }

    [GeneratedRegex(@"\b(BlazorTasks|ConnectionStrings)__\w+", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();

    [GeneratedRegex(
        @"(EXPOSE |http://\+:|127\.0\.0\.1:\d+:|containerPort: |server tasks\d:|listen )(?<port>\d+)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Port();
}
