namespace BlazorTasks.Storage;

/// <summary>The API keys of a store.</summary>
public interface ITaskKeys
{
    /// <summary>Returns the key with this id, or null.</summary>
    Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Returns the keys of an owner, or of everyone (null), newest first.</summary>
    Task<IReadOnlyList<ApiKey>> ListAsync(string? owner, CancellationToken cancellationToken);

    /// <summary>Stores a new key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="audit">The audit entry, stored in the same transaction.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether it was stored. If not, there is one with its id.</returns>
    Task<bool> AddAsync(ApiKey key, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Deletes a key, which ends its validity.</summary>
    /// <returns>Whether it existed. If not, nothing was stored.</returns>
    Task<bool> RemoveAsync(string id, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Stores when and from where a key was last used.</summary>
    Task UsedAsync(string id, DateTimeOffset at, string? from, CancellationToken cancellationToken);
}
