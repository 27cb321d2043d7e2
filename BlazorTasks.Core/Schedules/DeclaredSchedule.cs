using BlazorTasks.Definitions;

namespace BlazorTasks.Schedules;

/// <summary>A schedule declared in code, with <see cref="ScheduleAttribute"/> or AddSchedule.</summary>
/// <param name="Id">The id.</param>
/// <param name="Settings">The settings.</param>
internal sealed record DeclaredSchedule(string Id, ScheduleSettings Settings)
{
    /// <summary>The problem with the declaration, as a sentence, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>Returns the schedules declared with attributes.</summary>
    public static IEnumerable<DeclaredSchedule> Of(TaskCatalog catalog) =>
        from definition in catalog.All
        from attribute in definition.Method.GetCustomAttributes<ScheduleAttribute>(inherit: false)
        select Of(definition, attribute);

    private static DeclaredSchedule Of(TaskDefinition definition, ScheduleAttribute attribute)
    {
        try
        {
            return new(attribute.Id ?? definition.Name, attribute.ToSettings(definition.Name));
        }
        catch (FormatException error)
        {
            return new(attribute.Id ?? definition.Name, new() { Definition = definition.Name, Rule = new() })
            {
                Problem = $"[Schedule] on {definition.Method.DeclaringType!.FullName}.{definition.Method.Name}: {error.Message}",
            };
        }
    }
}
