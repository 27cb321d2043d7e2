using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace BlazorTasks.Dashboard.Components.History;

/// <summary>Parses a filter from a query string. Invalid values are ignored and reported.</summary>
public sealed class HistoryAddress
{
    /// <summary>The maximum length of a value.</summary>
    private const int MaxValue = 500;

    private static readonly Dictionary<string, TaskSort> Orders = new()
    {
        ["time"] = TaskSort.Time,
        ["duration"] = TaskSort.Duration,
        ["name"] = TaskSort.Name,
    };

    private static readonly string[] LocalFormats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];
    private static readonly string[] ExactFormats = ["yyyy-MM-dd'T'HH:mm:ssK", "O"];

    private static readonly Dictionary<string, int?> Sizes =
        HistoryFilter.Sizes.ToDictionary(size => size.ToString(CultureInfo.InvariantCulture), size => (int?)size);

    private readonly Dictionary<string, string> _given = [];
    private readonly List<string> _problems = [];
    private readonly TimeZoneInfo _zone;

    private HistoryAddress(IEnumerable<KeyValuePair<string, StringValues>> query, TimeZoneInfo zone)
    {
        _zone = zone;
        foreach (var (name, values) in query)
        {
            var value = string.Join(',', values.Where(one => !string.IsNullOrWhiteSpace(one))).Trim();
            if (value.Length > MaxValue)
            {
                _problems.Add($"The value of “{Short(name)}” is too long and was ignored.");
            }
            else if (value.Length > 0)
            {
                _given[name] = value;
            }
        }
    }

    /// <summary>Reads a filter.</summary>
    /// <param name="query">The query string.</param>
    /// <param name="zone">The viewer's time zone, used for dates.</param>
    /// <param name="others">Other parameters that are known to the caller.</param>
    /// <returns>The filter, and a message for each value that was ignored.</returns>
    public static (HistoryFilter Filter, IReadOnlyList<string> Problems) Read(
        IEnumerable<KeyValuePair<string, StringValues>> query, TimeZoneInfo zone, params IEnumerable<string> others)
    {
        ArgumentNullException.ThrowIfNull(query);
        var address = new HistoryAddress(query, zone);
        foreach (var other in others)
        {
            address._given.Remove(other);
        }

        var filter = address.ReadAll();
        address._problems.AddRange(address._given.Keys.Select(name => $"Unknown filter “{Short(name)}” was ignored."));
        return (filter, address._problems);
    }

    /// <summary>Formats filter and sort order as a query string, without the page.</summary>
    public static string Write(HistoryFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return QueryHelpers.AddQueryString("", new Dictionary<string, string?>
        {
            ["q"] = filter.Text,
            ["state"] = filter.States.Count == 0 ? null : string.Join(',', filter.States.Select(TaskText.Key)),
            ["definition"] = filter.Definition,
            ["owner"] = filter.Owner,
            ["tag"] = filter.Tag,
            ["schedule"] = filter.Schedule,
            ["node"] = filter.Node,
            ["error"] = filter.Error,
            ["parent"] = filter.Parent?.ToString(),
            ["time"] = filter.Time,
            ["from"] = filter.From?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["to"] = filter.To?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["min"] = filter.MinDuration is { } min ? DurationFilter.Write(min) : null,
            ["max"] = filter.MaxDuration is { } max ? DurationFilter.Write(max) : null,
            ["sort"] = filter.Sort == TaskSort.Time ? null : Orders.First(order => order.Value == filter.Sort).Key,
            ["dir"] = filter.Ascending ? "asc" : null,
        }.Where(one => one.Value is not null));
    }

    /// <summary>Converts a local time of a time zone.</summary>
    internal static DateTimeOffset InZone(DateTime local, TimeZoneInfo zone)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private HistoryFilter ReadAll()
    {
        var (from, to) = InOrder("from", Moment("from", isEnd: false), "to", Moment("to", isEnd: true));
        var (min, max) = InOrder("min", Length("min"), "max", Length("max"));
        var time = OneOf("time", HistoryFilter.Times.ToDictionary(known => known.Value, known => known.Value));
        if (time is not null && (from ?? to) is not null)
        {
            _problems.Add("“time” cannot be combined with “from” or “to” and was ignored.");
            time = null;
        }

        return new HistoryFilter
        {
            Text = Take("q") is { } text ? text[..Math.Min(text.Length, TaskQuery.MaxText)] : null,
            States = States(),
            Definition = Take("definition"),
            Owner = Take("owner"),
            Tag = Take("tag"),
            Schedule = Take("schedule"),
            Node = Take("node"),
            Error = Take("error") is { } error ? TaskQuery.ErrorOf(error) : null,
            Parent = Parent(),
            Time = time,
            From = from,
            To = to,
            MinDuration = min,
            MaxDuration = max,
            Sort = OneOf("sort", Orders),
            Ascending = OneOf("dir", new Dictionary<string, bool> { ["asc"] = true, ["desc"] = false }),
            Size = OneOf("size", Sizes) ?? HistoryFilter.DefaultSize,
            Cursor = Take("page"),
            First = int.TryParse(Take("n"), NumberStyles.None, CultureInfo.InvariantCulture, out var first) && first > 0 ? first : 1,
        };
    }

    private string? Take(string name) => _given.Remove(name, out var value) ? value : null;

    private T? OneOf<T>(string name, Dictionary<string, T> known)
    {
        if (Take(name) is not { } word)
        {
            return default;
        }

        if (known.TryGetValue(word, out var value))
        {
            return value;
        }

        Ignore(name, word, $"Use {string.Join(", ", known.Keys)}");
        return default;
    }

    private List<TaskState> States()
    {
        var states = new List<TaskState>();
        const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (var word in (Take("state") ?? "").Split(',', Trimmed).Distinct())
        {
            var found = HistoryFilter.FinalStates
                .Where(state => TaskText.Key(state).Equals(word, StringComparison.OrdinalIgnoreCase)).ToList();
            states.AddRange(found);
            if (found.Count == 0)
            {
                Ignore("state", word, $"Use {string.Join(", ", HistoryFilter.FinalStates.Select(TaskText.Key))}");
            }
        }

        return states;
    }

    private TaskId? Parent()
    {
        if (Take("parent") is not { } text)
        {
            return null;
        }

        if (TaskId.TryParse(text, null, out var parent))
        {
            return parent;
        }

        Ignore("parent", text, "Use the ID of a task");
        return null;
    }

    private DateTimeOffset? Moment(string name, bool isEnd)
    {
        if (Take(name) is not { } text)
        {
            return null;
        }

        var culture = CultureInfo.InvariantCulture;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
        {
            return InZone(day.AddDays(isEnd ? 1 : 0).ToDateTime(TimeOnly.MinValue), _zone);
        }

        if (DateTime.TryParseExact(text, LocalFormats, culture, DateTimeStyles.None, out var local))
        {
            return InZone(local, _zone);
        }

        if (DateTimeOffset.TryParseExact(text, ExactFormats, culture, DateTimeStyles.AssumeUniversal, out var exact))
        {
            return exact.ToUniversalTime();
        }

        Ignore(name, text, "Use a date such as 2026-11-21, or a time such as 2026-11-21T14:30");
        return null;
    }

    private TimeSpan? Length(string name)
    {
        if (Take(name) is not { } text)
        {
            return null;
        }

        if (DurationFilter.Read(text) is { } length)
        {
            return length;
        }

        Ignore(name, text, "Use a duration such as 30s, 5min or 2h");
        return null;
    }

    private (T?, T?) InOrder<T>(string lowName, T? low, string highName, T? high)
        where T : struct, IComparable<T>
    {
        if (low is not { } from || high is not { } to || from.CompareTo(to) <= 0)
        {
            return (low, high);
        }

        _problems.Add($"“{lowName}” is greater than “{highName}”; both were ignored.");
        return (null, null);
    }

    private void Ignore(string name, string value, string hint) =>
        _problems.Add($"“{Short(value)}” is not a valid value for “{name}” and was ignored. {hint}.");

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..60]}…";
}
