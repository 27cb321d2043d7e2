using System.Text.Json;

namespace BlazorTasks.Testing;

/// <summary>A task run by a test: its outcome and its events.</summary>
/// <param name="Task">The finished task.</param>
/// <param name="Events">The events, in order.</param>
/// <param name="Error">The exception that the task threw, or null.</param>
public sealed record TaskRun(TaskSnapshot Task, IReadOnlyList<TaskEvent> Events, Exception? Error)
{
    /// <summary>Gets the final state.</summary>
    public TaskState State => Task.State;

    /// <summary>Gets the result as it is stored, or null if there is none.</summary>
    public JsonElement? Result => Events.OfType<TaskSucceeded>().LastOrDefault()?.Result;

    /// <summary>Gets the lines of the log.</summary>
    public IReadOnlyList<string> Log => [.. Events.OfType<TaskLogged>().SelectMany(chunk => chunk.Lines).Select(line => line.Text)];

    /// <summary>Gets the names of the steps, in the order in which they started.</summary>
    public IReadOnlyList<string> Steps => [.. Events.OfType<StepStarted>().Select(step => step.Name)];

    /// <summary>Gets the prompts, in order.</summary>
    public IReadOnlyList<Prompt> Questions => [.. Events.OfType<PromptAsked>().Select(asked => asked.Prompt)];

    /// <summary>Returns the result as an object.</summary>
    /// <exception cref="InvalidOperationException">There is no result. The message says how the task ended.</exception>
    public T ResultAs<T>() => Result is { } json
        ? json.Deserialize<T>(TaskJson.Options)!
        : throw new InvalidOperationException(
            $"The task has no result. It ended with the state {State}{(Task.ErrorMessage is { } error ? $": {error}" : ".")}");
}

/// <summary>Thrown if a task opened a prompt for which the test has no answer.</summary>
/// <param name="task">The task.</param>
/// <param name="prompt">The prompt.</param>
public sealed class UnansweredPromptException(TaskSnapshot task, Prompt prompt)
    : Exception($"{task.Name} asked \"{prompt.Title}\", but the test has no answer for it. Add " +
        $"host.Answer(\"{prompt.Title}\", …) before the run.");
