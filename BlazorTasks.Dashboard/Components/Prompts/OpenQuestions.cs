namespace BlazorTasks.Dashboard.Components.Prompts;

/// <summary>The questions that wait for answers. A pause is none: nobody has to decide anything.</summary>
internal static class OpenQuestions
{
    /// <summary>All of them, oldest first.</summary>
    public static IEnumerable<TaskSnapshot> All(ActiveTasks active) =>
        active.InProgress.Concat(active.UpNext).Where(IsOpen).OrderBy(task => task.Prompt!.AskedAt).ThenBy(task => task.Id);

    /// <summary>Those that a person may answer, oldest first.</summary>
    public static IEnumerable<TaskSnapshot> For(ActiveTasks active, Person person) => All(active).Where(task => IsFor(task, person));

    /// <summary>How many a person may answer.</summary>
    public static int Count(ActiveTasks active, Person person) => active.InProgress.Concat(active.UpNext).Count(task => IsOpen(task) && IsFor(task, person));

    /// <summary>Whether a task asks something.</summary>
    public static bool IsOpen(TaskSnapshot task) => task is { Prompt: { Kind: not PromptKind.Pause } };

    /// <summary>Whether a person may answer what a task asks.</summary>
    public static bool IsFor(TaskSnapshot task, Person person) => task.Prompt?.For.Allow(person, task.Owner) == true;
}
