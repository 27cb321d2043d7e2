namespace BlazorTasks.Client;

/// <summary>An API key, with which a program acts for its owner.</summary>
/// <param name="Id">The id: the visible part of the key.</param>
/// <param name="Name">What the key is for.</param>
/// <param name="Owner">The id of the person for whom it acts.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="CreatedAt">When it was created.</param>
public sealed record ApiKeyDetails(
    string Id,
    string Name,
    string Owner,
    IReadOnlyList<ApiKeyScope> Scopes,
    DateTimeOffset CreatedAt)
{
    /// <summary>The key itself, in the response to its creation. It cannot be recovered later.</summary>
    public string? Key { get; init; }

    /// <summary>The definitions to which it is limited. Empty means all.</summary>
    public IReadOnlyList<string> Definitions { get; init; } = [];

    /// <summary>The owner of the tasks that a client token shows, or null for those of its own owner.</summary>
    public string? Client { get; init; }

    /// <summary>When it expires, or null.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last used, to the minute, or null.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The address from which it was last used, or null.</summary>
    public string? LastUsedFrom { get; init; }
}

/// <summary>API keys.</summary>
/// <param name="Items">The keys, newest first.</param>
public sealed record ApiKeys(IReadOnlyList<ApiKeyDetails> Items);

/// <summary>A ticket with which a browser on another site opens one event stream or WebSocket.</summary>
/// <param name="Ticket">The value of the query parameter "ticket". It can be used once.</param>
/// <param name="ExpiresAt">Until when it can be used.</param>
public sealed record ApiTicket(string Ticket, DateTimeOffset ExpiresAt);
