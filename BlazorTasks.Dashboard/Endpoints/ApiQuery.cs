using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>Takes the parameters of an address one by one. A parameter that nobody knows is refused: a misspelt filter that filters nothing helps nobody.</summary>
internal sealed class ApiQuery(HttpContext context)
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A text, or null.</summary>
    public string? Text(string name, int maxLength = 200) => Take(name) is not { } text ? null
        : text.Length <= maxLength ? text
        : throw Wrong(name, $"should be at most {maxLength} characters");

    /// <summary>Words, separated by commas or given again and again.</summary>
    public IReadOnlyList<string> Words(string name)
    {
        _taken.Add(name);
        return [.. context.Request.Query[name].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Take(100)];
    }

    /// <summary>A whole number within limits, or null.</summary>
    public long? Integer(string name, long min, long max) => Take(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number
        : throw Wrong(name, max == long.MaxValue ? $"should be a whole number of {min} or more" : $"should be a whole number from {min} to {max}");

    /// <summary>A moment with its offset, or null.</summary>
    public DateTimeOffset? Time(string name) => Take(name) is not { } text ? null
        : IsoTime.TryRead(text.Replace(' ', '+'), out var at) ? at
        : throw Wrong(name, "should be a time with its offset, such as 2026-11-21T14:00:00Z");

    /// <summary>Refuses parameters that nobody took.</summary>
    public void Check()
    {
        if (context.Request.Query.Keys.FirstOrDefault(name => !_taken.Contains(name)) is { } unknown)
        {
            throw Wrong(unknown, $"is not a parameter here; there is {string.Join(", ", _taken)}");
        }
    }

    /// <summary>A refusal of a parameter.</summary>
    public static ProblemException Wrong(string name, string message) =>
        new(StatusCodes.Status400BadRequest, $"“{(name.Length <= 100 ? name : name[..100])}” {message}.", "invalid_parameter");

    private string? Take(string name)
    {
        _taken.Add(name);
        var values = context.Request.Query[name];
        return values.Count > 1 ? throw Wrong(name, "is given more than once") : values is [{ Length: > 0 } value] ? value : null;
    }
}
