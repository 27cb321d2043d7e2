namespace BlazorTasks.Storage;

/// <summary>Schedules as JSON, for stores.</summary>
internal static class ScheduleJson
{
    public static string Write(Schedule schedule) => TaskJson.WritePart(schedule);

    /// <summary>
    /// Deserializes a schedule. One that cannot be read is shown as paused, with the reason, and does not affect the others.
    /// </summary>
    public static Schedule Read(string id, string json)
    {
        try
        {
            return TaskJson.ReadPart<Schedule>(json);
        }
        catch (JsonException error)
        {
            return new Schedule
            {
                Id = id,
                Settings = new ScheduleSettings { Definition = "", Rule = new ScheduleRule() },
                Pause = new SchedulePause(default, PauseCause.Invalid, $"The stored schedule cannot be read: {error.Message}"),
                IsUnreadable = true,
            };
        }
    }
}
