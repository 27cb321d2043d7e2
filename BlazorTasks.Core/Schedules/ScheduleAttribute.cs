using BlazorTasks.Forms;

namespace BlazorTasks;

/// <summary>
/// Runs a <see cref="MonitoredTaskAttribute"/> method on a schedule. Its parameters must have default values. The schedule
/// appears, changes and disappears with the code; people can pause, resume and run it.
/// </summary>
/// <param name="cron">A cron expression with 5 fields, or 6 with seconds first, such as "0 3 * * *". Null if
/// <see cref="Every"/> is given.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class ScheduleAttribute(string? cron = null) : Attribute
{
    /// <inheritdoc cref="ScheduleRule.Cron" />
    public string? Cron { get; } = cron;

    /// <summary>The id. Null uses the name of the definition. Required if a method has several schedules.</summary>
    public string? Id { get; set; }

    /// <summary>An interval such as "00:15:00", instead of a cron expression.</summary>
    public string? Every { get; set; }

    /// <inheritdoc cref="ScheduleRule.FromLastEnd" />
    public bool FromLastEnd { get; set; }

    /// <inheritdoc cref="ScheduleRule.TimeZone" />
    public string TimeZone { get; set; } = "UTC";

    /// <inheritdoc cref="ScheduleRule.Calendar" />
    public string? Calendar { get; set; }

    /// <inheritdoc cref="ScheduleRule.OnHoliday" />
    public OnHoliday OnHoliday { get; set; }

    /// <summary>The jitter, such as "00:05:00". See <see cref="ScheduleRule.Jitter"/>.</summary>
    public string? Jitter { get; set; }

    /// <inheritdoc cref="ScheduleSettings.Missed" />
    public OnMissed Missed { get; set; }

    /// <inheritdoc cref="ScheduleSettings.Overlap" />
    public OnOverlap Overlap { get; set; }

    /// <inheritdoc cref="ScheduleSettings.Owner" />
    public string? Owner { get; set; }

    /// <summary>Pauses the schedule after this many failures in a row, or never if 0.</summary>
    public int AutoPauseAfter { get; set; }

    /// <exception cref="FormatException">A duration is invalid. The message names it.</exception>
    internal ScheduleSettings ToSettings(string definition) => new()
    {
        Definition = definition,
        Rule = new()
        {
            Cron = Cron,
            Every = Duration(nameof(Every), Every),
            FromLastEnd = FromLastEnd,
            TimeZone = TimeZone,
            Calendar = Calendar,
            OnHoliday = OnHoliday,
            Jitter = Duration(nameof(Jitter), Jitter) ?? TimeSpan.Zero,
        },
        Missed = Missed,
        Overlap = Overlap,
        Owner = Owner,
        AutoPauseAfter = AutoPauseAfter == 0 ? null : AutoPauseAfter,
    };

    private static TimeSpan? Duration(string name, string? text) =>
        text is null ? null
        : DurationText.TryRead(text, out var duration) ? duration
        : throw new FormatException($"{name} is \"{text}\"; it must be a duration such as \"00:15:00\".");
}
