using System.Text.Json;

namespace BlazorTasks.Testing;

/// <summary>A task that a test has run: how it ended, and everything that happened.</summary>
/// <param name="Task">How it ended.</param>
/// <param name="Events">What happened, in order.</param>
/// <param name="Error">What it threw, or null.</param>
public sealed record TaskRun(TaskSnapshot Task, IReadOnlyList<TaskEvent> Events, Exception? Error)
{
    /// <summary>Where it ended.</summary>
    public TaskState State => Task.State;

    /// <summary>What it returned, as it is stored; null if it returned nothing.</summary>
    public JsonElement? Result => Events.OfType<TaskSucceeded>().LastOrDefault()?.Result;

    /// <summary>The lines of its log.</summary>
    public IReadOnlyList<string> Log => [.. Events.OfType<TaskLogged>().SelectMany(chunk => chunk.Lines).Select(line => line.Text)];

    /// <summary>The names of its steps, in the order in which they began.</summary>
    public IReadOnlyList<string> Steps => [.. Events.OfType<StepStarted>().Select(step => step.Name)];

    /// <summary>What it asked, in order.</summary>
    public IReadOnlyList<Prompt> Questions => [.. Events.OfType<PromptAsked>().Select(asked => asked.Prompt)];

    /// <summary>What it returned, as an object.</summary>
    /// <exception cref="InvalidOperationException">It returned nothing; the message says how it ended.</exception>
    public T ResultAs<T>() => Result is { } json
        ? json.Deserialize<T>(TaskJson.Options)!
        : throw new InvalidOperationException($"The task has no result: it ended {State}{(Task.ErrorMessage is { } error ? $": {error}" : ".")}");
}

/// <summary>A task under test asked something that the test has no answer for.</summary>
/// <param name="task">The task.</param>
/// <param name="prompt">The question.</param>
public sealed class UnansweredPromptException(TaskSnapshot task, Prompt prompt)
    : Exception($"{task.Name} asked \"{prompt.Title}\", and the test has no answer for it. Add host.Answer(\"{prompt.Title}\", …) before the run.");
