using System.Globalization;
using BlazorTasks.Dashboard.Components.Formatting;
using BlazorTasks.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace BlazorTasks.Dashboard.Components.History;

/// <summary>Reads a filter from the query of an address. What it does not understand it leaves out, and says so.</summary>
public sealed class HistoryAddress
{
    /// <summary>Longer values come from nobody who types.</summary>
    private const int MaxValue = 500;

    private static readonly Dictionary<string, TaskSort> Orders = new() { ["time"] = TaskSort.Time, ["duration"] = TaskSort.Duration, ["name"] = TaskSort.Name };

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
                _problems.Add($"The value of “{Short(name)}” is too long.");
            }
            else if (value.Length > 0)
            {
                _given[name] = value;
            }
        }
    }

    /// <summary>Reads a filter.</summary>
    /// <param name="query">The names and values of the address.</param>
    /// <param name="zone">The person's time zone: days in the address are theirs.</param>
    /// <param name="others">Names that mean something to the caller.</param>
    /// <returns>The filter, and a sentence for each value that was left out.</returns>
    public static (HistoryFilter Filter, IReadOnlyList<string> Problems) Read(IEnumerable<KeyValuePair<string, StringValues>> query, TimeZoneInfo zone, params IEnumerable<string> others)
    {
        ArgumentNullException.ThrowIfNull(query);
        var address = new HistoryAddress(query, zone);
        foreach (var other in others)
        {
            address._given.Remove(other);
        }

        var filter = address.ReadAll();
        address._problems.AddRange(address._given.Keys.Select(name => $"“{Short(name)}” is no filter of the history."));
        return (filter, address._problems);
    }

    /// <summary>Which tasks, and in which order, as the query of an address; without the place in the list.</summary>
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
            ["error"] = filter.Error,
            ["parent"] = filter.Parent?.ToString(),
            ["time"] = filter.Time,
            ["from"] = filter.From?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["to"] = filter.To?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["min"] = filter.Min is { } min ? DurationText.Write(min) : null,
            ["max"] = filter.Max is { } max ? DurationText.Write(max) : null,
            ["sort"] = filter.Sort == TaskSort.Time ? null : Orders.First(order => order.Value == filter.Sort).Key,
            ["dir"] = filter.Ascending ? "asc" : null,
        }.Where(one => one.Value is not null));
    }

    /// <summary>A moment of a person's calendar.</summary>
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
            _problems.Add("The address has both “time” and “from” or “to”; “time” is left out.");
            time = null;
        }

        return new HistoryFilter
        {
            Text = Take("q") is { } text ? text[..Math.Min(text.Length, TaskQuery.MaxText)] : null,
            States = States(),
            Definition = Take("definition"),
            Owner = Take("owner"),
            Tag = Take("tag"),
            Error = Take("error") is { } error ? TaskQuery.ErrorOf(error) : null,
            Parent = Parent(),
            Time = time,
            From = from,
            To = to,
            Min = min,
            Max = max,
            Sort = OneOf("sort", Orders),
            Ascending = OneOf("dir", new Dictionary<string, bool> { ["asc"] = true, ["desc"] = false }),
            Size = OneOf("size", HistoryFilter.Sizes.ToDictionary(size => size.ToString(CultureInfo.InvariantCulture), size => (int?)size)) ?? 50,
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

        Refuse(name, word, $"use {string.Join(", ", known.Keys)}");
        return default;
    }

    private List<TaskState> States()
    {
        var states = new List<TaskState>();
        foreach (var word in (Take("state") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct())
        {
            var found = HistoryFilter.FinalStates.Where(state => string.Equals(TaskText.Key(state), word, StringComparison.OrdinalIgnoreCase)).ToList();
            states.AddRange(found);
            if (found.Count == 0)
            {
                Refuse("state", word, $"use {string.Join(", ", HistoryFilter.FinalStates.Select(TaskText.Key))}");
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

        Refuse("parent", text, "use the id of a task");
        return null;
    }

    private DateTimeOffset? Moment(string name, bool isEnd)
    {
        if (Take(name) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
        {
            return InZone(day.AddDays(isEnd ? 1 : 0).ToDateTime(TimeOnly.MinValue), _zone);
        }

        if (DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return InZone(local, _zone);
        }

        if (DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ssK", "O"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var exact))
        {
            return exact.ToUniversalTime();
        }

        Refuse(name, text, "use a day such as 2026-11-21, or a time such as 2026-11-21T14:30");
        return null;
    }

    private TimeSpan? Length(string name)
    {
        if (Take(name) is not { } text)
        {
            return null;
        }

        if (DurationText.Read(text) is { } length)
        {
            return length;
        }

        Refuse(name, text, "use a length such as 30s, 5min or 2h");
        return null;
    }

    private (T?, T?) InOrder<T>(string lowName, T? low, string highName, T? high)
        where T : struct, IComparable<T>
    {
        if (low is not { } from || high is not { } to || from.CompareTo(to) <= 0)
        {
            return (low, high);
        }

        _problems.Add($"“{lowName}” is larger than “{highName}”; both are left out.");
        return (null, null);
    }

    private void Refuse(string name, string value, string instead) => _problems.Add($"“{Short(value)}” cannot be a value of “{name}” and is left out: {instead}.");

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..60]}…";
}
