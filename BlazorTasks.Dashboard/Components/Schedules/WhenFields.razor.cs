namespace BlazorTasks.Dashboard.Components.Schedules;

/// <summary>The fields for when a schedule is due.</summary>
public sealed partial class WhenFields
{
    private static readonly IReadOnlyList<(RuleKind, string)> Kinds =
    [
        (RuleKind.Interval, "At an interval"),
        (RuleKind.Daily, "Every day"),
        (RuleKind.Weekly, "On weekdays"),
        (RuleKind.Monthly, "Every month"),
        (RuleKind.Dates, "On certain dates"),
        (RuleKind.Cron, "Cron expression"),
    ];

    private static readonly IReadOnlyList<(string, string)> Units = [("s", "seconds"), ("min", "minutes"), ("h", "hours"), ("d", "days")];

    private static readonly IReadOnlyList<(string, string)> MonthDays = [.. RuleDraft.MonthDays.Select(day => (day, day switch
    {
        "L" => "The last day",
        "LW" => "The last weekday",
        _ => $"Day {day}",
    }))];

    private static readonly IReadOnlyList<DayOfWeek> WeekDays =
        [.. Enumerable.Range(1, 7).Select(day => (DayOfWeek)(day % 7))]; // from Monday

    private static readonly IReadOnlyList<string> Zones = [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)
        .Where(id => id == "UTC" || id.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>What is edited.</summary>
    [Parameter, EditorRequired]
    public RuleDraft Rule { get; set; } = default!;

    /// <summary>The messages, by the names of the API.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, string> Errors { get; set; } = default!;

    /// <summary>The names of the holiday calendars.</summary>
    [Parameter]
    public IReadOnlyList<string> Calendars { get; set; } = [];

    /// <summary>Called after each change.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private IReadOnlyList<(string, string)> CalendarOptions =>
        [("", "None"), .. Calendars.Union([Rule.Calendar ?? ""]).Where(name => name.Length > 0).Select(name => (name, name))];

    private static string NameOf(DayOfWeek day) => DateTimeFormatInfo.InvariantInfo.GetDayName(day);

    private string? ErrorOf(string field) => Errors.GetValueOrDefault(field);

    private void Toggle(int day) => Rule.Days = Rule.Days.Contains(day) ? [.. Rule.Days.Where(other => other != day)] : [.. Rule.Days, day];

    private Task Change(Action change)
    {
        change();
        return OnChanged.InvokeAsync();
    }
}
