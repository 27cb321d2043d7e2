namespace BlazorTasks.Dashboard.Components.Prompts;

/// <summary>The questions that wait for a person.</summary>
internal static class OpenPrompts
{
    /// <summary>The tasks whose questions a person may answer, oldest question first.</summary>
    public static IEnumerable<TaskSnapshot> For(ActiveTasks active, Person person) => active.Questions.Where(task => IsFor(task, person));

    /// <summary>How many a person may answer.</summary>
    public static int Count(ActiveTasks active, Person person) => active.Questions.Count(task => IsFor(task, person));

    /// <summary>Whether a person may answer what a task asks.</summary>
    public static bool IsFor(TaskSnapshot task, Person person) => task.Prompt?.For.Allow(person, task.Owner) == true;
}
