namespace BlazorTasks;

/// <summary>What an API key is for, and what it may be used for.</summary>
/// <param name="Name">The name, such as "Nightly import".</param>
/// <param name="Scopes">What it may be used for.</param>
public sealed record ApiKeySettings(string Name, KeyScopes Scopes)
{
    /// <summary>The definitions to which it is limited. Empty means all.</summary>
    public IReadOnlyList<string> Definitions { get; init; } = [];

    /// <summary>The owner of the tasks that a client token shows, or null for those of its creator.</summary>
    public string? Client { get; init; }

    /// <summary>When it expires, or null. Client tokens always expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Returns what is wrong, by member name of the API. Empty if nothing is.</summary>
    /// <param name="by">Who wants to create the key.</param>
    /// <param name="now">The current time.</param>
    internal IReadOnlyDictionary<string, string> Check(Person by, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string>();
        Wrong(string.IsNullOrWhiteSpace(Name), "name", "Specify what the key is for");
        Wrong(Name.Length > ApiKey.MaxName
            || Name.Any(char.IsControl), "name", $"This must be at most {ApiKey.MaxName} characters, on one line");
        Wrong(Scopes == KeyScopes.None, "scopes", "Specify at least one scope");
        Wrong(
            by.Role == TaskRole.Viewer && Scopes is not (KeyScopes.Read or KeyScopes.Client),
            "scopes",
            "A viewer's key can only have the scope \"read\" or \"client\"");
        Wrong(Scopes.HasFlag(KeyScopes.Admin) && !by.IsAdmin, "scopes", "Only administrators can create keys with the scope \"admin\"");
        Wrong(
            Scopes.HasFlag(KeyScopes.Admin) && Definitions.Count > 0,
            "definitions",
            "A key with the scope \"admin\" cannot be limited to definitions");
        Wrong(Definitions.Count > ApiKey.MaxDefinitions, "definitions", $"Specify at most {ApiKey.MaxDefinitions} definitions");
        Wrong(ExpiresAt <= now, "expires_at", "This must be in the future");
        CheckClient(by, now, Wrong);
        return errors;

        void Wrong(bool isWrong, string name, string message)
        {
            if (isWrong)
            {
                errors.TryAdd(name, message);
            }
        }
    }

    private void CheckClient(Person by, DateTimeOffset now, Action<bool, string, string> wrong)
    {
        var isClient = Scopes == KeyScopes.Client;
        wrong(Scopes.HasFlag(KeyScopes.Client) && !isClient, "scopes", "The scope \"client\" cannot be combined with others");
        wrong(isClient && !(ExpiresAt <= now + ApiKey.MaxClientLifetime), "expires_at", "A client token must expire within a year");
        wrong(!isClient && Client is not null, "client", "Only a key with the scope \"client\" has a client");
        wrong(
            Client is { Length: 0 or > StartOptions.MaxOwnerLength },
            "client",
            $"This must be 1 to {StartOptions.MaxOwnerLength} characters");
        wrong(
            Client is not null && Client != by.Id && !by.IsAdmin,
            "client",
            "Only administrators can create client tokens for the tasks of others");
    }
}

/// <summary>The result of creating an API key.</summary>
/// <param name="Key">The key, or null if it was not created.</param>
/// <param name="Secret">Its text, which is only known now, or null.</param>
/// <param name="Errors">The validation errors, by member name: "name", "scopes", "definitions", "client", "expires_at".</param>
public sealed record ApiKeyResult(ApiKey? Key, string? Secret, IReadOnlyDictionary<string, string> Errors);
