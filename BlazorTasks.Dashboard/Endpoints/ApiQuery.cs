namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// Reads query parameters one by one. Unknown parameters are rejected, because a misspelled filter would silently be ignored.
/// </summary>
internal sealed class ApiQuery(HttpContext context)
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns a text, or null.</summary>
    public string? Text(string name, int maxLength = 200) => Take(name) is not { } text ? null
        : text.Length <= maxLength ? text
        : throw Wrong(name, $"must be at most {maxLength} characters");

    /// <summary>Returns texts separated by commas or given as repeated parameters.</summary>
    public IReadOnlyList<string> Words(string name)
    {
        _taken.Add(name);
        return [.. context.Request.Query[name].SelectMany(value => (value ?? "").Split(
            ',',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Take(100)];
    }

    /// <summary>Returns an integer within limits, or null.</summary>
    public long? Integer(string name, long min, long max) => Take(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
        ? number
        : throw Wrong(name, max == long.MaxValue ? $"must be an integer of at least {min}" : $"must be an integer between {min} and {max}");

    /// <summary>Returns true or false, or null.</summary>
    public bool? Boolean(string name) => Take(name) is not { } text ? null
        : bool.TryParse(text, out var flag) ? flag
        : throw Wrong(name, "must be true or false");

    /// <summary>Returns a time with an offset, or null.</summary>
    public DateTimeOffset? Time(string name) => Take(name) is not { } text ? null
        : IsoTime.TryRead(text.Replace(' ', '+'), out var at) ? at
        : throw Wrong(name, "must be a time with an offset, such as 2026-11-21T14:00:00Z");

    /// <summary>Rejects unknown parameters.</summary>
    public void Check()
    {
        if (context.Request.Query.Keys.FirstOrDefault(name => !_taken.Contains(name) && !IsTicket(name)) is { } unknown)
        {
            throw Wrong(unknown, $"is not a known parameter. Supported parameters: {string.Join(", ", _taken)}");
        }
    }

    /// <summary>Creates a problem for an invalid parameter.</summary>
    public static ProblemException Wrong(string name, string message) =>
        new(StatusCodes.Status400BadRequest, $"“{(name.Length <= 100 ? name : name[..100])}” {message}.", "invalid_parameter");

    private bool IsTicket(string name) =>
        name == RequestCredential.TicketParameter && CredentialEndpoint.Of(context)?.Kind == CredentialKind.Ticket;

    private string? Take(string name)
    {
        _taken.Add(name);
        var values = context.Request.Query[name];
        return values.Count > 1 ? throw Wrong(name, "is specified more than once") : values is [{ Length: > 0 } value] ? value : null;
    }
}
