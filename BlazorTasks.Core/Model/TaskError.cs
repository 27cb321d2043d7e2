namespace BlazorTasks;

/// <summary>A stored exception: a message for users, and the details that developers need.</summary>
/// <param name="Type">The full type name of the exception.</param>
/// <param name="Message">The message.</param>
/// <param name="Stack">The stack trace, if the exception was thrown.</param>
/// <param name="Inner">The inner exception.</param>
public sealed record TaskError(string Type, string Message, string? Stack = null, TaskError? Inner = null)
{
    private const int MaxDepth = 8;

    /// <summary>
    /// Captures an exception and its inner exceptions. Texts are truncated at <paramref name="maxText"/> characters, the
    /// chain at 8 exceptions.
    /// </summary>
    /// <param name="exception">The exception.</param>
    /// <param name="maxText">See <see cref="BlazorTasksOptions.MaxErrorText"/>.</param>
    public static TaskError From(Exception exception, int maxText) => From(exception, maxText, text => text);

    /// <summary>Captures an exception like <see cref="From(Exception, int)"/>. Secrets are redacted before texts are truncated.</summary>
    internal static TaskError From(Exception exception, int maxText, Func<string, string> redact) =>
        From(exception, text => Text.Truncate(redact(text), maxText), MaxDepth);

    /// <summary>Returns the message of an exception, even if its getter throws.</summary>
    internal static string MessageOf(Exception exception) =>
        Read(() => exception.Message) ?? $"An exception of type {exception.GetType().FullName} was thrown. Its message cannot be read.";

    /// <summary>Returns an exception as text, even if its ToString throws.</summary>
    internal static string TextOf(Exception exception) => Read(exception.ToString) ?? MessageOf(exception);

    /// <summary>
    /// Unwraps an aggregate whose inner exceptions all mean that the task was cancelled, declined or not answered. Otherwise
    /// returns the exception itself.
    /// </summary>
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

    private static TaskError From(Exception exception, Func<string, string> shorten, int depth)
    {
        var inner = exception is AggregateException { InnerExceptions: [var only] } ? only : exception.InnerException;
        return new TaskError(
            exception.GetType().FullName ?? exception.GetType().Name,
            shorten(MessageOf(exception)),
            StackOf(exception) is { } stack ? shorten(stack) : null,
            inner is null || depth == 0 ? null : From(inner, shorten, depth - 1));
    }

    /// <summary>Returns the stack trace. For an aggregate, includes those of its inner exceptions.</summary>
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
#pragma warning disable CA1031 // whatever it throws, the task must finish with some error
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}
