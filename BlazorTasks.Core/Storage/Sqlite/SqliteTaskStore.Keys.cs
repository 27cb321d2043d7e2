namespace BlazorTasks.Storage.Sqlite;

/// <content>The API keys.</content>
internal sealed partial class SqliteTaskStore
{
    Task<ApiKey?> ITaskKeys.FindAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync(reading => SqliteKeys.Find(reading, id), cancellationToken);

    Task<IReadOnlyList<ApiKey>> ITaskKeys.ListAsync(string? owner, CancellationToken cancellationToken) =>
        ReadAsync(reading => SqliteKeys.List(reading, owner), cancellationToken);

    Task<bool> ITaskKeys.AddAsync(ApiKey key, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(() => SqliteKeys.Add(_writing!, key), audit, cancellationToken);

    Task<bool> ITaskKeys.RemoveAsync(string id, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(() => SqliteKeys.Remove(_writing!, id), audit, cancellationToken);

    Task ITaskKeys.UsedAsync(string id, DateTimeOffset at, string? from, CancellationToken cancellationToken) =>
        Task.Run(() => Write(_ => SqliteKeys.Used(_writing!, id, at, from)), cancellationToken);
}
