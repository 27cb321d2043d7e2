namespace BlazorTasks.Schedules;

/// <summary>The rule for ids of schedules and names of calendars.</summary>
internal static class ScheduleIds
{
    public const string Message = "Use a kebab-case name of at most 64 characters, such as \"nightly-import\".";

    public static bool IsValid(string? id) => id is { Length: > 0 and <= Schedule.MaxIdLength } && id == Text.KebabCase(id);
}
