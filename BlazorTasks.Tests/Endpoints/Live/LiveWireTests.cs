using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BlazorTasks.Tests.Endpoints.Live;

/// <summary>What lies below the messages: the protocol, the connection, the store.</summary>
public class LiveWireTests
{
    [Theory]
    [InlineData("ws")]
    [InlineData("tasks/{id}/ws")]
    [InlineData("clients/{token}/ws")]
    [InlineData("clients/{token}/ws/{id}")]
    public async Task Socket_OverHttp2AsInABrowserOnHttps_Opens(string path)
    {
        await using var host = await StartAsync(
            builder => builder.WebHost.ConfigureKestrel(
                kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2)));
        var task = host.Services.GetRequiredService<TaskMonitor>().Start(
            "Quiet",
            task => Task.Delay(Timeout.Infinite, task.CancellationToken),
            new() { Owner = "mia" });
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        using var socket = new ClientWebSocket();
        (socket.Options.HttpVersion, socket.Options.HttpVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);

        path = path.Replace("{token}", await host.ClientTokenAsync("mia")).Replace("{id}", $"{task.Id}");
        var address = new Uri(host.Address, $"ops/api/{path}");
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws" }.Uri, http, default).WaitAsync(TestMonitor.MaxWait);
        var first = await socket.ReceiveAsync(new byte[64 * 1024], default).WaitAsync(TestMonitor.MaxWait);

        first.MessageType.Should().Be(WebSocketMessageType.Text);
        first.Count.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task Events_ClientThatMayVanish_IsMissedAfterOneKeepAlive()
    {
        var accepted = new TaskCompletionSource<Socket>();
        await using var host = await StartAsync(builder =>
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection =>
        {
            accepted.TrySetResult(connection.Features.Get<IConnectionSocketFeature>()!.Socket);
            return next(connection);
        }))));
        using var http = host.Client();

        await using var stream = await EventStreamClient.OpenAsync(http, "ops/api/events");
        await stream.UntilAsync("state_replay_complete");

        var milliseconds = new byte[4];
        const int tcp = 6, userTimeout = 18;
        (await accepted.Task).GetRawSocketOption(tcp, userTimeout, milliseconds);
        BitConverter.ToInt32(milliseconds).Should().Be(OperatingSystem.IsLinux() ? 15_000 : 0);
    }

    [Fact]
    public async Task Events_StoreCannotBeReadWhenTheFirstClientComes_TheNextIsServed()
    {
        var store = DispatchProxy.Create<ITaskStore, MoodyStore>();
        await using var host = await StartAsync(builder => builder.Services.AddSingleton(store));
        var monitor = host.Services.GetRequiredService<TaskMonitor>();
        using var http = host.Client();

        ((MoodyStore)store).IsAway = true;
        await using (var first = await EventStreamClient.OpenAsync(http, "ops/api/events"))
        {
            (await first.UntilAsync(_ => false)).Should().BeEmpty();
        }

        await monitor.Start("Meanwhile", _ => { }).Completion;
        ((MoodyStore)store).IsAway = false;
        await using var second = await EventStreamClient.OpenAsync(http, "ops/api/events");
        var before = await second.UntilAsync("state_replay_complete");
        await monitor.Start("Later", _ => { }).Completion;

        before[0].Message.GetProperty("count").GetInt32().Should().Be(0);
        (await second.UntilAsync("task_completed"))
            .Should().OnlyContain(one => one.Message.GetProperty("task").GetProperty("name").GetString() == "Later");
    }

    private static Task<EmbeddingHost> StartAsync(Action<WebApplicationBuilder> configure) =>
        EmbeddingHost.StartAsync(app => app.MapBlazorTasks("/ops"), configure);

    /// <summary>A store whose lists cannot be read at times.</summary>
    public class MoodyStore : DispatchProxy
    {
        private readonly InMemoryTaskStore _inner = new();

        public bool IsAway { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            IsAway && targetMethod!.Name == nameof(ITaskStore.ListAsync) ? throw new TaskStoreException("The store is away.")
                : targetMethod!.Invoke(_inner, args);
    }
}
