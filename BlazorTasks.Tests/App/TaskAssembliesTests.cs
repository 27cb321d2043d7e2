namespace BlazorTasks.Tests.App;

/// <summary>People's own tasks in the ready-made server.</summary>
public sealed class TaskAssembliesTests : IDisposable
{
    private readonly TempFolder _data = new();

    [Fact]
    public async Task Start_AssemblyWithTasks_MakesThemStartable()
    {
        await using var app = await AppProcess.StartAsync(_data.Path, $"--BlazorTasks:TaskAssemblies:0={AppProcess.Built("Workload")}");
        using var client = new HttpClient { BaseAddress = app.Address };

        var definitions = await client.GetFromJsonAsync<JsonElement>("api/definitions");

        definitions.ToString().Should().Contain("\"take-time\"").And.Contain("\"random-wait\"");
    }

    [Theory]
    [InlineData("missing.dll", "The task assembly *missing.dll does not exist. Correct BlazorTasks:TaskAssemblies or copy the file there.")]
    [InlineData("appsettings.json",
        "*appsettings.json in BlazorTasks:TaskAssemblies is not a .NET assembly. Specify the .dll file that your project builds.")]
    [InlineData("Npgsql.dll", "The task assembly *Npgsql.dll contains no method marked with [MonitoredTask]. Remove it*")]
    public async Task Start_AssemblyThatIsNone_IsRefusedInOneSentence(string path, string message)
    {
        var (exitCode, said) = await AppProcess.RunAsync(
            "--urls",
            "http://127.0.0.1:0",
            $"--BlazorTasks:Data={_data.Path}",
            $"--BlazorTasks:TaskAssemblies:0={path}");

        exitCode.Should().Be(1);
        said.Trim().Should().Match(message).And.NotContain("\n");
    }

    public void Dispose() => _data.Dispose();
}
