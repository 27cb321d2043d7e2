namespace BlazorTasks.Cluster.Storage;

/// <content>The API keys.</content>
internal sealed partial class PostgresTaskStore
{
    Task<ApiKey?> ITaskKeys.FindAsync(string id, CancellationToken cancellationToken) =>
        PostgresKeys.FindAsync(_source, id, cancellationToken);

    Task<IReadOnlyList<ApiKey>> ITaskKeys.ListAsync(string? owner, CancellationToken cancellationToken) =>
        PostgresKeys.ListAsync(_source, owner, cancellationToken);

    Task<bool> ITaskKeys.AddAsync(ApiKey key, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(connection => PostgresKeys.AddAsync(connection, key, audit, cancellationToken), cancellationToken);

    Task<bool> ITaskKeys.RemoveAsync(string id, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(connection => PostgresKeys.RemoveAsync(connection, id, audit, cancellationToken), cancellationToken);

    Task ITaskKeys.UsedAsync(string id, DateTimeOffset at, string? from, CancellationToken cancellationToken) =>
        WriteAsync(connection => PostgresKeys.UsedAsync(connection, id, at, from, cancellationToken), cancellationToken);
}
