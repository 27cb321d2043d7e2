namespace BlazorTasks.Dashboard.Endpoints.Mapping;

/// <summary>Maps API keys to contracts, without their hashes.</summary>
internal static class KeyMapping
{
    public static ApiKeyDetails ToApi(this ApiKey key) => new(
        key.Id,
        key.Name,
        key.Owner,
        [.. Enum.GetValues<ApiKeyScope>().Where(scope => key.Scopes.HasFlag((KeyScopes)(1 << (int)scope)))],
        key.CreatedAt)
    {
        Definitions = key.Definitions,
        Client = key.Client,
        ExpiresAt = key.ExpiresAt,
        LastUsedAt = key.LastUsedAt,
        LastUsedFrom = key.LastUsedFrom,
    };
}
