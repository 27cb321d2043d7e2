namespace BlazorTasks.Components.Formatting;

/// <summary>Formats numbers and times: the two largest units, joined to their number by no-break spaces.</summary>
internal static class Formats
{
    private const char Nbsp = '\u00A0';

    /// <summary>"3 min 48 s", "2 h 4 min", "4 s", "210 ms".</summary>
    public static string Duration(TimeSpan length)
    {
        var t = length < TimeSpan.Zero ? TimeSpan.Zero : length;
        return t switch
        {
            { TotalSeconds: < 1 } => Unit(t.TotalMilliseconds, "ms"),
            { TotalMinutes: < 1 } => Unit(Math.Floor(t.TotalSeconds), "s"),
            { TotalHours: < 1 } => Units(t.Minutes, "min", t.Seconds, "s"),
            { TotalDays: < 1 } => Units(t.Hours, "h", t.Minutes, "min"),
            _ => Units(Math.Floor(t.TotalDays), "d", t.Hours, "h"),
        };
    }

    /// <summary>"1–4 min", "40 s – 2 min": a range of two durations, rounded to the largest unit of the longer one.</summary>
    public static string Range(TimeSpan from, TimeSpan to)
    {
        var (unit, word) = to switch
        {
            { TotalSeconds: < 60 } => (TimeSpan.FromSeconds(1), "s"),
            { TotalMinutes: < 60 } => (TimeSpan.FromMinutes(1), "min"),
            { TotalHours: < 24 } => (TimeSpan.FromHours(1), "h"),
            _ => (TimeSpan.FromDays(1), "d"),
        };
        var (low, high) = (Math.Round(from / unit), Math.Max(1, Math.Round(to / unit)));
        return low >= high ? Unit(high, word) : low < 1 ? $"up to {Unit(high, word)}" : $"{low:0}–{Unit(high, word)}";
    }

    /// <summary>"20 s ago", "4 min ago", "2 h ago", after a day the date.</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var past = now - at;
        return past switch
        {
            { TotalSeconds: < 1 } => "now",
            { TotalMinutes: < 1 } => Unit(Math.Floor(past.TotalSeconds), "s") + " ago",
            { TotalHours: < 1 } => Unit(Math.Floor(past.TotalMinutes), "min") + " ago",
            { TotalDays: < 1 } => Unit(Math.Floor(past.TotalHours), "h") + " ago",
            _ => TimeZoneInfo.ConvertTime(at, zone).ToString("d MMM yyyy, HH:mm", CultureInfo.CurrentCulture),
        };
    }

    /// <summary>"in 24 s", "in 11 h 54 min", "in 6 days", or "now".</summary>
    public static string Until(DateTimeOffset at, DateTimeOffset now)
    {
        var left = TimeSpan.FromSeconds(Math.Ceiling((at - now).TotalSeconds));
        return left <= TimeSpan.Zero ? "now" : left.TotalDays >= 2 ? $"in {Unit(left.Days, "days")}" : $"in {Duration(left)}";
    }

    /// <summary>"14:02:06, 21 Nov 2026 (UTC+1)".</summary>
    public static string Exact(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return $"{local.ToString("HH:mm:ss, d MMM yyyy", CultureInfo.CurrentCulture)} ({Offset(at, zone)})";
    }

    /// <summary>"14:02:06.118": the time of a log line.</summary>
    public static string Clock(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>"14:02:06": the time of a line on a card.</summary>
    public static string ToClock(this DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>"62 %".</summary>
    public static string Percent(double value) => string.Create(CultureInfo.CurrentCulture, $"{Math.Floor(value):0}{Nbsp}%");

    /// <summary>"1,204".</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>"1,204 rows", "1 row".</summary>
    public static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.CurrentCulture, $"{count:N0}{Nbsp}{(count == 1 ? one : many)}");

    /// <summary>"1.9 MB".</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000 => Unit(bytes, "B"),
        < 1_000_000 => Unit(bytes / 1e3, "kB", "0.#"),
        < 1_000_000_000 => Unit(bytes / 1e6, "MB", "0.#"),
        _ => Unit(bytes / 1e9, "GB", "0.#"),
    };

    /// <summary>The offset of a time zone at a time, such as "UTC+1".</summary>
    public static string Offset(DateTimeOffset at, TimeZoneInfo zone)
    {
        var offset = zone.GetUtcOffset(at);
        var sign = offset < TimeSpan.Zero ? "−" : "+";
        var minutes = offset.Minutes == 0 ? "" : $":{Math.Abs(offset.Minutes):00}";
        return offset == TimeSpan.Zero ? "UTC" : $"UTC{sign}{Math.Abs(offset.Hours)}{minutes}";
    }

    private static string Unit(double value, string unit, string format = "0") =>
        value.ToString(format, CultureInfo.CurrentCulture) + Nbsp + unit;

    private static string Units(double large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? Unit(large, largeUnit) : $"{Unit(large, largeUnit)} {Unit(small, smallUnit)}";
}
