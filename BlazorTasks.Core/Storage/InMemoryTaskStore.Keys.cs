namespace BlazorTasks.Storage;

/// <content>The API keys.</content>
internal sealed partial class InMemoryTaskStore
{
    private readonly Dictionary<string, ApiKey> _apiKeys = new(StringComparer.Ordinal);

    Task<ApiKey?> ITaskKeys.FindAsync(string id, CancellationToken cancellationToken) => Read(() => _apiKeys.GetValueOrDefault(id));

    Task<IReadOnlyList<ApiKey>> ITaskKeys.ListAsync(string? owner, CancellationToken cancellationToken) =>
        Read(() => (IReadOnlyList<ApiKey>)
        [
            .. _apiKeys.Values.Where(key => owner is null || key.Owner == owner)
                .OrderByDescending(key => key.CreatedAt)
                .ThenBy(key => key.Id, StringComparer.Ordinal),
        ]);

    Task<bool> ITaskKeys.AddAsync(ApiKey key, AuditEntry audit, CancellationToken cancellationToken) => Read(() =>
    {
        var isNew = _apiKeys.TryAdd(key.Id, key);
        _audit.Add(isNew ? audit : null);
        return isNew;
    });

    Task<bool> ITaskKeys.RemoveAsync(string id, AuditEntry audit, CancellationToken cancellationToken) => Read(() =>
    {
        var existed = _apiKeys.Remove(id);
        _audit.Add(existed ? audit : null);
        return existed;
    });

    Task ITaskKeys.UsedAsync(string id, DateTimeOffset at, string? from, CancellationToken cancellationToken) => Read(() =>
    {
        if (_apiKeys.TryGetValue(id, out var key))
        {
            _apiKeys[id] = key with { LastUsedAt = at, LastUsedFrom = from };
        }

        return true;
    });
}
