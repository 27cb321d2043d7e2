namespace BlazorTasks.Dashboard.Components.Prompts;

/// <summary>Finds the open questions a user may answer.</summary>
internal static class OpenPrompts
{
    /// <summary>The tasks whose questions a user may answer, oldest question first.</summary>
    public static IEnumerable<TaskSnapshot> For(ActiveTasks active, Person person) =>
        active.Questions.Where(task => IsFor(task, person));

    /// <summary>The number of questions a user may answer.</summary>
    public static int Count(ActiveTasks active, Person person) => active.Questions.Count(task => IsFor(task, person));

    /// <summary>Whether a user may answer the question of a task.</summary>
    public static bool IsFor(TaskSnapshot task, Person person) => person.CanAnswer(task);
}
