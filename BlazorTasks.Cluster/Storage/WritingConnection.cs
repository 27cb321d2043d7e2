using System.Data;

namespace BlazorTasks.Cluster.Storage;

/// <summary>The connection that writes. If it breaks, the next write opens another one.</summary>
internal sealed class WritingConnection(NpgsqlDataSource source) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;

    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (_connection is not { FullState: ConnectionState.Open })
        {
            await DisposeAsync().ConfigureAwait(false);
            _connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }

        return _connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
