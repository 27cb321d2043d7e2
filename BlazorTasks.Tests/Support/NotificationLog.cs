using BlazorTasks.Cluster;

namespace BlazorTasks.Tests.Support;

/// <summary>What the nodes notify each other of through the database.</summary>
internal sealed class NotificationLog(NpgsqlConnection connection) : IAsyncDisposable
{
    private readonly List<ClusterHint> _hints = [];

    public static async Task<NotificationLog> OpenAsync(string database)
    {
        var log = new NotificationLog(new NpgsqlConnection(database));
        await log.StartAsync();
        return log;
    }

    /// <summary>What there was until now.</summary>
    public async Task<IReadOnlyList<ClusterHint>> ReadAsync()
    {
        await ExecuteAsync("SELECT 1");
        return _hints;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task StartAsync()
    {
        connection.Notification += (_, one) =>
            _hints.Add((ClusterHint)int.Parse(one.Payload.Split(' ')[1], CultureInfo.InvariantCulture));
        await connection.OpenAsync();
        await ExecuteAsync("LISTEN blazor_tasks_blazor_tasks");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
