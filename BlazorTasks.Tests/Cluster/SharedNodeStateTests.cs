using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Hybrid;

namespace BlazorTasks.Tests.Cluster;

/// <summary>What two hosts with the dashboard share, so that a browser may come to either.</summary>
[Collection(PostgresTests.Name)]
public sealed class SharedNodeStateTests(PostgresServer server) : IAsyncLifetime
{
    private string _database = "";

    public async Task InitializeAsync() => _database = await server.NewDatabaseAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Secrets_OfOneNode_CanBeReadOnTheOther()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();

        var hidden = first.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("hunter2");

        second.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(hidden).Should().Be("hunter2");
    }

    [Fact]
    public async Task Secrets_OfAHostWithTheDashboard_CanBeReadByAWorkerWithoutIt()
    {
        await using var web = await StartAsync();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddBlazorTasksCore().UsePostgres(_database);
        await using var worker = services.BuildServiceProvider();

        var hidden = web.Services.GetRequiredService<ISecretProtector>().Protect("hunter2");

        worker.GetRequiredService<ISecretProtector>().Unprotect(hidden).Should().Be("hunter2");
    }

    [Fact]
    public async Task KeyOfBrowserPush_AskedForOnBothNodesAtOnce_IsTheSame()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();

        var keys = await Task.WhenAll(new[] { first, second, first, second }
            .Select(node => node.Services.GetRequiredService<IPushDevices>().PublicKeyAsync()));

        keys.Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task StateOfACircuit_OfOneNode_IsFoundOnTheOther()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        var type = typeof(CircuitOptions).Assembly.GetType("Microsoft.AspNetCore.Components.Server.Circuits.PersistedCircuitState")!;
        var state = Activator.CreateInstance(type, nonPublic: true)!;
        type.GetProperty("RootComponents")!.SetValue(state, "root"u8.ToArray());
        type.GetProperty("ApplicationState")!.SetValue(state, new Dictionary<string, byte[]> { ["draft"] = "typed"u8.ToArray() });

        var stored = CacheOf(first);
        await (ValueTask)typeof(HybridCache).GetMethod(nameof(HybridCache.SetAsync))!.MakeGenericMethod(type)
            .Invoke(stored, ["secret", state, null, null, CancellationToken.None])!;
        var read = await ReadAsync(CacheOf(second), type);

        Encoding.UTF8.GetString((byte[])type.GetProperty("RootComponents")!.GetValue(read)!).Should().Be("root");
        ((IReadOnlyDictionary<string, byte[]>)type.GetProperty("ApplicationState")!.GetValue(read)!)["draft"].Should()
            .Equal("typed"u8.ToArray());
        await CacheOf(second).RemoveAsync("secret");
        (await ReadAsync(CacheOf(first), type)).Should().BeNull();
    }

    [Fact]
    public async Task State_WithALifetime_IsGoneAfterwards()
    {
        await using var store = new BlazorTasks.Cluster.Storage.PostgresTaskStore(_database);
        var state = store.Cluster.State;

        await state.PutAsync("area", "short", new byte[] { 1 }, TimeSpan.Zero, default);
        await state.PutAsync("area", "long", new byte[] { 2 }, TimeSpan.FromHours(1), default);
        await state.PutAsync("area", "long", new byte[] { 3 }, null, default);

        (await state.FindAsync("area", "short", default)).Should().BeNull();
        (await state.ListAsync("area", default)).Should().ContainSingle().Which.Value.ToArray().Should().Equal(3);
    }

    private static HybridCache CacheOf(EmbeddingHost host) =>
        host.Services.GetRequiredService<IOptions<CircuitOptions>>().Value.HybridPersistenceCache!;

    private static async Task<object?> ReadAsync(HybridCache cache, Type type)
    {
        var read = typeof(SharedNodeStateTests)
            .GetMethod(nameof(ReadOfAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        return await (Task<object?>)read.MakeGenericMethod(type).Invoke(null, [cache])!;
    }

    private static async Task<object?> ReadOfAsync<T>(HybridCache cache) =>
        await cache.GetOrCreateAsync("secret", _ => ValueTask.FromException<T>(new InvalidOperationException("It is not created")));

    private Task<EmbeddingHost> StartAsync() => EmbeddingHost.StartAsync(
        app => app.MapBlazorTasks("/ops"),
        builder => new BlazorTasksBuilder(builder.Services).UsePostgres(_database).AddNotifications());
}
