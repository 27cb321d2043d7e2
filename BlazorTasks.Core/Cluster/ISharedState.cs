namespace BlazorTasks.Cluster;

/// <summary>Small values that all nodes share. It can be used before the store is open.</summary>
public interface ISharedState
{
    /// <summary>Stores a value.</summary>
    /// <param name="area">What kind of value it is.</param>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value.</param>
    /// <param name="lifetime">When it is deleted, or null to keep it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    Task PutAsync(string area, string key, ReadOnlyMemory<byte> value, TimeSpan? lifetime, CancellationToken cancellationToken);

    /// <summary>Stores a value, unless there is one whose lifetime is not over. Of several nodes that try at once, one succeeds.</summary>
    /// <inheritdoc cref="PutAsync" path="/param" />
    /// <returns>Whether it was stored.</returns>
    Task<bool> TryAddAsync(string area, string key, ReadOnlyMemory<byte> value, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Stores a value without a lifetime, or deletes it, only if it is what was read before.</summary>
    /// <param name="area">What kind of value it is.</param>
    /// <param name="key">Its key.</param>
    /// <param name="expected">What was read, or null if it did not exist.</param>
    /// <param name="value">The new value, or null to delete it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether it was as expected, and is changed.</returns>
    Task<bool> ReplaceAsync(
        string area,
        string key,
        ReadOnlyMemory<byte>? expected,
        ReadOnlyMemory<byte>? value,
        CancellationToken cancellationToken);

    /// <summary>Returns a value, or null if it does not exist or its lifetime is over.</summary>
    Task<SharedValue?> FindAsync(string area, string key, CancellationToken cancellationToken);

    /// <summary>Deletes and returns a value, like <see cref="FindAsync"/>. Of several nodes that try at once, one gets it.</summary>
    Task<SharedValue?> TakeAsync(string area, string key, CancellationToken cancellationToken);

    /// <summary>Returns all values of an area, oldest first.</summary>
    Task<IReadOnlyList<SharedValue>> ListAsync(string area, CancellationToken cancellationToken);

    /// <summary>Deletes a value, if it exists.</summary>
    Task RemoveAsync(string area, string key, CancellationToken cancellationToken);
}

/// <summary>A value that all nodes share.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">The value.</param>
/// <param name="Age">How long ago it was stored, by the clock of the store.</param>
public sealed record SharedValue(string Key, ReadOnlyMemory<byte> Value, TimeSpan Age);
