namespace BlazorTasks;

/// <summary>The API keys. For trusted code; what people may do with them is <see cref="KeyAccess"/>.</summary>
public sealed class ApiKeyRegistry
{
    /// <summary>The last use is stored to the minute, so that a busy program does not write with every request.</summary>
    private static readonly TimeSpan UseInterval = TimeSpan.FromMinutes(1);

    private readonly Func<Task<ITaskStore>> _store;
    private readonly TimeProvider _time;

    internal ApiKeyRegistry(Func<Task<ITaskStore>> store, TimeProvider time) => (_store, _time) = (store, time);

    /// <summary>Returns the valid key with this text, and records its use, or returns null.</summary>
    /// <param name="secret">What a program sent as its API key.</param>
    /// <param name="from">The address from which it was sent.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<ApiKey?> AuthenticateAsync(string secret, string? from, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (ApiKeySecret.IdOf(secret) is not { } id
            || await FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } key
            || !ApiKeySecret.Fits(secret, key.Hash))
        {
            return null;
        }

        var now = _time.UtcMicros();
        if (!(now - key.LastUsedAt < UseInterval) || key.LastUsedFrom != from)
        {
            await RecordUseAsync(id, now, from).ConfigureAwait(false);
        }

        return key;
    }

    private async Task RecordUseAsync(string id, DateTimeOffset now, string? from)
    {
        try
        {
            await (await _store().ConfigureAwait(false)).Keys.UsedAsync(id, now, from, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the key is valid whether or not its use can be stored
        catch (Exception)
#pragma warning restore CA1031
        {
            // while storage is unavailable, which is reported elsewhere
        }
    }

    /// <summary>Returns a key that has neither expired nor been revoked, or null.</summary>
    public async Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        await (await _store().ConfigureAwait(false)).Keys.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } key
        && !key.IsExpiredAt(_time.GetUtcNow())
            ? key
            : null;

    /// <summary>Returns the keys of an owner, or of everyone (null), newest first, including expired ones.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(string? owner = null, CancellationToken cancellationToken = default) =>
        await (await _store().ConfigureAwait(false)).Keys.ListAsync(owner, cancellationToken).ConfigureAwait(false);

    /// <summary>Stores a new key with the rights of a person, who owns it.</summary>
    /// <returns>The key, and its text, which cannot be recovered.</returns>
    internal async Task<(ApiKey Key, string Secret)> CreateAsync(ApiKeySettings settings, Person by)
    {
        var keys = (await _store().ConfigureAwait(false)).Keys;
        while (true)
        {
            var (id, secret) = ApiKeySecret.New();
            var key = new ApiKey
            {
                Id = id,
                Hash = ApiKeySecret.HashOf(secret),
                Name = settings.Name.Trim(),
                Owner = by.Id,
                OwnerName = by.Key?.OwnerName ?? by.Name,
                Role = by.Role,
                Roles = [.. by.Roles.Order(StringComparer.Ordinal)],
                SeesAllTasks = by.SeesAllTasks,
                Scopes = settings.Scopes,
                Definitions = settings.Definitions,
                Client = settings.Client == by.Id ? null : settings.Client,
                CreatedAt = _time.UtcMicros(),
                ExpiresAt = settings.ExpiresAt,
            };
            var audit = AuditEntry.Of(by, AuditAction.CreateKey, key.Name, key.CreatedAt);
            if (await keys.AddAsync(key, audit, CancellationToken.None).ConfigureAwait(false))
            {
                return (key, secret);
            }
        }
    }

    /// <summary>Revokes a key. Requests with it are rejected from now on.</summary>
    /// <returns>Whether it existed.</returns>
    internal async Task<bool> RevokeAsync(ApiKey key, Person by)
    {
        var audit = AuditEntry.Of(by, AuditAction.RevokeKey, key.Name, _time.UtcMicros());
        return await (await _store().ConfigureAwait(false)).Keys.RemoveAsync(key.Id, audit, CancellationToken.None).ConfigureAwait(false);
    }
}
