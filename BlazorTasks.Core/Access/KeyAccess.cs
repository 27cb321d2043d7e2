namespace BlazorTasks;

/// <summary>
/// What a person may do with API keys: create, see and revoke their own, and as an administrator see and revoke all. A program
/// that acts with a key needs the scope "admin" for that.
/// </summary>
public sealed class KeyAccess
{
    private const string What = "manage API keys";

    private readonly ApiKeyRegistry _keys;
    private readonly TaskAccess _access;

    internal KeyAccess(ApiKeyRegistry keys, TaskAccess access) => (_keys, _access) = (keys, access);

    /// <summary>Returns their keys, or those of everyone for administrators, newest first.</summary>
    /// <exception cref="AccessDeniedException">They act with a key that does not allow it.</exception>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken = default)
    {
        var by = await OwnerAsync().ConfigureAwait(false);
        return await _keys.ListAsync(by.IsAdmin ? null : by.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates a key, with at most their own rights.</summary>
    /// <exception cref="AccessDeniedException">They act with a key that does not allow it.</exception>
    /// <exception cref="TooManyRequestsException">They have reached the limit of commands per minute.</exception>
    public async Task<ApiKeyResult> CreateAsync(ApiKeySettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var by = await OwnerAsync().ConfigureAwait(false);
        _access.Count(by, RateLimitedAction.Command);
        var errors = settings.Check(by, _access.Now).ToDictionary();
        if (settings.Definitions.FirstOrDefault(name => _access.FindDefinition(name) is null) is { } unknown)
        {
            errors.TryAdd("definitions", $"The definition \"{unknown}\" does not exist");
        }

        if (errors.Count == 0 && !await HasRoomAsync(settings.Client, by).ConfigureAwait(false))
        {
            errors["name"] = $"You have {ApiKey.MaxPerOwner} API keys, which is the maximum. Revoke one first";
        }

        if (errors.Count > 0)
        {
            return new(null, null, errors);
        }

        var (key, secret) = await _keys.CreateAsync(settings, by).ConfigureAwait(false);
        return new(key, secret, errors);
    }

    /// <summary>Revokes a key. Requests with it are rejected from now on.</summary>
    /// <returns>Whether there was one for them.</returns>
    /// <exception cref="AccessDeniedException">They act with a key that does not allow it.</exception>
    /// <exception cref="TooManyRequestsException">They have reached the limit of commands per minute.</exception>
    public async Task<bool> RevokeAsync(string id)
    {
        var by = await OwnerAsync().ConfigureAwait(false);
        _access.Count(by, RateLimitedAction.Command);
        var key = (await _keys.ListAsync(by.IsAdmin ? null : by.Id).ConfigureAwait(false)).FirstOrDefault(one => one.Id == id);
        return key is not null && await _keys.RevokeAsync(key, by).ConfigureAwait(false);
    }

    /// <summary>Makes room for one more key, in place of the oldest that has expired.</summary>
    private async Task<bool> HasRoomAsync(string? client, Person by)
    {
        var keys = (await _keys.ListAsync(by.Id).ConfigureAwait(false)).Where(key => (key.Client ?? by.Id) == (client ?? by.Id)).ToList();
        if (keys.Count < ApiKey.MaxPerOwner)
        {
            return true;
        }

        return keys.FindLast(key => key.IsExpiredAt(_access.Now)) is { } expired
            && await _keys.RevokeAsync(expired, by).ConfigureAwait(false);
    }

    private async ValueTask<Person> OwnerAsync() => await _access.CurrentAsync().ConfigureAwait(false) switch
    {
        null => throw new AccessDeniedException(AccessDeniedException.NoLongerAllowed),
        var by when by.WhyNot(KeyScopes.Admin) is { } refusal =>
            throw await _access.DeniedAsync(by, AuditAction.Administer, What, refusal).ConfigureAwait(false),
        var by => by,
    };
}
