namespace BlazorTasks.Dashboard.Endpoints;

/// <summary>
/// Reads the members of a JSON object one by one and collects all validation errors, so that they are reported together.
/// </summary>
internal sealed class JsonMembers(JsonElement body)
{
    private readonly HashSet<string> _taken = [];
    private readonly Dictionary<string, string> _errors = [];

    /// <summary>Returns a text, or null if it was omitted.</summary>
    public string? Text(string name, int maxLength = 200)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return Wrong<string>(name, "This must be a string");
        }

        var text = value.GetString()!;
        return text.Length <= maxLength
            ? text
            : Wrong<string>(name, $"This must be at most {maxLength} characters long, but has {text.Length}");
    }

    /// <summary>Returns a required text.</summary>
    public string Required(string name, string what, int maxLength = 200)
    {
        var text = Text(name, maxLength);
        if (string.IsNullOrWhiteSpace(text) && !_errors.ContainsKey(name))
        {
            Wrong<string>(name, what);
        }

        return text ?? "";
    }

    /// <summary>Returns an integer, or null.</summary>
    public int? Integer(string name) =>
        Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : Wrong<int?>(name, "This must be an integer");

    /// <summary>Returns a required integer.</summary>
    public int RequiredInteger(string name, string what)
    {
        var number = Integer(name);
        if (number is null && !_errors.ContainsKey(name))
        {
            Wrong<int?>(name, what);
        }

        return number ?? 0;
    }

    /// <summary>Returns a number, or null.</summary>
    public double? Number(string name, double min, double max) =>
        Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= min && number <= max ? number
        : Wrong<double?>(name, string.Create(CultureInfo.InvariantCulture, $"This must be a number between {min} and {max}"));

    /// <summary>Returns a Boolean, or false if it was omitted.</summary>
    public bool Flag(string name) => Take(name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => Wrong<bool>(name, "This must be true or false"),
    };

    /// <summary>Returns a time with an offset, or null.</summary>
    public DateTimeOffset? Time(string name) =>
        Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String && IsoTime.TryRead(value.GetString(), out var at) ? at
        : Wrong<DateTimeOffset?>(name, IsoTime.Expected);

    /// <summary>Returns a duration, or null.</summary>
    public TimeSpan? Length(string name, TimeSpan min, TimeSpan max) =>
        Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String
            && TimeSpan.TryParseExact(value.GetString(), "c", CultureInfo.InvariantCulture, out var length)
            && length >= min
            && length <= max
        ? length
        : Wrong<TimeSpan?>(name, $"This must be a duration between \"{min:c}\" and \"{max:c}\"");

    /// <summary>Returns an array of texts, or an empty one if it was omitted.</summary>
    public IReadOnlyList<string> Texts(string name, int most, int maxLength)
    {
        if (Take(name) is not { } value)
        {
            return [];
        }

        var texts = value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() <= most
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? value.EnumerateArray().Select(item => item.GetString()!).ToList()
            : null;
        return texts is not null && texts.All(text => !string.IsNullOrWhiteSpace(text) && text.Length <= maxLength)
            ? texts
            : Wrong<IReadOnlyList<string>>(name, $"This must be an array of at most {most} strings of 1 to {maxLength} characters each")
                ?? [];
    }

    /// <summary>Returns an array of times, or an empty one if it was omitted.</summary>
    public IReadOnlyList<DateTimeOffset> Times(string name, int most)
    {
        if (Take(name) is not { } value)
        {
            return [];
        }

        var times = new List<DateTimeOffset>();
        var isRight = value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= most
            && value.EnumerateArray().All(item =>
            {
                var isTime = item.ValueKind == JsonValueKind.String & IsoTime.TryRead(item.ToString(), out var at);
                times.Add(at);
                return isTime;
            });
        return isRight
            ? times
            : Wrong<IReadOnlyList<DateTimeOffset>>(name, $"This must be an array of at most {most} times, such as 2026-11-21T14:00:00Z")
                ?? [];
    }

    /// <summary>Returns one of the words of an enum, or null.</summary>
    public T? Word<T>(string name)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
        return Text(name) is not { } word ? null
            : words.TryGetValue(word, out var value) ? value
            : Wrong<T?>(name, $"This must be one of {string.Join(", ", words.Keys)}");
    }

    /// <summary>Returns whether a member is present, possibly as null. For changes, in which omitted members keep their value.</summary>
    public bool Has(string name)
    {
        _taken.Add(name);
        return body.TryGetProperty(name, out _);
    }

    /// <summary>Returns an object, or null.</summary>
    public JsonElement? Object(string name) =>
        Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? value
        : Wrong<JsonElement?>(name, "This must be a JSON object");

    /// <summary>Returns any JSON value, or null.</summary>
    public JsonElement? Any(string name) => Take(name);

    /// <summary>Adds a validation error.</summary>
    public T? Wrong<T>(string name, string message)
    {
        _errors.TryAdd(name, message);
        return default;
    }

    /// <summary>Ends the request if there are validation errors or unknown members.</summary>
    public void Check()
    {
        foreach (var member in body.EnumerateObject().Where(member => !_taken.Contains(member.Name)).Take(20))
        {
            var name = member.Name.Length <= 100 ? member.Name : $"{member.Name[..100]}…";
            Wrong<object>(name, $"Unknown member “{name}”. Supported members: {string.Join(", ", _taken)}");
        }

        if (_errors.Count > 0)
        {
            throw new ProblemException(Problem.Invalid(_errors));
        }
    }

    /// <summary>Ends the request if there are any members, for commands without parameters.</summary>
    public void CheckEmpty()
    {
        if (body.EnumerateObject().FirstOrDefault() is { Value.ValueKind: not JsonValueKind.Undefined } first)
        {
            throw new ProblemException(Problem.Invalid(new Dictionary<string, string> { [first.Name] = "This command has no parameters" }));
        }
    }

    private JsonElement? Take(string name)
    {
        _taken.Add(name);
        return body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}

/// <summary>A time in a request: ISO 8601 with an offset, so that it is unambiguous.</summary>
internal static class IsoTime
{
    public const string Expected = "This must be a time with an offset, such as 2026-11-21T14:00:00Z";

    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static bool TryRead(string? text, out DateTimeOffset at)
    {
        at = default;
        return text is { Length: > 16 } && (text.EndsWith('Z') || text[^6] is '+' or '-')
            && DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out at);
    }
}
