namespace BlazorTasks.Dashboard.Access;

/// <summary>The identity of a program with an API key. No claim of a host can be mistaken for it.</summary>
internal sealed class ApiKeyIdentity(ApiKey key) : ClaimsIdentity([new(ClaimTypes.NameIdentifier, key.Owner)], "API key")
{
    public ApiKey Key => key;

    /// <summary>Returns the API key of a user, or null.</summary>
    public static ApiKey? KeyOf(ClaimsPrincipal user) => user.Identities.OfType<ApiKeyIdentity>().FirstOrDefault()?.Key;
}
