namespace BlazorTasks.Tests.Cluster.Orleans;

/// <summary>Nobody pays for a link that has no other node to reach.</summary>
[Collection(PostgresTests.Name)]
public sealed class LoadedAssembliesTests(PostgresServer server)
{
    [Fact]
    public async Task App_WithSqlite_LoadsNothingOfOrleans()
    {
        using var folder = new TempFolder();
        await using var app = await AppProcess.StartAsync(folder.Path);

        Loaded(app).Should().Contain(file => file.EndsWith("BlazorTasks.Core.dll")).And.NotContain(file => file.Contains("Orleans"));
    }

    [Fact]
    public async Task App_AloneOnPostgres_LoadsNoSilo()
    {
        using var folder = new TempFolder();
        await using var app = await AppProcess.StartAsync(folder.Path, $"--ConnectionStrings:Tasks={await server.NewDatabaseAsync()}");

        Loaded(app).Should().Contain(file => file.EndsWith("BlazorTasks.Cluster.dll"))
            .And.NotContain(file => file.EndsWith("Orleans.Runtime.dll"));
    }

    private static string[] Loaded(AppProcess app) => File.ReadAllLines($"/proc/{app.Id}/maps");
}
