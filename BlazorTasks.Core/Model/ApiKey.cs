namespace BlazorTasks;

/// <summary>What an API key may be used for.</summary>
[Flags]
public enum KeyScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Reads the tasks and schedules that its owner sees.</summary>
    Read = 1,

    /// <summary>Starts tasks and uploads files for them.</summary>
    Start = 2,

    /// <summary>Cancels, retries, pauses, resumes and dismisses the tasks that its owner may manage.</summary>
    Act = 4,

    /// <summary>Answers the prompts that its owner may answer.</summary>
    Answer = 8,

    /// <summary>Everything that its owner may do, including what only administrators may.</summary>
    Admin = 16,

    /// <summary>
    /// Shows the tasks of one owner in the compact format, as a part of its URLs and without a sign-in. A key with this scope
    /// has no other: it is a client token.
    /// </summary>
    Client = 32,
}

/// <summary>
/// An API key, with which a program acts for its owner. The key itself is only known to whoever created it; a hash is stored.
/// </summary>
public sealed record ApiKey
{
    /// <summary>The maximum length of a name.</summary>
    public const int MaxName = 60;

    /// <summary>The maximum number of definitions that a key can be limited to.</summary>
    public const int MaxDefinitions = 50;

    /// <summary>The maximum number of keys per owner, and of client tokens per owner whose tasks they show.</summary>
    public const int MaxPerOwner = 100;

    /// <summary>The maximum lifetime of a client token.</summary>
    public static readonly TimeSpan MaxClientLifetime = TimeSpan.FromDays(366);

    /// <summary>The id: the visible part of the key.</summary>
    public required string Id { get; init; }

    /// <summary>The SHA-256 hash of the whole key, in hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>What the key is for, such as "Nightly import".</summary>
    public required string Name { get; init; }

    /// <summary>The id of the person for whom it acts.</summary>
    public required string Owner { get; init; }

    /// <summary>The display name of the owner when the key was created.</summary>
    public required string OwnerName { get; init; }

    /// <summary>The role of the owner when the key was created. A key never has a higher one.</summary>
    public TaskRole Role { get; init; }

    /// <summary>The roles of the owner in the application when the key was created.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Whether the owner saw the tasks of everyone when the key was created.</summary>
    public bool SeesAllTasks { get; init; }

    /// <summary>What it may be used for.</summary>
    public KeyScopes Scopes { get; init; }

    /// <summary>The definitions to which it is limited. Empty means all.</summary>
    public IReadOnlyList<string> Definitions { get; init; } = [];

    /// <summary>The owner of the tasks that a client token shows, or null for those of its own owner.</summary>
    public string? Client { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it expires, or null.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last used, to the minute, or null.</summary>
    [JsonIgnore]
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The address from which it was last used, or null.</summary>
    [JsonIgnore]
    public string? LastUsedFrom { get; init; }

    /// <summary>Whether it is a client token, which is only good for the compact format.</summary>
    [JsonIgnore]
    public bool IsClientToken => Scopes == KeyScopes.Client;

    /// <summary>Returns whether it may be used for something.</summary>
    public bool Allows(KeyScopes scope) => (Scopes & (scope | KeyScopes.Admin)) != KeyScopes.None;

    /// <summary>Returns whether it may be used for tasks of a definition, or for tasks without one (null).</summary>
    public bool Covers(string? definition) => Definitions.Count == 0 || (definition is not null && Definitions.Contains(definition));

    /// <summary>Returns whether it has expired.</summary>
    public bool IsExpiredAt(DateTimeOffset now) => ExpiresAt <= now;

    /// <summary>Returns whether its owner may still have it: client tokens for others are for administrators.</summary>
    public bool IsAllowedFor(Person owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return Client is null || Client == owner.Id || owner.Role == TaskRole.Admin;
    }

    /// <summary>Returns the person as whom a program acts with this key. With a client token, it views the tasks of one owner.</summary>
    /// <param name="owner">The owner as of now, or null if only the rights at the creation of the key are known.</param>
    public Person ToPerson(Person? owner = null) => IsClientToken ? ToClient() : new(Owner, owner?.Roles ?? (IEnumerable<string>)Roles)
    {
        Name = $"{(owner is null || owner.Name == owner.Id ? OwnerName : owner.Name)} (API key {Name})",
        Role = owner is null || owner.Role > Role ? Role : owner.Role,
        SeesAllTasks = SeesAllTasks && owner?.SeesAllTasks != false,
        SignedInWith = "API key",
        Key = this,
    };

    private Person ToClient() => new(Client ?? Owner)
    {
        Name = $"{Client ?? OwnerName} (client token {Name})",
        Role = TaskRole.Viewer,
        SignedInWith = "client token",
        Key = this,
    };
}
