namespace BlazorTasks.Tests.App;

/// <summary>The App's commands, where the history is in PostgreSQL.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresCommandsTests(PostgresServer server) : IDisposable
{
    private readonly TempFolder _data = new();

    [Fact]
    public async Task Verify_BesideARunningServer_FindsWhatIsMissingAndReportsNoPassword()
    {
        var database = await server.NewDatabaseAsync();
        string[] settings = [$"--BlazorTasks:Data={_data.Path}", $"--ConnectionStrings:Tasks={database}"];
        await using var app = await AppProcess.StartAsync(_data.Path, settings[1]);
        using var client = new HttpClient { BaseAddress = app.Address };
        (await client.PostAsJsonAsync("api/tasks", new { definition = "random-wait" })).EnsureSuccessStatusCode();

        var sound = await AppProcess.RunAsync(["verify", .. settings]);
        await server.ExecuteAsync(new NpgsqlConnectionStringBuilder(database).Database!, "DELETE FROM blazor_tasks.events WHERE seq = 2");
        var broken = await AppProcess.RunAsync(["verify", .. settings]);

        sound
            .Should().Match<(int ExitCode, string Output)>(
            run => run.ExitCode == 0 && run.Output.Contains("1 tasks with") && run.Output.Contains("no inconsistencies found."));
        broken.ExitCode.Should().Be(1);
        broken.Output.Should().Contain("inconsistencies found.").And.NotContain("s3cret-word").And.NotContain("   at ");
    }

    [Fact]
    public async Task Backup_OfPostgres_NamesTheToolForIt()
    {
        var (exitCode, output) = await AppProcess.RunAsync(
            "backup",
            _data.File("copy.db"),
            $"--ConnectionStrings:Tasks={await server.NewDatabaseAsync()}");

        exitCode.Should().NotBe(0);
        output.Should().Contain("use pg_dump").And.NotContain("s3cret-word");
    }

    public void Dispose() => _data.Dispose();
}
