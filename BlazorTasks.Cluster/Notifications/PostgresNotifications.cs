using System.Globalization;

namespace BlazorTasks.Cluster.Notifications;

/// <summary>
/// Hints between nodes by NOTIFY: what there is to look at, never the data. They may be lost; nodes look every two seconds
/// anyway. Hints that are given while one is on its way are sent together.
/// </summary>
internal sealed class PostgresNotifications(NpgsqlDataSource source, string connectionString, string schema) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly string _me = Guid.NewGuid().ToString("N");
    private readonly SemaphoreSlim _work = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Task _loops = Task.CompletedTask;
    private int _hints;

    /// <summary>Gets the name under which the nodes of this database notify each other.</summary>
    public string Channel { get; } = $"blazor_tasks_{schema}";

    /// <summary>Begins to send, and to pass on what others send.</summary>
    public void Start(Action<ClusterHint> onHint) =>
        _loops = Task.WhenAll(Task.Run(SendAsync), Task.Run(() => ListenAsync(onHint)));

    /// <summary>Returns what to send for a hint, for statements that notify by themselves.</summary>
    public string Payload(ClusterHint hint) => string.Create(CultureInfo.InvariantCulture, $"{_me} {(int)hint}");

    public void Send(ClusterHint hint)
    {
        if (Interlocked.Or(ref _hints, (int)hint) == 0)
        {
            _work.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SendAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await _work.WaitAsync(_stop.Token).ConfigureAwait(false);
            try
            {
                await NotifyAsync((ClusterHint)Interlocked.Exchange(ref _hints, 0)).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // a hint that cannot be sent is a lost hint
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                await Task.Delay(Pause, _stop.Token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The commit of a notification need not be on disk.</summary>
    private async Task NotifyAsync(ClusterHint hints)
    {
        using var notify = source.CreateCommand($"SELECT pg_notify(@channel, @payload) WHERE {Quick.Commit}")
            .With("channel", Channel)
            .With("payload", Payload(hints));
        await notify.ExecuteNonQueryAsync(_stop.Token).ConfigureAwait(false);
    }

    private async Task ListenAsync(Action<ClusterHint> onHint)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync(onHint).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // the connection broke; hints may have been lost meanwhile
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                await Task.Delay(Pause, _stop.Token).ConfigureAwait(false);
            }
        }
    }

    private async Task ListenOnceAsync(Action<ClusterHint> onHint)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 5 };
        using var connection = new NpgsqlConnection(settings.ConnectionString);
        connection.Notification += (_, notification) => OnNotification(notification.Payload, onHint);
        await connection.OpenAsync(_stop.Token).ConfigureAwait(false);
        using (var listen = new NpgsqlCommand($"LISTEN {PostgresMigrations.Quote(Channel)}", connection))
        {
            await listen.ExecuteNonQueryAsync(_stop.Token).ConfigureAwait(false);
        }

        onHint(ClusterHint.Work | ClusterHint.Commands | ClusterHint.Replies | ClusterHint.Changes);
        while (true)
        {
            await connection.WaitAsync(_stop.Token).ConfigureAwait(false);
        }
    }

    private void OnNotification(string payload, Action<ClusterHint> onHint)
    {
        if (payload.Split(' ') is [var sender, var hints]
            && sender != _me
            && int.TryParse(hints, CultureInfo.InvariantCulture, out var hint))
        {
            onHint((ClusterHint)hint);
        }
    }
}
