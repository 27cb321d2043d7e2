namespace BlazorTasks.Tests.App;

/// <summary>How the App starts, and how it refuses to.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TempFolder _data = new();

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://192.0.2.1:5080")]
    [InlineData("http://127.0.0.1:5080;http://[::]:5081")]
    public async Task Start_OpenToOthersWithoutAccounts_IsRefusedInOneSentence(string urls)
    {
        var (exitCode, error) = await AppProcess.RunAsync("--urls", urls, $"--BlazorTasks:Data={_data.Path}");

        exitCode.Should().Be(78);
        error.Trim()
            .Should().StartWith("BlazorTasks was not started: http://").And.Contain("nobody has to sign in").And.NotContain("\n");
    }

    [Fact]
    public async Task Start_CorruptDatabase_IsRefusedInOneSentenceAndLeftAlone()
    {
        await File.WriteAllTextAsync(_data.File("tasks.db"), new string('x', 10_000));

        var (exitCode, error) = await AppProcess.RunAsync("--urls", "http://127.0.0.1:0", $"--BlazorTasks:Data={_data.Path}");

        exitCode.Should().Be(1);
        error.Trim()
            .Should().StartWith($"The database {_data.File("tasks.db")} cannot be opened").And.NotContain("\n").And.NotContain(" at ");
        (await File.ReadAllTextAsync(_data.File("tasks.db"))).Should().HaveLength(10_000);
    }

    [Fact]
    public async Task Start_SecondProcessOnTheSameFile_IsRefusedInOneSentence()
    {
        await using var first = await AppProcess.StartAsync(_data.Path);

        var (exitCode, error) = await AppProcess.RunAsync("--urls", "http://127.0.0.1:0", $"--BlazorTasks:Data={_data.Path}");

        exitCode.Should().Be(1);
        error
            .Should().Contain(
            "If another process is using it, stop that process or choose another file. "
            + $"It was opened by {Environment.MachineName} (process {first.Id}), last seen at 2");
    }

    [Fact]
    public async Task Start_AddressInUse_IsRefusedInOneSentence()
    {
        await using var first = await AppProcess.StartAsync(_data.File("first"));
        var taken = first.Address.ToString().TrimEnd('/');

        var (exitCode, error) = await AppProcess.RunAsync("--urls", taken, $"--BlazorTasks:Data={_data.File("second")}");

        exitCode.Should().Be(1);
        error.Trim()
            .Should().StartWith($"BlazorTasks was not started: Failed to bind to address {taken}").And.Contain("--urls")
            .And.NotContain("\n");
    }

    [Fact]
    public async Task Start_InvalidOption_NamesIt()
    {
        var (exitCode, error) = await AppProcess.RunAsync(
            "--urls",
            "http://127.0.0.1:0",
            $"--BlazorTasks:Data={_data.Path}",
            "--BlazorTasks:MaxConcurrency=0");

        exitCode.Should().Be(1);
        error.Should().Contain("MaxConcurrency").And.NotContain(" at ");
    }

    [Fact]
    public async Task Start_FromAnotherFolder_HasItsSettingsItsPagesAndItsDataBesideIt()
    {
        var app = _data.File("app");
        var elsewhere = Directory.CreateDirectory(_data.File("elsewhere")).FullName;
        await File.WriteAllTextAsync(Path.Combine(elsewhere, "appsettings.json"), """{ "BlazorTasks": { "MaxConcurrency": 0 } }""");
        (await Shell.RunAsync($"cp -r {Path.GetDirectoryName(AppProcess.Built("App"))} {app}")).ExitCode.Should().Be(0);

        await using var run = Shell.Start($"cd {elsewhere}; exec dotnet {app}/BlazorTasks.App.dll --urls http://127.0.0.1:0");
        await Eventually.TrueAsync(() => run.Output.Contains("Stop it with Ctrl+C"));

        run.Output.Should().StartWith("Starting BlazorTasks…").And.Contain(Path.Combine(app, "App_Data", "tasks.db"));
        using var client = new HttpClient { BaseAddress = new Uri(run.Output.Split("Dashboard  ")[1].Split('\n')[0]) };
        (await client.GetAsync("_content/BlazorTasks.Dashboard/blazor.web.js")).StatusCode.Should().Be(System.Net.HttpStatusCode.OK);
        (await client.GetAsync("/")).StatusCode.Should().Be(System.Net.HttpStatusCode.OK);
        Directory.EnumerateFileSystemEntries(elsewhere).Should().ContainSingle("nothing is written where it was started from");
    }

    [Fact]
    public async Task Response_ThroughAProxyThatEncrypts_AsksForHttpsAndDoesNotNameTheServer()
    {
        await using var app = await AppProcess.StartAsync(
            _data.Path, "--BlazorTasks:KnownProxies:0=127.0.0.1", "--AllowedHosts=tasks.example.com;127.0.0.1");
        using var client = new HttpClient { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Host = "tasks.example.com";
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");

        using var encrypted = await client.SendAsync(request);
        using var direct = await client.GetAsync(new Uri("/health/live", UriKind.Relative));

        encrypted.Headers.GetValues("Strict-Transport-Security").Should().ContainSingle().Which.Should().StartWith("max-age=");
        direct.Headers.Contains("Strict-Transport-Security").Should().BeFalse();
        encrypted.Headers.Server.Should().BeEmpty();
    }

    public void Dispose() => _data.Dispose();
}
