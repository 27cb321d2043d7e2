using System.Runtime.CompilerServices;
using BlazorTasks.Journal;

namespace BlazorTasks.Cluster.Orleans;

/// <summary>
/// The link by Orleans. Its silo is started when there is another node, and replaced when it fails or when this node has got
/// another id. Meanwhile, everything goes through the database.
/// </summary>
internal sealed partial class OrleansLink(
    NpgsqlDataSource source,
    LinkSettings settings,
    Action<ClusterHint> notify,
    ILoggerFactory loggers) : IClusterLink
{
    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(30);

    private readonly LinkPeers _peers = new(notify);
    private readonly PostgresMembership _membership = new(source);
    private readonly ILogger _log = loggers.CreateLogger<OrleansLink>();
    private readonly Signal _replace = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task _loop = Task.CompletedTask;
    private IClusterObserver? _observer;
    private volatile LinkSilo? _silo;
    private Guid _here;

    /// <summary>In a method of its own, so that nothing of Orleans is loaded without it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IClusterLink Create(
        NpgsqlDataSource source,
        LinkSettings settings,
        Action<ClusterHint> notify,
        ILoggerFactory loggers) => new OrleansLink(source, settings, notify, loggers);

    public bool HasViewers => _peers.All.Any(peer => peer.IsViewer);

    /// <summary>Gets the number of other nodes that can be reached.</summary>
    internal int Reachable => _peers.All.Count(peer => peer.IsReachable);

    public void Connect(Guid here, IClusterObserver observer)
    {
        lock (_gate)
        {
            if (_here == here)
            {
                _ = RefreshAsync();
                return;
            }

            var isFirst = _observer is null;
            (_here, _observer) = (here, observer);
            if (!isFirst)
            {
                _replace.Set();
                return;
            }

            // what the silo does must not be taken for a part of what is going on here
            using var flow = ExecutionContext.SuppressFlow();
            _loop = Task.Run(RunAsync);
        }
    }

    public bool Hint(ClusterHint hint, int others) => _peers.Hint(hint) >= others;

    public bool Reaches(Guid node) => _peers.Find(node) is { IsReachable: true };

    public Task<string?> DeliverAsync(Guid node, SentCommand command, CancellationToken cancellationToken) =>
        _peers.Find(node)?.DeliverAsync(command, cancellationToken) ?? Task.FromResult<string?>(null);

    public void Watch()
    {
        foreach (var peer in _peers.All)
        {
            peer.Watch(_here);
        }
    }

    public void Show(IReadOnlyCollection<TaskSnapshot> tasks)
    {
        foreach (var viewer in _peers.All.Where(peer => peer.IsViewer && peer.IsReachable))
        {
            viewer.Show(tasks);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
    }

    /// <summary>Makes the silo fail, as it does when it is declared dead. For tests.</summary>
    internal void Fail() => _replace.Set();

    private async Task RunAsync()
    {
        var pause = MinPause;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await RunSiloAsync().ConfigureAwait(false);
                pause = MinPause;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // there is no link then, and everything goes through the database
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogNotConnected(error, pause);
                pause = pause * 2 < MaxPause ? pause * 2 : MaxPause;
            }

            await Task.Delay(pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Runs a silo until it is to be replaced.</summary>
    private async Task RunSiloAsync()
    {
        await _membership.RetireAsync().ConfigureAwait(false); // it would be asked whether it answers before this one may join
        using var certificate = await LinkCertificate.GetAsync(source, _stop.Token).ConfigureAwait(false);
        var parts = new LinkSiloParts(
            $"blazor-tasks/{settings.Schema}",
            LinkEndpoint.Of(settings),
            certificate,
            _membership,
            loggers,
            OnFailed: _replace.Set);
        var silo = await LinkSilo.StartAsync(_here, _observer!, _peers, parts, _stop.Token).ConfigureAwait(false);
        await using (silo.ConfigureAwait(false))
        {
            _silo = silo;
            await _replace.WaitAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _silo = null;
        }
    }

    /// <summary>Finds out now which silos have come and gone with their nodes.</summary>
    private async Task RefreshAsync()
    {
        try
        {
            await _membership.RetireAsync().ConfigureAwait(false);
            await (_silo?.RefreshAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the table is read every few seconds anyway
        catch (Exception)
#pragma warning restore CA1031
        {
            return;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The direct connection to the other nodes could not be opened. It is tried again in {Pause}; until then, everything " +
            "goes through the database")]
    private partial void LogNotConnected(Exception error, TimeSpan pause);
}
