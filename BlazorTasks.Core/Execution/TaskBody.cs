namespace BlazorTasks.Execution;

/// <summary>The code of a task: calls <see cref="TaskContext.EnterCode"/> once it is prepared, runs, and gives back the result or null.</summary>
internal delegate Task<object?> TaskBody(TaskContext context);
