using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace BlazorTasks.Cluster.Orleans;

/// <summary>
/// An Orleans silo in a host of its own, with services of its own: it does not get in the way of another Orleans of the
/// application, and can be replaced while the process goes on. It only transports; who is alive is decided by the lease.
/// </summary>
internal sealed class LinkSilo : IAsyncDisposable
{
    private static readonly TimeSpan MaxStop = TimeSpan.FromSeconds(2);

    private readonly IHost _host;
    private readonly LinkPeers _peers;
    private readonly CancellationTokenSource _stop = new();
    private Task _following = Task.CompletedTask;

    private LinkSilo(IHost host, LinkPeers peers) => (_host, _peers) = (host, peers);

    /// <summary>Starts a silo and returns when it is a member.</summary>
    public static async Task<LinkSilo> StartAsync(
        Guid here,
        IClusterObserver observer,
        LinkPeers peers,
        LinkSiloParts parts,
        CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new LinkLoggerProvider(parts.Loggers));
        builder.Services.AddSingleton(observer).AddSingleton(peers).AddSingleton<IHostLifetime, NoLifetime>();
        builder.UseOrleans(silo => Configure(silo, here, parts));
        var link = new LinkSilo(builder.Build(), peers);
        try
        {
            await link._host.StartAsync(cancellationToken).ConfigureAwait(false);
            link._following = Task.Run(link.FollowAsync, CancellationToken.None);
            return link;
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads the members now, because one has come or gone.</summary>
    public async Task RefreshAsync() =>
        await _host.Services.GetRequiredService<IClusterMembershipService>().Refresh().ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _peers.Clear();
        using var patience = new CancellationTokenSource(MaxStop);
        await _host.StopAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // a silo that did not stop may block here
        await Task.Run(_host.Dispose).WaitAsync(MaxStop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static void Configure(ISiloBuilder silo, Guid here, LinkSiloParts parts)
    {
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (parts.Cluster, "blazor-tasks"));
        silo.Configure<SiloOptions>(options => options.SiloName = here.ToString());
        silo.Configure<EndpointOptions>(options =>
        {
            (options.AdvertisedIPAddress, options.SiloPort) = (parts.Endpoint.Advertised.Address, parts.Endpoint.Advertised.Port);
            (options.SiloListeningEndpoint, options.GatewayPort) = (parts.Endpoint.Listening, 0);
        });
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.LivenessEnabled = false;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(15); // the lease makes it read sooner when a node has come or gone
            options.ProbeTimeout = TimeSpan.FromSeconds(2);
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(30);
            options.DefunctSiloExpiration = TimeSpan.FromHours(1);
        });
        silo.Configure<DeploymentLoadPublisherOptions>(options => options.DeploymentLoadPublisherRefreshTime = TimeSpan.FromMinutes(1));
        silo.Configure<ConnectionOptions>(options => options.OpenConnectionTimeout = TimeSpan.FromSeconds(2));
        silo.UseTls(parts.Certificate, tls =>
        {
            (tls.RemoteCertificateMode, tls.ClientCertificateMode) =
                (RemoteCertificateMode.RequireCertificate, RemoteCertificateMode.RequireCertificate);
            tls.RemoteCertificateValidation = (other, _, _) => other.RawDataMemory.Span.SequenceEqual(parts.Certificate.RawDataMemory.Span);
        });
        silo.AddGrainService<NodeService>();
        silo.Services.AddSingleton<INodeServiceClient, NodeServiceClient>();
        silo.Services.AddSingleton<IMembershipTable>(parts.Membership);
        silo.Services.AddSingleton<IFatalErrorHandler>(new SiloFailure(parts.OnFailed)); // that of Orleans ends the process
    }

    private async Task FollowAsync()
    {
        var here = _host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        var client = _host.Services.GetRequiredService<INodeServiceClient>();
        var updates = _host.Services.GetRequiredService<IClusterMembershipService>().MembershipUpdates;
        await foreach (var snapshot in updates.WithCancellation(_stop.Token).ConfigureAwait(false))
        {
            _peers.Update(snapshot.Members.Values, here, client.At);
        }
    }

    /// <summary>The signals of the process are none of the silo's business.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Whatever a silo cannot cope with is told once.</summary>
    private sealed class SiloFailure(Action onFailed) : IFatalErrorHandler
    {
        private int _hasFailed;

        public bool IsUnexpected(Exception exception) => true;

        public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
        {
            if (Interlocked.Exchange(ref _hasFailed, 1) == 0)
            {
                onFailed();
            }
        }
    }
}

/// <summary>What a silo is made of.</summary>
/// <param name="Cluster">The name that all of them have in common.</param>
/// <param name="Endpoint">Where it can be reached.</param>
/// <param name="Certificate">With what it proves to be one.</param>
/// <param name="Membership">Where they find each other.</param>
/// <param name="Loggers">The loggers of the application.</param>
/// <param name="OnFailed">Called at most once, when the silo is of no use any more.</param>
internal sealed record LinkSiloParts(
    string Cluster,
    LinkEndpoint Endpoint,
    X509Certificate2 Certificate,
    PostgresMembership Membership,
    ILoggerFactory Loggers,
    Action OnFailed);

/// <summary>Passes what a silo logs on to the application.</summary>
internal sealed class LinkLoggerProvider(ILoggerFactory loggers) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => loggers.CreateLogger(categoryName);

    public void Dispose()
    {
    }
}
