namespace BlazorTasks.Tests.App;

/// <summary>What the App does instead of serving, beside a running server.</summary>
public sealed class CommandsTests : IDisposable
{
    private readonly TempFolder _data = new();

    private string DataSetting => $"--BlazorTasks:Data={_data.Path}";

    [Fact]
    public async Task VerifyAndBackup_BesideARunningServer_ReadAndCopyAWholeHistory()
    {
        await using var app = await AppProcess.StartAsync(_data.Path);
        using var client = new HttpClient { BaseAddress = app.Address };
        (await client.PostAsJsonAsync("api/tasks", new { definition = "random-wait" })).EnsureSuccessStatusCode();
        await ExecuteAsync("accounts.db", "CREATE TABLE accounts (name TEXT)");
        var copy = _data.File("copy/tasks.db");
        Directory.CreateDirectory(_data.File("copy"));

        var verified = await AppProcess.RunAsync("verify", DataSetting);
        var copied = await AppProcess.RunAsync("backup", copy, DataSetting);
        var again = await AppProcess.RunAsync("backup", copy, DataSetting);
        var restored = await AppProcess.RunAsync("verify", $"--BlazorTasks:Data={_data.File("copy")}");

        verified
            .Should().Match<(int ExitCode, string Output)>(
            run => run.ExitCode == 0 && run.Output.Contains("1 tasks with") && run.Output.Contains("no inconsistencies found."));
        copied.ExitCode.Should().Be(0, copied.Output);
        File.Exists(_data.File("copy/tasks.accounts.db")).Should().BeTrue();
        again.ExitCode.Should().Be(1);
        again.Output.Should().Contain("already exists and was not overwritten");
        restored.ExitCode.Should().Be(0, restored.Output);
        restored.Output.Should().Contain("1 tasks with");
    }

    [Fact]
    public async Task Verify_EventMissing_NamesTheTaskAndFails()
    {
        await using (var app = await AppProcess.StartAsync(_data.Path))
        {
            using var client = new HttpClient { BaseAddress = app.Address };
            (await client.PostAsJsonAsync("api/tasks", new { definition = "random-wait" })).EnsureSuccessStatusCode();
        }

        await ExecuteAsync("tasks.db", "DELETE FROM events WHERE seq = 2");
        var (exitCode, output) = await AppProcess.RunAsync("verify", DataSetting);

        exitCode.Should().Be(1);
        output.Should().Contain("inconsistencies found.").And.NotContain("   at ");
    }

    [Theory]
    [InlineData("The command \"backup\" requires a file name.", "backup")]
    [InlineData("The command \"verify\" does not accept the argument \"twice\".", "verify", "twice")]
    [InlineData("Unknown command \"serve\".", "serve")]
    [InlineData("\"verify\" is not a setting, and a command must be the first argument.", "--urls", "http://127.0.0.1:0", "verify")]
    [InlineData("\"-v\" is not a setting", "-v")]
    public async Task Command_WrongUse_IsExplained(string expected, params string[] words)
    {
        var (exitCode, output) = await AppProcess.RunAsync([.. words, DataSetting]);

        exitCode.Should().Be(64);
        output.Trim().Should().StartWith(expected).And.EndWith("\"--help\" shows help.").And.NotContain("\n");
    }

    [Fact]
    public async Task Help_ShowsCommandsAndSettings()
    {
        var (exitCode, output) = await AppProcess.RunAsync("--help");

        exitCode.Should().Be(0);
        output.Should().Contain("verify").And.Contain("backup FILE").And.Contain("--urls").And.NotContain("is running");
    }

    public void Dispose() => _data.Dispose();

    private async Task ExecuteAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_data.File(file)};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
