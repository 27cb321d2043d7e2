namespace BlazorTasks;

/// <summary>An exception as it is kept: what a person reads, and what a developer needs to find the cause.</summary>
/// <param name="Type">The exception's full type name.</param>
/// <param name="Message">Its message.</param>
/// <param name="Stack">Its stack trace, if it was thrown.</param>
/// <param name="Inner">The exception that caused it.</param>
public sealed record TaskError(string Type, string Message, string? Stack = null, TaskError? Inner = null)
{
    private const int MaxDepth = 8;

    /// <summary>Captures an exception with its causes: each text is cut at <paramref name="maxText"/> characters and says so, the chain at 8.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="maxText">See <see cref="BlazorTasksOptions.MaxErrorText"/>.</param>
    public static TaskError From(Exception exception, int maxText) => From(exception, maxText, MaxDepth);

    /// <summary>The message of an exception, whatever its author's code does when it is asked.</summary>
    internal static string MessageOf(Exception exception) => Read(() => exception.Message) ?? $"It threw {exception.GetType().FullName}, whose message cannot be read.";

    /// <summary>All of an exception as text, whatever its author's code does when it is asked.</summary>
    internal static string TextOf(Exception exception) => Read(exception.ToString) ?? MessageOf(exception);

    /// <summary>The one thing that all exceptions in an aggregate say, if they say that the task was stopped, declined or not answered; otherwise the exception itself.</summary>
    internal static Exception CauseOf(Exception error)
    {
        if (error is not AggregateException aggregate || aggregate.Flatten().InnerExceptions is not [var first, ..] leaves)
        {
            return error;
        }

        var isOne = leaves.All(leaf => leaf is OperationCanceledException)
            || (first is TaskDeclinedException or PromptTimeoutException && leaves.All(leaf => leaf.GetType() == first.GetType()));
        return isOne ? first : error;
    }

    private static TaskError From(Exception exception, int maxText, int depth)
    {
        var inner = exception is AggregateException { InnerExceptions: [var only] } ? only : exception.InnerException;
        return new TaskError(
            exception.GetType().FullName ?? exception.GetType().Name,
            Text.Truncate(MessageOf(exception), maxText),
            StackOf(exception) is { } stack ? Text.Truncate(stack, maxText) : null,
            inner is null || depth == 0 ? null : From(inner, maxText, depth - 1));
    }

    /// <summary>Where it was thrown; of an exception that stands for several, where each of the others was too.</summary>
    private static string? StackOf(Exception exception)
    {
        var stack = Read(() => exception.StackTrace);
        if (exception is not AggregateException { InnerExceptions: { Count: > 1 } all })
        {
            return stack;
        }

        var others = all.Skip(1).Select(other => $"--- {other.GetType().FullName}: {MessageOf(other)}\n{Read(() => other.StackTrace)}");
        return string.Join('\n', others.Prepend(stack ?? ""));
    }

    private static string? Read(Func<string?> text)
    {
        try
        {
            return text();
        }
#pragma warning disable CA1031 // whatever it throws, the task has to end with something
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
